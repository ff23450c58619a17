// SPDX-License-Identifier: MIT
#include "reports/results/json_tree.hpp"

#include <fmt/format.h>

#include <cmath>

#include "reports/results/results.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t most_values = 10'000'000;

class TreeBuilder final : public JsonEvents {
 public:
  explicit TreeBuilder(const std::string& file) : file_(file) {}

  void key(std::string_view name) override { name_ = name; }
  void scalar(const JsonScalar& value) override { add().set(value); }
  void open(JsonKind kind) override {
    auto& opened = add();
    opened.kind = kind;
    open_.push_back(&opened);
  }
  void close() override { open_.pop_back(); }

  JsonTree root;

 private:
  // Whatever is open is the last of what is around it, so none that is open ever moves.
  JsonTree& add() {
    if (++values_ > most_values)
      throw ResultsError(
          fmt::format("{}: more than {} values, which no result file of this kind has", file_, most_values));
    if (open_.empty()) return root;
    auto& around = *open_.back();
    if (around.kind == JsonKind::array) return around.items.emplace_back();
    return around.members.emplace_back(name_, JsonTree()).second;
  }

  const std::string& file_;
  std::vector<JsonTree*> open_;
  std::string name_;
  std::size_t values_ = 0;
};

}  // namespace

const JsonTree& JsonTree::operator[](std::string_view name) const {
  static const JsonTree nothing;
  for (const auto& [called, value] : members)
    if (called == name) return value;
  return nothing;
}

std::optional<double> JsonTree::number() const {
  return kind == JsonKind::number && std::isfinite(number_) ? std::optional(number_) : std::nullopt;
}

std::vector<double> JsonTree::numbers() const {
  std::vector<double> all;
  for (const auto& item : items)
    if (const auto one = item.number()) all.push_back(*one);
  return all;
}

std::string JsonTree::shown() const {
  if (kind == JsonKind::string) return text_;
  if (kind == JsonKind::boolean) return number_ != 0 ? "true" : "false";
  return kind == JsonKind::number ? fmt::format("{}", number_) : "";
}

void JsonTree::set(const JsonScalar& value) {
  kind = value.kind;
  number_ = value.number;
  text_ = value.text;
}

JsonTree parse_tree(JsonInput& text) {
  TreeBuilder builder(text.file());
  parse_json(text, builder);
  return std::move(builder.root);
}

}  // namespace parallax::reports
