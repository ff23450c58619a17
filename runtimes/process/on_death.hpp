// SPDX-License-Identifier: MIT
//
// What the death of a worker means to the job that it was running. Whatever it means, no call hangs; but a
// kernel whose chunks wait for each other waits in its own code, where no pool can help it.
#pragma once

namespace parallax {

enum class OnDeath {
  fail,  // map() throws WorkerDied at once, naming worker and signal, and so does every later call
  retry  // its chunk goes to another worker and a replacement is started; a chunk that has ended too many
         // workers is given up: map() throws WorkerDied, and the pool stays usable
};

}  // namespace parallax
