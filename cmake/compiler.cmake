# Warnings are errors; ccache and mold are used when they are there; hardening for what ships.
add_library(frontdesk_warnings INTERFACE)
target_compile_options(frontdesk_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-qual -Wformat=2 -Wimplicit-fallthrough -Wno-missing-field-initializers -Werror)

find_program(CCACHE ccache)
if(CCACHE)
  # Paths below the source tree count as relative, so that every build folder shares the cache.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

find_program(MOLD mold)
if(MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
if(CMAKE_BUILD_TYPE STREQUAL "Release" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  add_compile_options(-fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=2)
  add_link_options(-Wl,-z,relro,-z,now)
endif()

set(FRONTDESK_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")
if(FRONTDESK_SANITIZE)
  add_compile_definitions(FRONTDESK_SANITIZED)
  add_compile_options(-fsanitize=${FRONTDESK_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${FRONTDESK_SANITIZE})
  # g++ 12 sees uninitialised variants where there are none once sanitizers change the code.
  add_compile_options(-Wno-maybe-uninitialized)
endif()
option(FRONTDESK_COVERAGE "Count executed lines" OFF)
if(FRONTDESK_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()
