// SPDX-License-Identifier: MIT
//
// All that a file with a kernel needs.
#pragma once

#include "benches/kernel.hpp"
#include "benches/map.hpp"
#include "benches/own_kernel.hpp"
