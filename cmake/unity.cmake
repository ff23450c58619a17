# Files that are compiled together: most of the compiler's time goes into the headers, which they share.
#
# What is timed is never among them: a kernel stays one object, so that its machine code does not depend on its
# neighbours. -DPARALLAX_UNITY=OFF compiles every file alone, as scripts/check does: a file has to include what it needs.
option(PARALLAX_UNITY "Compile the files of a folder together, which takes a third of the time" ON)

# parallax_unity(TARGET [LIMIT]): compiles TARGET's files of each folder together, at most LIMIT (10) at once, in equal
# parts. So a name in a file's anonymous namespace must be unique in its folder. Files with flags of their own stay alone.
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
    cmake_path(GET source PARENT_PATH folder)
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
