// SPDX-License-Identifier: MIT
//
// Where the harness still looks for it.
#pragma once
#include "support/deadline.hpp"
