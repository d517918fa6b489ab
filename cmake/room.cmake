# frontdesk_room(NAME SOURCES files… [PUBLIC libs…] [PRIVATE libs…])
# One room of the daemon: the static library fd::NAME. PUBLIC names the rooms it may use (architecture.md section 1);
# PRIVATE names third-party libraries, which never show in headers.
function(frontdesk_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(frontdesk_${name} STATIC ${ROOM_SOURCES})
  add_library(fd::${name} ALIAS frontdesk_${name})
  target_include_directories(frontdesk_${name} PUBLIC ${PROJECT_SOURCE_DIR}/daemon)
  target_link_libraries(frontdesk_${name} PUBLIC ${ROOM_PUBLIC} PRIVATE frontdesk_warnings ${ROOM_PRIVATE})
endfunction()

# frontdesk_unit_test(NAME [LINK libs…]): one GoogleTest program from all *_test.cpp of the calling folder.
# Tests are found when ctest runs, so that linking never executes them.
function(frontdesk_unit_test name)
  cmake_parse_arguments(UNIT "" "" "LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *_test.cpp *_fixture.cpp)
  add_executable(${name}_test ${sources})
  target_link_libraries(${name}_test PRIVATE ${UNIT_LINK} frontdesk_warnings GTest::gtest GTest::gmock GTest::gtest_main)
  target_include_directories(${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/daemon)
  target_precompile_headers(${name}_test PRIVATE <gtest/gtest.h> <string> <vector>)
  add_test(NAME unit.${name} COMMAND ${name}_test --gtest_brief=1)
  set_tests_properties(unit.${name} PROPERTIES LABELS unit)
endfunction()
