# Debian packages, made by cpack in a build folder where bench, report, gate, claims and parallax are built:
#
#   parallax      the programs, the library with its headers, documents; what it depends on says dpkg-shlibdeps
#   parallax-mpi  the runtimes on MPI: two libraries that most people need neither of
#
# scripts/bundle makes an archive for all others.
include(GNUInstallDirs)
set(PARALLAX_MAINTAINER "The Parallax authors <parallax@packages.debian.org>" CACHE STRING "Maintainer of the Debian packages")

# What Debian wants of every package, and nobody else.
set(release 1)
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(debian ${PROJECT_BINARY_DIR}/debian)
file(READ ${PROJECT_SOURCE_DIR}/LICENSE license)
file(WRITE ${debian}/copyright "Parallax, the same work under every concurrency strategy, measured.\n\n${license}")
file(WRITE ${debian}/overrides/parallax "# The probe `start` compares how long programs take to start; this is the smallest there can be.
parallax: statically-linked-binary [usr/${CMAKE_INSTALL_LIBEXECDIR}/parallax/hello_worker]\n")
find_program(GZIP_PROGRAM gzip)
foreach(package parallax parallax-mpi)
  set(changelog ${debian}/${package}/changelog.Debian)
  file(WRITE ${changelog} "${package} (${PROJECT_VERSION}-${release}) unstable; urgency=medium\n
  * Version ${PROJECT_VERSION}.\n\n -- ${PARALLAX_MAINTAINER}  ${now}\n")
  if(GZIP_PROGRAM)
    execute_process(COMMAND ${GZIP_PROGRAM} -9nf ${changelog})
  endif()
  install(FILES ${debian}/copyright ${changelog}.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package}
    COMPONENT ${package}-debian EXCLUDE_FROM_ALL)
endforeach()
install(FILES ${debian}/overrides/parallax DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides
  COMPONENT parallax-debian EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_CONTACT "${PARALLAX_MAINTAINER}")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
  WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL programs library parallax-debian mpi parallax-mpi-debian)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_COMPONENT_PROGRAMS_GROUP main)
set(CPACK_COMPONENT_LIBRARY_GROUP main)
set(CPACK_COMPONENT_PARALLAX-DEBIAN_GROUP main)
set(CPACK_COMPONENT_MPI_GROUP mpi)
set(CPACK_COMPONENT_PARALLAX-MPI-DEBIAN_GROUP mpi)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE ${release})
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)

set(CPACK_DEBIAN_MAIN_PACKAGE_NAME parallax)
set(CPACK_DEBIAN_MAIN_DESCRIPTION "benchmarks of concurrency strategies
Runs identical kernels under interchangeable runtimes: threads, processes,
libraries for parallel work, fibers, interpreter locks. Verifies every result
and measures every repetition in a process of its own. Measures functions of
shared libraries, whole programs, and kernels of projects that link it.")
# What a project needs that links the library.
set(CPACK_DEBIAN_MAIN_PACKAGE_RECOMMENDS "g++, cmake, libbenchmark-dev, libfmt-dev, libssl-dev, libtbb-dev, \
libboost-context-dev, liburing-dev, libpython3-dev, libhwloc-dev, nlohmann-json3-dev, parallax-mpi")
set(CPACK_DEBIAN_MPI_PACKAGE_NAME parallax-mpi)
set(CPACK_DEBIAN_MPI_DESCRIPTION "benchmarks of concurrency strategies, on MPI ranks
The runtimes of Parallax whose workers are the ranks of an MPI launcher, of
Open MPI or MPICH.")
set(CPACK_DEBIAN_MPI_PACKAGE_DEPENDS "parallax (= ${PROJECT_VERSION}-${release})")
set(CPACK_DEBIAN_MPI_PACKAGE_RECOMMENDS "openmpi-bin | mpich")
include(CPack)
