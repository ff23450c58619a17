# SPDX-License-Identifier: MIT
# Puts page.css and page.js into page.html, their SHA-256 into its content security policy, and the whole into a C++ file.
# The browser then runs this script and this style and nothing else, whatever a result file may contain.
#
#   cmake -D FOLDER=<of page.html> -D OUTPUT=<file.cpp> -P embed.cmake

# CSP wants the digest in base64, CMake has it in hexadecimal: three bytes, 24 bits, four letters at a time.
function(csp_hash text result)
  set(letters ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)
  string(SHA256 hex "${text}")
  string(APPEND hex 00)  # 32 bytes are one short of 33; the last letter becomes the padding
  set(base64 "")
  foreach(at RANGE 0 60 6)
    string(SUBSTRING "${hex}" ${at} 6 bits)
    foreach(shift 18 12 6 0)
      math(EXPR letter "(0x${bits} >> ${shift}) & 63")
      string(SUBSTRING ${letters} ${letter} 1 letter)
      string(APPEND base64 ${letter})
    endforeach()
  endforeach()
  string(SUBSTRING ${base64} 0 43 base64)
  set(${result} "'sha256-${base64}='" PARENT_SCOPE)
endfunction()

file(READ ${FOLDER}/page.html page)
foreach(asset style script)
  set(file_of_style page.css)
  set(file_of_script page.js)
  file(READ ${FOLDER}/${file_of_${asset}} text)
  csp_hash("${text}" hash)
  string(REPLACE "{{${asset}_hash}}" "${hash}" page "${page}")
  string(REPLACE "{{${asset}}}" "${text}" page "${page}")
endforeach()

string(HEX "${page}" bytes)
string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
file(WRITE ${OUTPUT} "// Made by reports/html/embed.cmake.
#include \"reports/html/assets.hpp\"

namespace parallax::reports::html {
namespace {
const char bytes[] = {
${bytes}};
}  // namespace
const std::string_view page_template(bytes, sizeof bytes);
}  // namespace parallax::reports::html
")
