# find_package(FrontdeskPlugin): FrontdeskPlugin::sdk (headers), FrontdeskPlugin::json, frontdesk_add_plugin(), and for
# unit tests FrontdeskPlugin::testing (<frontdesk/testing/fake_host.h>). Without libsimdjson and libseccomp the latter
# two are left out.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(SIMDJSON QUIET IMPORTED_TARGET simdjson)
  pkg_check_modules(SECCOMP QUIET IMPORTED_TARGET libseccomp)
endif()
foreach(library SIMDJSON SECCOMP)
  if(NOT TARGET PkgConfig::${library})
    message(STATUS "FrontdeskPlugin: ${library} not found; FrontdeskPlugin::json and ::testing cannot be linked")
    add_library(PkgConfig::${library} INTERFACE IMPORTED)
  endif()
endforeach()
include(${CMAKE_CURRENT_LIST_DIR}/FrontdeskPluginTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/FrontdeskPlugin.cmake)
