// SPDX-License-Identifier: MIT
#include "reports/html/document.hpp"

#include "reports/html/assets.hpp"
#include "reports/html/gate_parts.hpp"
#include "reports/html/template.hpp"

namespace parallax::reports::html {

std::string document(const std::string& title, const std::string& heading, const Markup& header,
                     const Markup& sections) {
  Markup name, top;
  name.add("{} · Parallax", plain(title));
  top.add("{}", heading);
  return filled(document_template(),
                {{"title", name}, {"heading", top}, {"header", header}, {"sections", sections}});
}

}  // namespace parallax::reports::html
