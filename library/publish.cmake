# Writes what other projects see of this tree: OUTPUT/include with the public headers and all that they include, OUTPUT/share
# with the sources that are compiled once per program. There everything is below parallax/:
#
#   benches/kernel.hpp -> parallax/kernel.hpp       runtimes/job.hpp -> parallax/runtimes/job.hpp
#   support/pipe.hpp   -> parallax/base/pipe.hpp    tests/...        -> parallax/tests/...
#
# cmake -DSOURCE=... -DOUTPUT=... -P publish.cmake
cmake_minimum_required(VERSION 3.22)
set(headers benches/bench.hpp benches/tree_kernel.hpp benches/graph_kernel.hpp benches/main.hpp runtimes/runtime.hpp runtimes/support/first_error.hpp
  runtimes/support/workers.hpp runtimes/support/team.hpp runtimes/support/thread_team.hpp
  runtimes/process/message_pool.hpp runtimes/process/pool.hpp runtimes/process/worker_main.hpp)
set(program benches/kernels/kernels.cpp benches/probes/probes.cpp benches/program.cpp runtimes/registry.cpp)
set(conformance tests/runtimes/conformance_test.cpp tests/runtimes/process_conformance_test.cpp
  tests/runtimes/tree_conformance_test.cpp tests/runtimes/graph_conformance_test.cpp tests/runtimes/jobs.cpp
  tests/runtimes/trees.cpp tests/runtimes/graphs.cpp tests/runtimes/leftovers.cpp tests/support/program.cpp
  tests/support/rank_main.cpp)

# Includes of ours as others write them, and the files that they are.
function(publish file to)
  file(READ ${SOURCE}/${file} text)
  string(REGEX MATCHALL "#include \"(benches|runtimes|support|tests)/[^\"]+\"" lines "${text}")
  list(TRANSFORM lines REPLACE "#include \"(.+)\"" "\\1")
  set(queue ${queue} ${lines} PARENT_SCOPE)
  string(REPLACE "#include \"benches/" "#include \"parallax/" text "${text}")
  string(REPLACE "#include \"runtimes/" "#include \"parallax/runtimes/" text "${text}")
  string(REPLACE "#include \"support/" "#include \"parallax/base/" text "${text}")
  string(REPLACE "#include \"tests/" "#include \"parallax/tests/" text "${text}")
  set(before "")
  if(EXISTS ${to})
    file(READ ${to} before)
  endif()
  if(NOT text STREQUAL before)
    file(WRITE ${to} "${text}")
  endif()
endfunction()

set(queue ${headers})
foreach(part program conformance)
  foreach(file ${${part}})
    cmake_path(GET file FILENAME name)
    publish(${file} ${OUTPUT}/share/${part}/${name})
  endforeach()
endforeach()
set(seen "")
while(queue)
  list(POP_FRONT queue file)
  if(file IN_LIST seen)
    continue()
  endif()
  list(APPEND seen ${file})
  string(REGEX REPLACE "^support/" "base/" name ${file})  # first: benches/support/ stays parallax/support/
  string(REGEX REPLACE "^benches/" "" name ${name})
  publish(${file} ${OUTPUT}/include/parallax/${name})
endwhile()
file(COPY ${SOURCE}/include/parallax/parallax.h DESTINATION ${OUTPUT}/include/parallax)
