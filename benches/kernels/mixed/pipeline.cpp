// SPDX-License-Identifier: MIT
//
// pipeline: stages connected by pipes, as a shell connects `cat lines | grep | tee | wc -l`. Item s is stage
// s; its lines come out of a pipe and go into the next. The first stage reads a file, the last one counts; of
// those between, the odd ones compute on each line and drop some (grep), the even ones write each line to
// another place too (tee). Waits for: the stage before, whose lines it needs.
//
// As many workers as stages let all of them flow; fewer end as well, because every pipe has room for all
// lines. A stage that fails passes that on instead of lines, so that nobody waits for ever.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstring>
#include <vector>

#include "benches/kernel.hpp"
#include "benches/support/multiply_adds.hpp"
#include "benches/support/scratch_file.hpp"
#include "support/pipe.hpp"
#include "support/random.hpp"

namespace parallax {
namespace {

constexpr std::size_t most_stages = 16;

// What flows: a page of a pipe holds a whole number of them.
struct Line {
  std::uint64_t number = 0;  // ended, failed: no line but the stream's end
  std::array<std::uint64_t, 7> text{};

  // Line n of the file.
  static Line of(std::uint64_t n) {
    Line line{n, {}};
    for (std::uint64_t& word : line.text) word = n = lcg_next(n);
    return line;
  }
  bool operator==(const Line&) const = default;
};
constexpr std::uint64_t ended = ~std::uint64_t{0}, failed = ended - 1;
constexpr std::size_t batch = 4096 / sizeof(Line);

// Whether the grep of stage s lets the line through, after so much work.
bool keeps(std::uint64_t x) { return (x >> 32) % 4 != 0; }

struct PipeEnds {
  int from = -1, to = -1;
};

// One stage's ends, as a stream of lines.
class Stream {
 public:
  Stream(Worker& worker, PipeEnds before, PipeEnds after)
      : worker_(worker), from_(before.from), to_(after.to) {}

  // The next lines, at least one, until none are left.
  std::span<const Line> read() {
    if (at_end_) return {};
    const auto room = std::as_writable_bytes(std::span(in_));
    std::size_t bytes = 0;
    do {  // once, but for a line of which only a part is there yet
      const std::size_t got =
          worker_.read(from_, bytes == 0 ? room : room.subspan(bytes, sizeof(Line) - bytes % sizeof(Line)));
      if (got == 0) throw std::runtime_error("a pipe was closed");
      bytes += got;
    } while (bytes % sizeof(Line) != 0);
    const std::span<const Line> lines(in_.data(), bytes / sizeof(Line));
    if (lines.back().number == failed) throw std::runtime_error("the stage before failed");
    at_end_ = lines.back().number == ended;
    return lines.first(lines.size() - at_end_);
  }

  void write(const Line& line) {
    out_[used_++] = line;
    if (used_ == out_.size()) flush();
  }

  void end(std::uint64_t how) {
    if (to_ < 0) return;
    write({how, {}});
    flush();
  }

 private:
  void flush() {
    for (auto rest = std::as_bytes(std::span(out_).first(used_)); !rest.empty();)
      rest = rest.subspan(worker_.write(to_, rest));
    used_ = 0;
  }

  Worker& worker_;
  int from_, to_;
  std::array<Line, batch> in_, out_;
  std::size_t used_ = 0;
  bool at_end_ = false;
};

struct Pipeline {
  static constexpr KernelFacts facts{
      .name = "pipeline",
      .summary = "stages joined by pipes, by turns computing and writing",
      .parameters = {Parameter{"lines", 1, 100'000'000}, Parameter{"multiply_adds", 0, 1'000'000'000'000}}};
  static constexpr std::array cases{Case{5, 1, {4096, 1000}}};
  static std::vector<int> workers(const Case& parameters) {
    return {1, 2, static_cast<int>(parameters.size)};
  }

  using In = None;
  using Out = std::uint64_t;  // the lines that left this stage
  static constexpr bool params_are_local = true;
  static bool chunks_share(const Case& parameters) { return parameters.size > 1; }
  struct Params {
    std::array<PipeEnds, most_stages> pipes;  // pipes[s]: from stage s to s + 1
    std::size_t stages;
    int file;
    int nowhere;
    std::uint64_t lines;
    std::uint64_t work;
  };

