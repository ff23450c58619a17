// SPDX-License-Identifier: MIT
// Reading JSON and telling where it breaks.
#include "reports/results/json_events.hpp"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <nlohmann/json.hpp>

#include "reports/results/excerpt.hpp"
#include "reports/results/results.hpp"

namespace parallax::reports {
namespace {

using Json = nlohmann::json;

// Result files are four levels deep. What is far deeper is none.
constexpr int deepest = 64;

// The text as the parser wants it. The end is any iterator without a text.
class Characters {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  Characters() = default;
  explicit Characters(JsonInput& text) : text_(&text) {}

  char operator*() const { return text_->current(); }
  Characters& operator++() {
    is_there_ = false;
    return *this;
  }
  bool operator!=(const Characters&) { return is_there_ || (is_there_ = text_->advance()); }

 private:
  JsonInput* text_ = nullptr;
  bool is_there_ = false;
};

// The library's message without its own prefix and position, which counts in another way than ours.
std::string reason(std::string_view what) {
  if (const auto bracket = what.find("] "); bracket != std::string_view::npos)
    what.remove_prefix(bracket + 2);
  if (const auto error = what.find("syntax error"); error != std::string_view::npos)
    what.remove_prefix(error);
  return excerpt(what);
}

// From the library's events to ours. Its functions return whether to go on.
class Adapter {
 public:
  Adapter(JsonInput& text, JsonEvents& events) : text_(text), events_(events) {}

  bool null() {
    const auto number = text_.take_replaced();
    return scalar({number ? JsonKind::number : JsonKind::null, number.value_or(0), {}});
  }
  bool boolean(bool value) { return scalar({JsonKind::boolean, value ? 1.0 : 0.0, {}}); }
  bool number_integer(Json::number_integer_t value) { return number(static_cast<double>(value)); }
  bool number_unsigned(Json::number_unsigned_t value) { return number(static_cast<double>(value)); }
  bool number_float(double value, const std::string&) { return number(value); }
  bool string(const std::string& value) { return scalar({JsonKind::string, 0, value}); }
  bool binary(const Json::binary_t&) { return false; }  // is in no text
  bool start_object(std::size_t) { return open(JsonKind::object); }
  bool start_array(std::size_t) { return open(JsonKind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(const std::string& name) { return events_.key(name), true; }

  bool parse_error(std::size_t position, const std::string& token, const Json::exception& error) {
    if (dynamic_cast<const Json::out_of_range*>(&error))  // a number; tell where it begins
      fail(text_.place(position + 1 - token.size()), reason(error.what()));
    const bool is_blank = text_.is_blank();
    const auto place = text_.place(position);
    if (!text_.ends_at(position)) fail(place, reason(error.what()));
    if (is_blank)
      throw ResultsError(
          fmt::format("{}: the file is empty; did the run end before it wrote anything?", text_.file()));
    fail(place, fmt::format("the file is cut off here; is its run still under way, or did it end early? ({})",
                            reason(error.what())));
  }

 private:
  [[noreturn]] void fail(const std::string& place, const std::string& why) const {
    throw JsonError(place + ": " + why);
  }

  bool scalar(const JsonScalar& value) { return events_.scalar(value), true; }
  bool number(double value) { return scalar({JsonKind::number, value, {}}); }
  bool open(JsonKind kind) {
    if (++depth_ > deepest)
      throw ResultsError(fmt::format("{}: nested deeper than any result file", text_.file()));
    return events_.open(kind), true;
  }
  bool close() { return --depth_, events_.close(), true; }

  JsonInput& text_;
  JsonEvents& events_;
  int depth_ = 0;
};

}  // namespace

std::string_view kind_name(JsonKind kind) {
  constexpr std::array<std::string_view, 6> names{"null", "boolean", "number", "string", "array", "object"};
  return names.at(static_cast<std::size_t>(kind));
}

void parse_json(JsonInput& text, JsonEvents& events) {
  Adapter adapter(text, events);
  Json::sax_parse(Characters(text), Characters(), &adapter);
}

}  // namespace parallax::reports
