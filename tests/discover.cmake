# After a test program is built: lists its test suites, and writes a CTest test for each into FILE. A process that
# starts costs more than most tests do.
#
#   cmake -DPROGRAM=... -DPREFIX=unit -DPROPERTIES="LABELS unit ..." -DFILE=... -P discover.cmake
execute_process(COMMAND ${PROGRAM} --gtest_list_tests OUTPUT_VARIABLE listed RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} --gtest_list_tests: ${status}\n${listed}")
endif()
set(tests "")
string(REGEX MATCHALL "[^\n]+" lines "${listed}")
foreach(line IN LISTS lines)
  if(line MATCHES "^([A-Za-z0-9_/]+)\\.")
    set(suite ${CMAKE_MATCH_1})
    string(APPEND tests "add_test([==[${PREFIX}.${suite}]==] [==[${PROGRAM}]==] [==[--gtest_filter=${suite}.*]==])\n"
      "set_tests_properties([==[${PREFIX}.${suite}]==] PROPERTIES ${PROPERTIES})\n")
  endif()
endforeach()
file(WRITE ${FILE} "${tests}")
