# Writes OUTPUT, the definition of build_info (benches/harness/build_info.hpp), and touches it only if something has changed.
# Run at every build: cmake -DSOURCE=... -DOUTPUT=... -D<each of the fields> -P build_info.cmake
find_package(Git QUIET)
set(commit unknown)
set(dirty unknown)
if(Git_FOUND)
  execute_process(COMMAND ${GIT_EXECUTABLE} -C ${SOURCE} rev-parse HEAD
    RESULT_VARIABLE failed OUTPUT_VARIABLE head OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT failed)
    set(commit ${head})
    execute_process(COMMAND ${GIT_EXECUTABLE} -C ${SOURCE} status --porcelain --untracked-files=no
      OUTPUT_VARIABLE changes ERROR_QUIET)
    if(changes)
      set(dirty yes)
    else()
      set(dirty no)
    endif()
  endif()
endif()

set(text "// Written by cmake/build_info.cmake.
#include \"benches/harness/build_info.hpp\"

namespace parallax {
namespace {

// In a section of its own, so that programs of two commits with the same code are told to be the same by `gate`.
[[gnu::section(\".parallax_build\"), gnu::used]] constexpr char commit[] = R\"(${commit})\";

}  // namespace

extern const BuildInfo build_info{.version = R\"(${VERSION})\",
                                  .commit = {commit, sizeof commit - 1},
                                  .dirty = R\"(${dirty})\",
                                  .compiler = R\"(${COMPILER})\",
                                  .build_type = R\"(${BUILD_TYPE})\",
                                  .compiler_flags = R\"(${FLAGS})\",
                                  .kernel_flags = R\"(${KERNEL_FLAGS})\",
                                  .native = R\"(${NATIVE})\",
                                  .google_benchmark = R\"(${GOOGLE_BENCHMARK})\"};

}  // namespace parallax
")
set(before "")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} before)
endif()
if(NOT text STREQUAL before)
  file(WRITE ${OUTPUT} "${text}")
endif()
