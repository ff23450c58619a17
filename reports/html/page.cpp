// SPDX-License-Identifier: MIT
// Fills the template.
#include "reports/html/page.hpp"

#include <map>
#include <stdexcept>
#include <string_view>

#include "reports/html/assets.hpp"
#include "reports/html/data.hpp"
#include "reports/html/sections.hpp"

namespace parallax::reports::html {
namespace {

bool is_name(std::string_view text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
}

// Replaces every {{name}}. One that is unknown is a bug of ours, not of the file. (Scripts have {{ of their
// own.)
std::string filled(std::string_view rest, const std::map<std::string_view, Markup>& parts) {
  std::string text;
  for (auto open = rest.find("{{"); open != std::string_view::npos; open = rest.find("{{")) {
    const auto close = rest.find("}}", open);
    const auto name = rest.substr(open + 2, close - open - 2);
    if (!is_name(name)) {
      text.append(rest.substr(0, open + 2));
      rest.remove_prefix(open + 2);
      continue;
    }
    const auto part = parts.find(name);
    if (part == parts.end()) throw std::logic_error("page.html asks for an unknown part");
    text.append(rest.substr(0, open)).append(part->second.text());
    rest.remove_prefix(close + 2);
  }
  return text.append(rest);
}

}  // namespace

std::string page(const Views& views) {
  return filled(page_template(), {{"title", title(views)},
                                  {"header", header(views)},
                                  {"answer", answer(views)},
                                  {"winners", winners(views)},
                                  {"scaling", scaling(views)},
                                  {"grain", grain(views)},
                                  {"overheads", overheads(views)},
                                  {"waiting", waiting(views)},
                                  {"resources", resources(views)},
                                  {"distributions", distributions(views)},
                                  {"cells", cells(views)},
                                  {"provenance", provenance(views)},
                                  {"data", Markup::trusted(data(views))}});
}

}  // namespace parallax::reports::html
