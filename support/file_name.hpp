// SPDX-License-Identifier: MIT
//
// Whoever is found by the name of a file has that name.
#pragma once

#include <algorithm>
#include <string_view>

namespace parallax {

// Whether a name is that of the file it is declared in. `identifier` is what the build knows the file by: its
// name with '-' as '_'. A file of another name may declare several; of them only the identifier is compared.
constexpr bool is_name_of_file(std::string_view name, std::string_view identifier, std::string_view file) {
  const auto alike = [](std::string_view text, std::string_view with) {
    return std::equal(text.begin(), text.end(), with.begin(), with.end(),
                      [](char a, char b) { return (a == '-' ? '_' : a) == b; });
  };
  file.remove_prefix(file.rfind('/') + 1);
  const std::string_view stem = file.substr(0, file.rfind('.'));
  return alike(stem, identifier) ? name == stem : alike(name, identifier);
}

// The last folder: "cpu" of kernels/cpu/cube.cpp.
constexpr std::string_view folder_of_file(std::string_view file) {
  const auto end = file.rfind('/');
  if (end == file.npos) return {};
  file = file.substr(0, end);
  return file.substr(file.rfind('/') + 1);
}

}  // namespace parallax
