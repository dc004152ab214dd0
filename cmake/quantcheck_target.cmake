# How every target of ours is compiled.
#
# Indices are signed, as Eigen's are, and index standard containers too: hence no -Wsign-conversion
# (which clang, unlike g++, counts under -Wconversion).
set(quantcheck_warnings -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Wshadow -Wnon-virtual-dtor
  -Wold-style-cast -Wcast-qual -Woverloaded-virtual -Wformat=2 -Wimplicit-fallthrough -Wundef -Wdouble-promotion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms of g++ 12's flow analysis: in the unwinding of Eigen's storage, and in std::string's operator+
  # (GCC bug 105651).
  list(APPEND quantcheck_warnings -Wno-use-after-free -Wno-restrict)
endif()

function(quantcheck_target name)
  target_compile_features(${name} PUBLIC cxx_std_20)
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF)
  # Floating point is deliberate: no fused operation that is not written out.
  target_compile_options(${name} PRIVATE -ffp-contract=off ${quantcheck_warnings})
  if(QUANTCHECK_WERROR)
    target_compile_options(${name} PRIVATE -Werror)
  endif()
  if(QUANTCHECK_SANITIZE)
    target_compile_options(${name} PRIVATE -fsanitize=${QUANTCHECK_SANITIZE} -fno-sanitize-recover=all
      -fno-omit-frame-pointer)
    target_link_options(${name} PUBLIC -fsanitize=${QUANTCHECK_SANITIZE})
  endif()
  if(QUANTCHECK_FUZZ)
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()

# For a target whose time goes to exact arithmetic: a fuzzer sees which edges its code takes, but comparisons are not
# traced, which would slow its tests down by half.
function(quantcheck_no_comparison_tracing name)
  if(QUANTCHECK_FUZZ)
    target_compile_options(${name} PRIVATE -fno-sanitize-coverage=trace-cmp)
  endif()
endfunction()

# Code whose time goes to GMP, to files or to other processes is optimized no further than this level in a Release build:
# at -O3 it takes up to twice as long to compile, and is no faster.
function(quantcheck_optimize name level)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O${level}>)
endfunction()

# With precompiled headers g++ 12 forgets that libstdc++'s char_traits.h ignores these warnings, which are false there.
function(quantcheck_precompiled_warnings name)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${name} PRIVATE -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
endfunction()

# Compiles once what nearly every file of `name` includes and nobody here writes: the standard library, the exact numbers,
# and the further headers that are named. The preset `clang` does without (CMAKE_DISABLE_PRECOMPILE_HEADERS).
function(quantcheck_precompile name)
  target_precompile_headers(${name} PRIVATE <algorithm> <array> <cmath> <cstdint> <functional> <map> <memory> <optional>
    <random> <span> <sstream> <string> <string_view> <utility> <variant> <vector>
    <boost/multiprecision/eigen.hpp> <boost/multiprecision/gmp.hpp> <Eigen/Core> ${ARGN})
  quantcheck_precompiled_warnings(${name})
endfunction()

# Takes the precompiled headers of another target of the same kind: both libraries, or both parts of programs.
function(quantcheck_precompiled_as name other)
  target_precompile_headers(${name} REUSE_FROM ${other})
  quantcheck_precompiled_warnings(${name})
endfunction()

# A library of a room: quantcheck::<room>.
function(quantcheck_library room)
  set(name quantcheck_${room})
  add_library(${name} STATIC ${ARGN})
  add_library(quantcheck::${room} ALIAS ${name})
  quantcheck_target(${name})
  set_target_properties(${name} PROPERTIES EXPORT_NAME ${room} POSITION_INDEPENDENT_CODE ON)
endfunction()

# Installs the library of a room with those of the room's headers that a user includes, and with what these include; any
# other include fails in the test install.outside_project. The headers are named as they are included, through the link in
# the build folder: so the folder of the link, and not that of the sources, is what comes onto the path of includes.
function(quantcheck_install room)
  set(name quantcheck_${room})
  set(includes ${PROJECT_BINARY_DIR}/include)
  cmake_path(GET CMAKE_CURRENT_SOURCE_DIR FILENAME folder)
  list(TRANSFORM ARGN PREPEND ${includes}/quantcheck/${folder}/)
  target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${includes} FILES ${ARGN})
  install(TARGETS ${name} EXPORT quantcheck ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endfunction()
