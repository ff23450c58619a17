// SPDX-License-Identifier: MIT
//
// Compiled once for each MPI library, into a plugin of its own; see library.hpp.
#include <mpi.h>

#include <cstring>
#include <stdexcept>
#include <string>

#include "runtimes/mpi/library.hpp"

namespace parallax {
namespace {

constexpr int hand_tag = 7;
constexpr int hand_bytes = 16;

void must(int code, const char* call) {
  if (code == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING] = "";
  int length = 0;
  MPI_Error_string(code, text, &length);
  throw std::runtime_error(std::string(call) + ": " + std::string(text, static_cast<std::size_t>(length)));
}

static_assert(sizeof(MPI_Request) <= sizeof(std::uintptr_t));

MpiRequest wrap(const MPI_Request& request) {
  MpiRequest wrapped{.handle = 0, .active = true};
  std::memcpy(&wrapped.handle, &request, sizeof request);
  return wrapped;
}

MPI_Request unwrap(const MpiRequest& wrapped) {
  MPI_Request request{};
  std::memcpy(&request, &wrapped.handle, sizeof request);
  return request;
}

const char* version() {
  static char text[MPI_MAX_LIBRARY_VERSION_STRING] = "";
  int length = 0;
  MPI_Get_library_version(text, &length);
  // "Open MPI v4.1.4, package: ...", "MPICH Version:\t4.0.2\nMPICH Release date: ..."
#if defined(OPEN_MPI)
  if (char* const end = std::strchr(text, ',')) *end = '\0';
  if (char* const v = std::strstr(text, " v")) std::memmove(v + 1, v + 2, std::strlen(v + 1));
#else
  if (char* const end = std::strchr(text, '\n')) *end = '\0';
  if (char* const begin = std::strstr(text, " Version:\t"))
    std::memmove(begin + 1, begin + 10, std::strlen(begin + 9));
#endif
  return text;
}

void join() {
  int given = 0;
  must(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &given), "MPI_Init_thread");
  must(MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN), "MPI_Comm_set_errhandler");
}

void leave() { must(MPI_Finalize(), "MPI_Finalize"); }

int rank() {
  int number = 0;
  must(MPI_Comm_rank(MPI_COMM_WORLD, &number), "MPI_Comm_rank");
  return number;
}

int size() {
  int number = 0;
  must(MPI_Comm_size(MPI_COMM_WORLD, &number), "MPI_Comm_size");
  return number;
}

MpiRequest send(const void* from, std::size_t bytes, int to, int tag) {
  MPI_Request request{};
  must(MPI_Isend(from, static_cast<int>(bytes), MPI_BYTE, to, tag, MPI_COMM_WORLD, &request), "MPI_Isend");
  return wrap(request);
}

MpiRequest receive(void* to, std::size_t bytes, int from, int tag) {
  MPI_Request request{};
  must(MPI_Irecv(to, static_cast<int>(bytes), MPI_BYTE, from == any_rank ? MPI_ANY_SOURCE : from, tag,
                 MPI_COMM_WORLD, &request),
       "MPI_Irecv");
  return wrap(request);
}

bool test(MpiRequest& wrapped, MpiArrival& arrival) {
  MPI_Request request = unwrap(wrapped);
  MPI_Status status{};
  int done = 0;
  must(MPI_Test(&request, &done, &status), "MPI_Test");
  if (!done) return false;
  wrapped = {};
  int count = 0;
  MPI_Get_count(&status, MPI_BYTE, &count);
  arrival = {status.MPI_SOURCE, status.MPI_TAG, count < 0 ? 0 : static_cast<std::size_t>(count)};
  return true;
}

void cancel(MpiRequest& wrapped) {
  MPI_Request request = unwrap(wrapped);
  must(MPI_Cancel(&request), "MPI_Cancel");
  must(MPI_Wait(&request, MPI_STATUS_IGNORE), "MPI_Wait");
  wrapped = {};
}

void broadcast(void* data, std::size_t bytes) {
  must(MPI_Bcast(data, static_cast<int>(bytes), MPI_BYTE, 0, MPI_COMM_WORLD), "MPI_Bcast");
}

void gather_all(const void* mine, std::size_t bytes, void* all) {
  const int count = static_cast<int>(bytes);
  must(MPI_Allgather(mine, count, MPI_BYTE, all, count, MPI_BYTE, MPI_COMM_WORLD), "MPI_Allgather");
}

void barrier() { must(MPI_Barrier(MPI_COMM_WORLD), "MPI_Barrier"); }

void region_by_hand() {
  char message[hand_bytes] = {};
  MPI_Bcast(message, hand_bytes, MPI_BYTE, 0, MPI_COMM_WORLD);
  MPI_Barrier(MPI_COMM_WORLD);
}

void chunk_by_hand() {
  if (size() == 1) return;
  char message[hand_bytes] = {};
  MPI_Send(message, hand_bytes, MPI_BYTE, 1, hand_tag, MPI_COMM_WORLD);
  MPI_Recv(message, hand_bytes, MPI_BYTE, 1, hand_tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

void serve_by_hand(MpiLibrary::ByHand kind) {
  char message[hand_bytes] = {};
  if (kind == MpiLibrary::ByHand::region) {
    for (;;) {
      MPI_Bcast(message, hand_bytes, MPI_BYTE, 0, MPI_COMM_WORLD);
      if (message[0] != 0) return;
      MPI_Barrier(MPI_COMM_WORLD);
    }
  }
  for (;;) {
    MPI_Recv(message, hand_bytes, MPI_BYTE, 0, hand_tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (message[0] != 0) return;
    MPI_Send(message, hand_bytes, MPI_BYTE, 0, hand_tag, MPI_COMM_WORLD);
  }
}

void end_by_hand(MpiLibrary::ByHand kind) {
  char message[hand_bytes] = {1};
  if (kind == MpiLibrary::ByHand::region) {
    MPI_Bcast(message, hand_bytes, MPI_BYTE, 0, MPI_COMM_WORLD);
    return;
  }
  for (int to = 1; to < size(); ++to) MPI_Send(message, hand_bytes, MPI_BYTE, to, hand_tag, MPI_COMM_WORLD);
}

}  // namespace
}  // namespace parallax

extern "C" const parallax::MpiLibrary parallax_mpi_library;
const parallax::MpiLibrary parallax_mpi_library{
    .version = parallax::version,
    .join = parallax::join,
    .leave = parallax::leave,
    .rank = parallax::rank,
    .size = parallax::size,
    .send = parallax::send,
    .receive = parallax::receive,
    .test = parallax::test,
    .cancel = parallax::cancel,
    .broadcast = parallax::broadcast,
    .gather_all = parallax::gather_all,
    .barrier = parallax::barrier,
    .region_by_hand = parallax::region_by_hand,
    .chunk_by_hand = parallax::chunk_by_hand,
    .serve_by_hand = parallax::serve_by_hand,
    .end_by_hand = parallax::end_by_hand,
};
