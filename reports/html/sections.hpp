// SPDX-License-Identifier: MIT
// The sections of the page, from top to bottom, as they are without JavaScript: complete, with bars drawn by
// the style sheet. The page's script puts charts in front of them.
#pragma once

#include "reports/html/markup.hpp"
#include "reports/views/views.hpp"

namespace parallax::reports::html {

Markup title(const Views& views);
Markup header(const Views& views);
Markup answer(const Views& views);
Markup winners(const Views& views);
Markup scaling(const Views& views);
Markup splits(const Views& views);
// Nothing at all without a trace.
Markup timelines(const Views& views);
Markup grain(const Views& views);
Markup overheads(const Views& views);
Markup waiting(const Views& views);
Markup probes(const Views& views);
Markup resources(const Views& views);
Markup distributions(const Views& views);
Markup cells(const Views& views);
Markup foreign_cells(const Views& views);
Markup provenance(const Views& views);

// A page with more rows than this would no longer be usable. What is left out is said where it is missed.
inline constexpr std::size_t most_rows = 20'000;
// Of lists in front of the table of all cells: works, or kernels' tables.
inline constexpr std::size_t most_works = 200;

}  // namespace parallax::reports::html
