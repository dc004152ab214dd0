# quantcheck_add_verify_test(NAME <name> CASES <file>... [WILL_FAIL])
#
# Adds a CTest test that judges case files as they are when the test runs: made by the build, by another test
# (a fixture), or committed. It passes if every one CONFORMS. With WILL_FAIL it passes if one FAILS: a case
# that cannot be read, or told, passes neither way. Relative paths are those of the current binary directory;
# generator expressions are evaluated.
function(quantcheck_add_verify_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "WILL_FAIL" "NAME" "CASES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "quantcheck_add_verify_test: \"${arg_UNPARSED_ARGUMENTS}\" means nothing here")
  endif()
  foreach(needed NAME CASES)
    if(NOT arg_${needed})
      message(FATAL_ERROR "quantcheck_add_verify_test needs ${needed}")
    endif()
  endforeach()
  set(expected 0)
  if(arg_WILL_FAIL)
    set(expected 1)
  endif()
  add_test(NAME ${arg_NAME} COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:quantcheck::quantcheck>
    -DEXPECTED=${expected} "-DCASES=${arg_CASES}" -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/quantcheck_verify_test.cmake)
endfunction()
