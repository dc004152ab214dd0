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
