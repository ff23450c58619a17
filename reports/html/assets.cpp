// SPDX-License-Identifier: MIT
// The assembler reads the files: half a megabyte as an array of C++ would take longer to compile than all the
// rest.
#include "reports/html/assets.hpp"

// clang-format off
asm(R"(
  .pushsection .rodata
  .global parallax_page_template
  .global parallax_page_template_end
parallax_page_template:
  .incbin ")" PARALLAX_PAGE_TEMPLATE R"("
parallax_page_template_end:
  .byte 0
  .global parallax_document_template
  .global parallax_document_template_end
parallax_document_template:
  .incbin ")" PARALLAX_DOCUMENT_TEMPLATE R"("
parallax_document_template_end:
  .byte 0
  .popsection
)");
// clang-format on

extern "C" {
extern const char parallax_page_template[];
extern const char parallax_page_template_end[];
extern const char parallax_document_template[];
extern const char parallax_document_template_end[];
}

namespace parallax::reports::html {

std::string_view page_template() {
  return {parallax_page_template,
          static_cast<std::size_t>(parallax_page_template_end - parallax_page_template)};
}

bool has_charts() { return page_template().find("{{data}}") != std::string_view::npos; }

std::string_view document_template() {
  return {parallax_document_template,
          static_cast<std::size_t>(parallax_document_template_end - parallax_document_template)};
}

}  // namespace parallax::reports::html
