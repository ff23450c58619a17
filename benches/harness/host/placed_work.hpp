// SPDX-License-Identifier: MIT
//
// A work whose workers stay where --pin wants them: each thread that runs kernel code goes to the place of its worker
// before its first call. So it is the same for all runtimes, whatever they call a worker and whenever they start it.
#pragma once

#include <memory>

#include "benches/kernel.hpp"
#include "runtimes/arena.hpp"
#include "runtimes/support/places.hpp"

namespace parallax {

// This process, and all that it starts from now on, on the processors that so many workers need.
void stay_on_places(Pin pin, int workers);

// To be made before the runtime is started; the places are those of this process.
std::unique_ptr<Work> placed(std::unique_ptr<Work> work, Pin pin, int workers, Arena& arena);

}  // namespace parallax
