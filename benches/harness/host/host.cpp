// SPDX-License-Identifier: MIT
#include "benches/harness/host/host.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "benches/harness/host/execution.hpp"
#include "benches/harness/protocol.hpp"
#include "benches/support/descriptor_limit.hpp"
#include "benches/support/plain_socket.hpp"
#include "benches/support/scratch_file.hpp"
#include "runtimes/support/mapping.hpp"
#include "support/standard_streams.hpp"
#include "support/system_error.hpp"

namespace parallax {
namespace {

std::size_t file_bytes(int descriptor) {
  struct stat status {};
  check(fstat(descriptor, &status), "fstat");
  return static_cast<std::size_t>(status.st_size);
}

// Over the socket and the file that the conductor has left open for its host.
ConductorLink inherited_link() {
  return {.announce =
              [](std::string_view stage) {
                Message message;
                message.text = stage;
                send_plain(host_socket, message);
              },
          .compare =
              [](std::span<const std::byte> result, std::size_t items) {
                const Mapping expected = Mapping::of_file(host_result_file, file_bytes(host_result_file));
                return difference(result, expected.bytes(), items);
              },
          .keep = [](std::span<const std::byte> result) { write_all_at(host_result_file, result, 0); },
          .trace =
              [](std::span<const TraceSlice> slices) {
                send_timeline(slices, [](const Message& message) { send_plain(host_socket, message); });
              }};
}

}  // namespace

int host_main() {
  // If the conductor ends, however it does, this process ends, and with it, in the same way, its workers.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // Workers that are processes must not keep the conductor's descriptors once they run another program.
  fcntl(host_socket, F_SETFD, FD_CLOEXEC);
  fcntl(host_result_file, F_SETFD, FD_CLOEXEC);
  // A server that hangs up is an error of a request, not the end of the host.
  signal(SIGPIPE, SIG_IGN);
  try {
    raise_descriptor_limit();
    Order order;
    if (!receive_plain(host_socket, order)) return 0;
    if (getppid() != order.conductor) return 0;  // it ended before we could ask to be told
    send_plain(host_socket, execute(order, inherited_link()));
    return 0;
  } catch (const std::exception& error) {
    tell("parallax host: {}\n", error.what());
    return 1;
  }
}

}  // namespace parallax
