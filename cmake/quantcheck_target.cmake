# How every target of ours is compiled.
#
# Indices are signed, as Eigen's are, and index standard containers too: hence no -Wsign-conversion
# (which clang, unlike g++, counts under -Wconversion).
set(quantcheck_warnings -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Wshadow -Wnon-virtual-dtor
  -Wold-style-cast -Wcast-qual -Woverloaded-virtual -Wformat=2 -Wimplicit-fallthrough -Wundef -Wdouble-promotion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms of g++ 12's flow analysis: in the unwinding of Eigen's storage, and in what std::string copies and
  # adds (GCC bug 105651), where the pragmas of its own char_traits.h are forgotten by a precompiled header.
  list(APPEND quantcheck_warnings -Wno-use-after-free -Wno-restrict
    -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
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

# Of a target that computes: a fuzzer is to see which way its code takes, not what every comparison compares, which
# would slow the tests down by half.
function(quantcheck_fuzz_ways_only name)
  if(QUANTCHECK_FUZZ)
    target_compile_options(${name} PRIVATE -fno-sanitize-coverage=trace-cmp)
  endif()
endfunction()

# Code that waits for exact arithmetic, for files or for other programs is optimized no further than this level in a
# Release build: at -O3 it takes up to twice as long to compile, and is no faster.
function(quantcheck_optimize name level)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O${level}>)
endfunction()

# What nearly every file of `name` includes and nobody here writes, compiled once: the standard library, the exact
# numbers, and the further headers that are named. Other targets of the same kind (libraries, or programs) take it by
# target_precompile_headers(... REUSE_FROM name). CMAKE_DISABLE_PRECOMPILE_HEADERS, as in the preset `clang`, shows
# the include that a file forgets.
function(quantcheck_precompile name)
  target_precompile_headers(${name} PRIVATE <algorithm> <array> <cmath> <cstdint> <functional> <map> <memory> <optional>
    <random> <span> <sstream> <string> <string_view> <utility> <variant> <vector>
    <boost/multiprecision/eigen.hpp> <boost/multiprecision/gmp.hpp> <Eigen/Core> ${ARGN})
endfunction()

# A library of a room: quantcheck::<room>, its headers under <quantcheck/<folder>/...>.
function(quantcheck_library room folder)
  set(name quantcheck_${room})
  add_library(${name} STATIC ${ARGN})
  add_library(quantcheck::${room} ALIAS ${name})
  quantcheck_target(${name})
  set_target_properties(${name} PROPERTIES EXPORT_NAME ${room} POSITION_INDEPENDENT_CODE ON)
  target_include_directories(${name} PUBLIC
    $<BUILD_INTERFACE:${CMAKE_BINARY_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  install(TARGETS ${name} EXPORT quantcheck ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/quantcheck/${folder}
    FILES_MATCHING PATTERN "*.h"
    PATTERN "json_line.h" EXCLUDE
    PATTERN "verdict_keys.h" EXCLUDE  # they need nlohmann-json, which users of the library do not
    REGEX "/optimized/(hessian|kernels|lattice|memory/scratch|parallel|vector)" EXCLUDE)  # its inside
endfunction()
