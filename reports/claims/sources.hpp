// SPDX-License-Identifier: MIT
// Where claims stand: the course notes N1 to N5, and what they are about.
#pragma once

#include <string_view>

namespace parallax::reports::claims {

inline constexpr std::string_view n1 = "N1: intro to multiprocessing",
                                  n1_n2 = "N1: intro to multiprocessing; N2: intro to parallelization",
                                  n2 = "N2: intro to parallelization", n3 = "N3: multiprocessing blog post",
                                  n4 = "N4: diving into multiprocessing slides", n5 = "N5: PEP 371 slides",
                                  n4_n3 =
                                      "N4: diving into multiprocessing slides; N3: multiprocessing blog post",
                                  n4_n5 = "N4: diving into multiprocessing slides; N5: PEP 371 slides",
                                  n5_n3 = "N5: PEP 371 slides; N3: multiprocessing blog post",
                                  pep = "PEP 371 (2008)", docs = "documentation of multiprocessing",
                                  whatsnew = "What's New in Python 3.2";

}  // namespace parallax::reports::claims
