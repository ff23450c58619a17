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
  .global parallax_gate_template
  .global parallax_gate_template_end
parallax_gate_template:
  .incbin ")" PARALLAX_GATE_TEMPLATE R"("
parallax_gate_template_end:
  .byte 0
  .popsection
)");
// clang-format on

extern "C" {
extern const char parallax_page_template[];
extern const char parallax_page_template_end[];
extern const char parallax_gate_template[];
extern const char parallax_gate_template_end[];
}

namespace parallax::reports::html {

std::string_view page_template() {
  return {parallax_page_template,
          static_cast<std::size_t>(parallax_page_template_end - parallax_page_template)};
}

std::string_view gate_template() {
  return {parallax_gate_template,
          static_cast<std::size_t>(parallax_gate_template_end - parallax_gate_template)};
}

}  // namespace parallax::reports::html
