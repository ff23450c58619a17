// SPDX-License-Identifier: MIT
// Programs print banners, progress and warnings, and where their output goes into the result file, it stands before,
// between and after the JSON.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parallax::reports {

struct WithoutOtherLines {
  std::string text;  // as many lines as before; other lines are empty, so that places stay right
  std::vector<std::size_t> lines;     // which those are, counted from 1
  std::size_t first_of_document = 0;  // 0: there is none
};

// Takes out every line that is not made of JSON's words alone, and outside of the document those that are whole entries of
// a log in JSON. Of a line that ends with an opening brace, or begins with
// closing brackets, those stay: what was printed there had no end of line.
//
// Throws ResultsError, with the line, if more than one document is there. Nothing else is judged.
WithoutOtherLines without_other_lines(std::string_view text, const std::string& file);

}  // namespace parallax::reports
