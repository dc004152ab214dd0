# Lists the suites of a test program after it is built, and writes a CTest test for each of them into FILE. A
# suite is one process, as to start a process costs more than most tests do.
#
#   cmake -DPROGRAM=... -DPREFIX=unit -DPROPERTIES="LABELS unit ..." -DFILE=... -P discover.cmake
execute_process(COMMAND ${PROGRAM} --gtest_list_tests OUTPUT_VARIABLE listed RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} --gtest_list_tests: ${status}\n${listed}")
endif()
# Only the names are taken: the rest of a line may contain semicolons or brackets, which would break a CMake
# list.
string(REGEX MATCHALL "\n[A-Za-z0-9_/]+[.]" suites "\n${listed}")
if(suites STREQUAL "")
  message(FATAL_ERROR "${PROGRAM} has no tests:\n${listed}")
endif()
set(tests "")
foreach(suite IN LISTS suites)
  string(REGEX REPLACE "^\n(.*)[.]$" "\\1" suite "${suite}")
  string(APPEND tests "add_test([==[${PREFIX}.${suite}]==] [==[${PROGRAM}]==] [==[--gtest_filter=${suite}.*]==])\n"
    "set_tests_properties([==[${PREFIX}.${suite}]==] PROPERTIES ${PROPERTIES})\n")
endforeach()
file(WRITE ${FILE} "${tests}")
