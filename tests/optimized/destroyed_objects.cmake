# Fails where an object of the library registers something to be destroyed at the end of the program.
# Destructors of the caller may run later and call the library.
set(found "")
foreach(object ${OBJECTS})
  execute_process(COMMAND ${NM} ${object} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
  if(symbols MATCHES "__cxa_atexit")
    string(APPEND found "\n  ${object}")
  endif()
endforeach()
if(found)
  message(FATAL_ERROR "static objects that are destroyed in:${found}")
endif()
