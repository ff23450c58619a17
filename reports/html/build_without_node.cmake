# SPDX-License-Identifier: MIT
# Makes the files that pages are filled into where there is no node: as build.mjs does, but without a script, and so without
# charts. Tables, bars and all numbers are there, and the page says what is not.
#
#   cmake -DWHY="node is missing" -DPAGE=FILE.html -DDOCUMENT=FILE.html -P build_without_node.cmake
#
# Nothing is made smaller; what a browser is allowed to apply is the style with this hash and nothing else, as ever.
set(folder ${CMAKE_CURRENT_LIST_DIR})

# The style sheet with those that it imports, and td.w37, a bar of 37 %.
function(read_style file result)
  file(READ ${folder}/style/${file} style)
  while(style MATCHES "@import \"([a-z_.]+)\";\n")
    set(import "${CMAKE_MATCH_0}")
    file(READ ${folder}/style/${CMAKE_MATCH_1} imported)
    string(REPLACE "${import}" "${imported}" style "${style}")
  endwhile()
  foreach(percent RANGE 100)
    string(APPEND style
      ".w${percent}{background:linear-gradient(to right,var(--bar) ${percent}%,transparent 0)}\n")
  endforeach()
  if(style MATCHES "@import|</style|{{")
    message(FATAL_ERROR "${file}: holds what a page cannot have in it: ${CMAKE_MATCH_0}")
  endif()
  set(${result} "${style}" PARENT_SCOPE)
endfunction()

# 'sha256-...' as a content security policy has it: three hexadecimal digits are two of base 64. 256 bits are 43 of these,
# with zeros behind, and a sign that fills up.
function(policy_hash text result)
  set(alphabet "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  string(SHA256 digest "${text}")
  string(APPEND digest "00")
  set(base64 "")
  foreach(at RANGE 0 63 3)
    string(SUBSTRING ${digest} ${at} 3 digits)
    math(EXPR high "0x${digits} / 64")
    math(EXPR low "0x${digits} % 64")
    foreach(one ${high} ${low})
      string(SUBSTRING ${alphabet} ${one} 1 letter)
      string(APPEND base64 "${letter}")
    endforeach()
  endforeach()
  string(SUBSTRING "${base64}" 0 43 base64)
  set(${result} "'sha256-${base64}='" PARENT_SCOPE)
endfunction()

# Takes a part of the page for another. One that is not there any more would be left out in silence.
function(change from to)
  string(FIND "${page}" "${from}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "page.html has no ${from}")
  endif()
  string(REPLACE "${from}" "${to}" page "${page}")
  set(page "${page}" PARENT_SCOPE)
endfunction()

read_style(page.css style)
policy_hash("${style}" hash)
file(READ ${folder}/page.html page)
change("{{without_charts}}" "<ul class=\"warnings\"><li>This page has no charts, and a click does nothing: ${WHY} when <code>report</code> was built.
Where it speaks of charts it has tables, with all numbers. For the charts run <code>scripts/setup bench</code>, then build <code>report</code> again.</li></ul>")
change(" script-src {{head_hash}} {{script_hash}};" "")
change("<script>{{head}}</script>\n" "")
change("<script type=\"application/json\" id=\"data\">{{data}}</script>\n<script>{{script}}</script>\n" "")
change("<details><summary>Licences of the code that draws this page</summary><pre class=\"licences\">{{licences}}</pre></details>\n" "")
change("{{style_hash}}" "${hash}")
change("{{style}}" "${style}")
file(WRITE ${PAGE} "${page}")

read_style(document.css style)
policy_hash("${style}" hash)
file(READ ${folder}/document.html page)
change("{{style_hash}}" "${hash}")
change("{{style}}" "${style}")
file(WRITE ${DOCUMENT} "${page}")
