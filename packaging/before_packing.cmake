# Run by CPack when everything is installed below its folder, before the packages are made: libraries for linking lose what
# only a debugger reads, and no member of theirs knows when it was made.
file(GLOB_RECURSE archives ${CPACK_TEMPORARY_DIRECTORY}/*.a)
foreach(archive ${archives})
  execute_process(COMMAND strip --strip-debug --enable-deterministic-archives ${archive} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
