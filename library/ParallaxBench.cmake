# For projects with work of their own.
#
# parallax_add_bench(NAME KERNELS file... [RUNTIMES file...] [LINK library...] [OWN_MAIN])
#   NAME       a program with all runtimes of Parallax and with these kernels: a command line as of Parallax' own bench
#   KERNELS    each file has one kernel of its own name (parallax/bench.hpp)
#   RUNTIMES   each file has one runtime of its own name (parallax/runtimes/runtime.hpp)
#   LINK       what these files need
#   OWN_MAIN   one of LINK or of the program's further sources has main(), which calls parallax::main() (parallax/main.hpp)
#
# parallax_add_conformance(file... [LINK library...])
#   A test for each runtime, which holds it to the contract of runtime.hpp. Needs GoogleTest.

# Writes OUTPUT with a line MACRO(identifier) for each file.
function(_parallax_table output macro begin)
  set(text "${begin}")
  foreach(file ${ARGN})
    cmake_path(GET file STEM name)
    string(MAKE_C_IDENTIFIER ${name} identifier)
    string(APPEND text "${macro}(${identifier})\n")
  endforeach()
  file(GENERATE OUTPUT ${output} CONTENT "${text}")
endfunction()

# Calls a program as the ranks of an MPI launcher too: plugins are looked for beside it.
function(_parallax_plugins program)
  get_property(plugins GLOBAL PROPERTY PARALLAX_PLUGIN_FILES)
  foreach(plugin ${plugins})
    add_custom_command(TARGET ${program} POST_BUILD VERBATIM
      COMMAND ${CMAKE_COMMAND} -E create_symlink ${plugin} $<TARGET_FILE_DIR:${program}>/$<PATH:GET_FILENAME,${plugin}>)
  endforeach()
endfunction()

# What Parallax adds to a program is compiled at once, which takes a third of the time. The program's own files stay alone.
function(_parallax_at_once program)
  set_property(SOURCE ${ARGN} PROPERTY GENERATED ON)  # in a tree that is not installed
  set_property(SOURCE ${ARGN} PROPERTY UNITY_GROUP parallax)
  set_target_properties(${program} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()

# All code that is timed has the same flags, whatever the project's own are; and none is timed that is not optimised, but
# for debugging.
function(_parallax_timed)
  set_property(SOURCE ${ARGN} APPEND PROPERTY COMPILE_OPTIONS
    -ffp-contract=off $<$<OR:$<CONFIG:>,$<CONFIG:Release>>:-O3>)
endfunction()

function(parallax_add_bench program)
  cmake_parse_arguments(PARSE_ARGV 1 BENCH "OWN_MAIN" "" "KERNELS;RUNTIMES;LINK")
  if(NOT BENCH_KERNELS OR BENCH_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "parallax_add_bench(NAME KERNELS file... [RUNTIMES file...] [LINK library...] [OWN_MAIN])")
  endif()
  get_property(share GLOBAL PROPERTY PARALLAX_SHARE)
  set(tables ${CMAKE_CURRENT_BINARY_DIR}/${program}_tables)
  _parallax_table(${tables}/kernel_list.inc KERNEL "" ${BENCH_KERNELS})
  _parallax_table(${tables}/probe_list.inc PROBE "")
  _parallax_table(${tables}/missing_kernels.inc MISSING "")
  _parallax_table(${tables}/runtime_list.inc FOUND "#include \"${share}/runtime_list.inc\"\n" ${BENCH_RUNTIMES})
  set(sources kernels.cpp probes.cpp registry.cpp)
  if(NOT BENCH_OWN_MAIN)
    list(APPEND sources program.cpp)
  endif()
  list(TRANSFORM sources PREPEND ${share}/program/)
  add_executable(${program} ${BENCH_KERNELS} ${BENCH_RUNTIMES} ${sources})
  _parallax_at_once(${program} ${sources})
  target_include_directories(${program} PRIVATE ${tables})
  target_link_libraries(${program} PRIVATE Parallax::parallax ${BENCH_LINK})
  if(TARGET parallax_public)
    add_dependencies(${program} parallax_public)
  endif()
  _parallax_timed(${BENCH_KERNELS} ${BENCH_RUNTIMES})
  _parallax_plugins(${program})
endfunction()

function(parallax_add_conformance)
  cmake_parse_arguments(PARSE_ARGV 0 TESTED "" "" "LINK")
  find_package(GTest QUIET)
  if(NOT TARGET GTest::gtest)
    message(FATAL_ERROR "parallax_add_conformance needs GoogleTest, which was not found (Debian: libgtest-dev)")
  endif()
  get_property(share GLOBAL PROPERTY PARALLAX_SHARE)
  foreach(file ${TESTED_UNPARSED_ARGUMENTS})
    cmake_path(GET file STEM name)
    set(program ${name}_conformance)
    set(tables ${CMAKE_CURRENT_BINARY_DIR}/${program}_tables)
    _parallax_table(${tables}/runtime_list.inc FOUND "" ${file})
    set(sources conformance_test.cpp process_conformance_test.cpp tree_conformance_test.cpp graph_conformance_test.cpp
      jobs.cpp trees.cpp graphs.cpp leftovers.cpp program.cpp rank_main.cpp)
    list(TRANSFORM sources PREPEND ${share}/conformance/)
    list(APPEND sources ${share}/program/registry.cpp)
    add_executable(${program} ${file} ${sources})
    _parallax_at_once(${program} ${sources})
    target_include_directories(${program} PRIVATE ${tables})
    target_link_libraries(${program} PRIVATE Parallax::parallax ${TESTED_LINK} GTest::gtest)
    if(TARGET parallax_public)
      add_dependencies(${program} parallax_public)
    endif()
    add_test(NAME ${program} COMMAND ${program} --gtest_brief=1)
  endforeach()
endfunction()
