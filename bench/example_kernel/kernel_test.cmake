# Runs quantizer_bench --kernel LIBRARY, and checks its exit status and what it prints.
execute_process(
  COMMAND ${PROGRAM} --kernel ${LIBRARY} --sizes 64,128 --rounds 1 --threads 1 --judge-inputs ${INPUTS}
    --time-limit ${LIMIT} --benchmark_filter=same_grid
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT status EQUAL STATUS OR NOT output MATCHES "${SAYS}")
  message(FATAL_ERROR "exit status ${status}, not ${STATUS}, or it does not say \"${SAYS}\":\n${output}")
endif()
