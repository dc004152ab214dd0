function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${ARGN}: ${status}\n${output}")
  endif()
endfunction()

# Runs a test of the outside project that has to fail with these words.
function(run_failing test words)
  execute_process(COMMAND ${CTEST} --test-dir ${WORK}/build --output-on-failure -R "^${test}$"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(status EQUAL 0)
    message(FATAL_ERROR "${test} passed\n${output}")
  endif()
  string(REGEX REPLACE "[ \n]+" " " output "${output}")  # messages are wrapped
  foreach(expected "1 tests failed" ${words})
    string(FIND "${output}" "${expected}" place)
    if(place EQUAL -1)
      message(FATAL_ERROR "${test} does not say \"${expected}\"\n${output}")
    endif()
  endforeach()
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
set(flags "")
if(SANITIZE)
  set(flags "-fsanitize=${SANITIZE}")
endif()
run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${SOURCE} -B ${WORK}/build -DCMAKE_PREFIX_PATH=${WORK}/prefix -DCMAKE_CXX_COMPILER=${COMPILER}
  -DCMAKE_CXX_FLAGS=${flags})
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/prefix/bin/quantcheck --version)

run(${CTEST} --test-dir ${WORK}/build --output-on-failure -R "^(outside|makes_cases|good\\..*)$" --no-tests=error)
run_failing(bad.faulty "a case FAILS (exit status 1), where every case CONFORMS was;first wrong")
run_failing(bad.missing "a case cannot be read (exit status 2)")
run_failing(bad.missing_will_fail "a case cannot be read (exit status 2), where a case FAILS was")
run_failing(bad.sound_will_fail "every case CONFORMS (exit status 0), where a case FAILS was")

# The library installs nothing of a generic name on a user's include path.
file(GLOB includes RELATIVE ${WORK}/prefix/include ${WORK}/prefix/include/*)
if(NOT includes STREQUAL "quantcheck")
  message(FATAL_ERROR "include/ holds ${includes}")
endif()
