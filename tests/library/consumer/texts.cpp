// SPDX-License-Identifier: MIT
//
// A kernel over texts.
#include <parallax/bench.hpp>

#include <string>
#include <vector>

namespace consumer {

using Texts = std::vector<std::string>;

PARALLAX_MAP_WITH(
    texts, [](const parallax::Parameters& parameters) { return Texts(parameters.size, "text"); },
    [](const Texts& texts, std::uint64_t i) { return texts[i] + std::to_string(i); });

}  // namespace consumer