  explicit Pipeline(const Case& parameters, const Inputs&)
      : file_(scratch_file()), nowhere_(open("/dev/null", O_WRONLY | O_CLOEXEC), "open /dev/null") {
    const std::uint64_t lines = parameters.values[0];
    if (parameters.size > most_stages)
      throw NotSupported(fmt::format("{} stages; there are at most {}", parameters.size, most_stages));
    // Every page of a pipe has a slot; a write that does not fill its page may waste the rest of it.
    const std::uint64_t room = (lines + 2 * batch) * sizeof(Line);
    if (room > (1u << 20)) throw NotSupported(fmt::format("lines:{} do not fit into a pipe of 1 MiB", lines));
    params_ = {{}, parameters.size, file_.get(), nowhere_.get(), lines, parameters.values[1]};
    for (std::size_t s = 0; s + 1 < parameters.size; ++s) {
      const Pipe& pipe = pipes_.emplace_back();
      check(fcntl(pipe.write.get(), F_SETPIPE_SZ, static_cast<int>(room)), "fcntl(F_SETPIPE_SZ)");
      params_.pipes[s] = {pipe.read.get(), pipe.write.get()};
    }
    std::vector<Line> text(lines);
    for (std::uint64_t n = 0; n < lines; ++n) text[n] = Line::of(n);
    write_all_at(file_.get(), std::as_bytes(std::span(text)), 0);
  }

  Params params() const { return params_; }
  std::size_t inputs() const { return 0; }
  void fill(std::span<In>) const {}

  static Out item(const Params& params, std::span<const In>, std::size_t s, Worker& worker) {
    Stream stream(worker, s == 0 ? PipeEnds{} : params.pipes[s - 1],
                  s + 1 == params.stages ? PipeEnds{} : params.pipes[s]);
    try {
      const Out lines = run_stage(params, s, worker, stream);
      stream.end(ended);
      return lines;
    } catch (...) {
      stream.end(failed);
      throw;
    }
  }

  std::optional<std::string> mistake(std::span<const Out> out) const {
    std::vector<Out> right(out.size());
    for (std::uint64_t n = 0; n < params_.lines; ++n) {
      for (std::size_t s = 0; s < out.size(); ++s) {
        if (is_grep(params_, s) && !keeps(multiply_adds_at_once(n + s, params_.work))) break;
        ++right[s];
      }
    }
    for (std::size_t s = 0; s < out.size(); ++s) {
      if (out[s] != right[s]) return fmt::format("{} lines left stage {} instead of {}", out[s], s, right[s]);
    }
    return {};
  }

 private:
  static bool is_grep(const Params& params, std::size_t s) { return s % 2 == 1 && s + 1 < params.stages; }

  static Out run_stage(const Params& params, std::size_t s, Worker& worker, Stream& stream) {
    if (s == 0) return cat(params, worker, stream);
    if (s + 1 == params.stages) {  // wc -l
      Out lines = 0;
      for (auto some = stream.read(); !some.empty(); some = stream.read()) {
        for (const Line& line : some) {
          if (line != Line::of(line.number))
            throw std::runtime_error(fmt::format("line {} arrived damaged", line.number));
        }
        lines += some.size();
      }
      return lines;
    }
    return is_grep(params, s) ? grep(params, s, worker, stream) : tee(params, worker, stream);
  }

  static Out cat(const Params& params, Worker& worker, Stream& stream) {
    std::array<Line, batch> lines;
    for (std::uint64_t n = 0; n < params.lines;) {
      const std::size_t got =
          worker.read_at(params.file, std::as_writable_bytes(std::span(lines)), n * sizeof(Line)) /
          sizeof(Line);
      if (got == 0) throw std::runtime_error("the file is shorter than it was written");
      for (std::size_t l = 0; l < got; ++l) {
        if (params.stages > 1) stream.write(lines[l]);
      }
      n += got;
    }
    return params.lines;
  }

  static Out grep(const Params& params, std::size_t s, Worker& worker, Stream& stream) {
    Out kept = 0;
    for (auto some = stream.read(); !some.empty(); some = stream.read()) {
      for (const Line& line : some) {
        if (!keeps(multiply_adds(line.number + s, params.work))) continue;
        stream.write(line);
        ++kept;
      }
      worker.checkpoint();
    }
    return kept;
  }

  static Out tee(const Params& params, Worker& worker, Stream& stream) {
    Out lines = 0;
    for (auto some = stream.read(); !some.empty(); some = stream.read()) {
      worker.write(params.nowhere, std::as_bytes(some));
      for (const Line& line : some) stream.write(line);
      lines += some.size();
    }
    return lines;
  }

  Descriptor file_, nowhere_;
  std::vector<Pipe> pipes_;
  Params params_{};
};

}  // namespace

PARALLAX_KERNEL(pipeline, Pipeline);

}  // namespace parallax
