// SPDX-License-Identifier: MIT
//
// The knob that CPython's lock has, wherever it is: emulated in `gil`, real in `cpython`.
#pragma once

#include "runtimes/settings.hpp"

namespace parallax {

inline constexpr Setting gil_switch_interval{
    .name = "gil_switch_interval",
    .summary = "How long a thread waits for the lock of `gil` and `cpython` before it asks for it",
    .default_value = 5000,  // CPython's
    .least = 1,
    .most = 1'000'000'000'000,
    .unit = Setting::Unit::microseconds};

}  // namespace parallax
