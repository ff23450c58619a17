// SPDX-License-Identifier: MIT
//
// What `bench` does, for a program with kernels and runtimes of its own.
#pragma once

namespace parallax {

// The whole program: parses its command line, measures, prints, and returns the exit status (0: all cells have
// a value; 1: some failed; 2: the command line is wrong; 3: results could not be written). Has to be called
// first thing in main(), with its arguments as they are, because hosts, workers and ranks are this program too.
int main(int argc, char** argv);

}  // namespace parallax
