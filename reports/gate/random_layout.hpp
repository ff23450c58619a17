// SPDX-License-Identifier: MIT
// Keeps address space randomisation on.
//
// Newer versions of Google Benchmark start themselves again with it off, which makes a single program less
// noisy and two builds incomparable: each is then frozen into one layout, whose luck looks like a difference
// of the code in every run.
#pragma once

namespace parallax::reports::gate {

// For the time after exec: the system call that would turn randomisation off fails with EPERM, as in a
// container that forbids it; asking for the present state is allowed. Async-signal-safe. Where the kernel has
// no filters for system calls nothing happens.
void keep_layout_random();

}  // namespace parallax::reports::gate
