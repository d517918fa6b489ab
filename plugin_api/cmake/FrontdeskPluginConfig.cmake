# find_package(FrontdeskPlugin): FrontdeskPlugin::sdk (headers) and frontdesk_add_plugin().
include(${CMAKE_CURRENT_LIST_DIR}/FrontdeskPluginTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/FrontdeskPlugin.cmake)
