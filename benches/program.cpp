// SPDX-License-Identifier: MIT
//
// main() of programs that have none of their own.
#include "benches/main.hpp"

int main(int argc, char** argv) { return parallax::main(argc, argv); }
