// SPDX-License-Identifier: MIT
//
// A program that has a main() of its own.
#include <parallax/main.hpp>

int main(int argc, char** argv) { return parallax::main(argc, argv); }
