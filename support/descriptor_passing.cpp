// SPDX-License-Identifier: MIT
#include "support/descriptor_passing.hpp"

#include <sys/socket.h>

#include <array>
#include <cstring>
#include <utility>

#include "support/retry.hpp"

namespace parallax {
namespace {

// Room for the header of the descriptors and for them.
struct Control {
  alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(most_passed_descriptors * sizeof(int))> bytes{};
};
static_assert(sizeof(Control::bytes) == CMSG_LEN(most_passed_descriptors * sizeof(int)), "no room for more");

}  // namespace

bool send_with_descriptors(int socket, std::span<const std::byte> message, std::span<const int> descriptors) {
  iovec data{.iov_base = const_cast<std::byte*>(message.data()), .iov_len = message.size()};
  msghdr whole{};
  whole.msg_iov = &data;
  whole.msg_iovlen = 1;
  Control control;
  if (!descriptors.empty()) {
    if (descriptors.size() > most_passed_descriptors) return false;
    whole.msg_control = control.bytes.data();
    whole.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
    cmsghdr* const header = CMSG_FIRSTHDR(&whole);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size_bytes());
  }
  return retry_on_interrupt([&] { return sendmsg(socket, &whole, MSG_NOSIGNAL); }) >= 0;
}

ssize_t receive_with_descriptors(int socket, std::span<std::byte> message,
                                 std::span<Descriptor> descriptors) {
  iovec data{.iov_base = message.data(), .iov_len = message.size()};
  Control control;
  msghdr whole{};
  whole.msg_iov = &data;
  whole.msg_iovlen = 1;
  whole.msg_control = control.bytes.data();
  whole.msg_controllen = control.bytes.size();
  const ssize_t count = retry_on_interrupt([&] { return recvmsg(socket, &whole, MSG_CMSG_CLOEXEC); });
  const cmsghdr* const header = count >= 0 ? CMSG_FIRSTHDR(&whole) : nullptr;
  if (!header || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) return count;
  std::array<int, most_passed_descriptors> numbers{};
  const std::size_t came = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
  std::memcpy(numbers.data(), CMSG_DATA(header), came * sizeof(int));
  for (std::size_t i = 0; i < came; ++i) {
    Descriptor one(numbers[i]);
    if (i < descriptors.size()) descriptors[i] = std::move(one);
  }
  return count;
}

}  // namespace parallax
