# What makes the compiler's time short. Most of it goes into headers, so they are read once for many files.
#
# -DPARALLAX_UNITY=OFF -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON compiles every file alone, as scripts/check does: a file has
# to include what it needs.
option(PARALLAX_UNITY "Compile the files of a folder together, which takes a third of the time" ON)

# parallax_unity(TARGET [LIMIT]): compiles TARGET's files of each folder together, at most LIMIT (10) at once, in equal
# parts. So a name in a file's anonymous namespace must be unique in its folder. Files with flags of their own stay alone.
#
# Never for what is timed: a kernel stays one object, so that its machine code does not depend on its neighbours.
function(parallax_unity target)
  if(NOT PARALLAX_UNITY)
    return()
  endif()
  set(limit 10 ${ARGN})
  list(GET limit -1 limit)
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources INCLUDE REGEX "\\.cpp$")
  set(folders "")
  foreach(source ${sources})
    cmake_path(IS_PREFIX PROJECT_BINARY_DIR "${source}" generated)
    if(generated)
      continue()
    endif()
    cmake_path(GET source PARENT_PATH folder)
    string(REPLACE "${PROJECT_SOURCE_DIR}/" "" folder "${folder}")
    string(MAKE_C_IDENTIFIER "in_${folder}" folder)
    list(APPEND folders ${folder})
    list(APPEND ${folder} ${source})
  endforeach()
  list(REMOVE_DUPLICATES folders)
  foreach(folder ${folders})
    list(LENGTH ${folder} count)
    math(EXPR groups "(${count} + ${limit} - 1) / ${limit}")
    set(index 0)
    foreach(source ${${folder}})
      math(EXPR group "${index} * ${groups} / ${count}")
      set_property(SOURCE ${source} PROPERTY UNITY_GROUP ${folder}_${group})
      math(EXPR index "${index} + 1")
    endforeach()
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()

# parallax_unity_if_sanitized(TARGET): the same for what is timed in a release, and never with a sanitizer. A file's names
# may hide those of its neighbours there; a release compiles each file alone and finds what hides what in one.
function(parallax_unity_if_sanitized target)
  if(PARALLAX_SANITIZER AND PARALLAX_UNITY)
    parallax_unity(${target} 12)
    set_target_properties(${target} PROPERTIES PARALLAX_MAY_SHADOW YES)
  endif()
endfunction()

# parallax_headers(TARGET): TARGET's files find the headers that nearly all of them include already read. Compilers accept
# such headers with the very flags only with which they were read, so there is one set of them for each set of flags.
# Machine code is the same with and without.
file(WRITE ${PROJECT_BINARY_DIR}/headers.cpp "")
function(parallax_headers target)
  get_target_property(flags ${target} COMPILE_OPTIONS)
  if(NOT flags)
    set(flags "")
  endif()
  string(MAKE_C_IDENTIFIER "headers${flags}" name)
  if(NOT TARGET ${name})
    add_library(${name} OBJECT ${PROJECT_BINARY_DIR}/headers.cpp)
    set_target_properties(${name} PROPERTIES COMPILE_OPTIONS "${flags}")
    target_link_libraries(${name} PRIVATE parallax_settings Threads::Threads fmt::fmt)
    target_precompile_headers(${name} PRIVATE <fmt/format.h> <algorithm> <array> <atomic> <chrono> <cstddef> <cstdint>
      <functional> <memory> <optional> <span> <stdexcept> <string> <string_view> <system_error> <thread> <utility> <vector>)
  endif()
  target_precompile_headers(${target} REUSE_FROM ${name})
  # GCC's <string> turns these off for itself, which is forgotten when it is precompiled (GCC bugs 64117 and 91273): any
  # string that is assigned to would be complained about.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_DISABLE_PRECOMPILE_HEADERS)
    target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
endfunction()
