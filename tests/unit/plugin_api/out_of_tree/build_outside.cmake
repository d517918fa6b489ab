# Installs the author's package into an empty prefix, builds the example against it and proves that the library exports
# exactly one symbol. Run by ctest with BUILD_DIR, WORK_DIR and GENERATOR.
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(failed)
    message(FATAL_ERROR "${ARGV}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
file(COPY ${CMAKE_CURRENT_LIST_DIR}/CMakeLists.txt ${CMAKE_CURRENT_LIST_DIR}/echo.cpp
  ${CMAKE_CURRENT_LIST_DIR}/manifest.json DESTINATION ${WORK_DIR}/source)
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --component plugin_dev --prefix ${WORK_DIR}/prefix)
run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${WORK_DIR}/source -B ${WORK_DIR}/build
  -DCMAKE_PREFIX_PATH=${WORK_DIR}/prefix -DCMAKE_BUILD_TYPE=Release)
run(${CMAKE_COMMAND} --build ${WORK_DIR}/build)
foreach(made echo.so manifest.json)
  if(NOT EXISTS ${WORK_DIR}/build/plugins/echo/${made})
    message(FATAL_ERROR "${made} was not made")
  endif()
endforeach()
run(nm -D --defined-only ${WORK_DIR}/build/plugins/echo/echo.so)
string(REGEX MATCHALL "[^\n]+" symbols "${output}")
list(LENGTH symbols count)
if(NOT count EQUAL 1 OR NOT output MATCHES "frontdesk_plugin_entry")
  message(FATAL_ERROR "the library exports more than its entry:\n${output}")
endif()
