# frontdesk_add_plugin(NAME name SOURCES files… MANIFEST manifest.json [LINK libs…])
#
# Makes the plugin `name` as ${CMAKE_BINARY_DIR}/plugins/<name>/<name>.so with manifest.json beside it: a module with one
# exported function, no undefined symbols, everything bound at load. The manifest is also embedded, byte for byte. The
# target is called <name>_plugin. In-tree plugins use the very same function.

function(frontdesk_add_plugin)
  cmake_parse_arguments(PLUGIN "" "NAME;MANIFEST" "SOURCES;LINK" ${ARGN})
  foreach(required NAME MANIFEST SOURCES)
    if(NOT PLUGIN_${required})
      message(FATAL_ERROR "frontdesk_add_plugin: ${required} is missing")
    endif()
  endforeach()
  cmake_path(ABSOLUTE_PATH PLUGIN_MANIFEST BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE OUTPUT_VARIABLE manifest)
  set(target ${PLUGIN_NAME}_plugin)
  set(folder ${CMAKE_BINARY_DIR}/plugins/${PLUGIN_NAME})

  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${manifest})
  file(READ ${manifest} bytes HEX)
  string(LENGTH "${bytes}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  set(embedded ${CMAKE_CURRENT_BINARY_DIR}/${target}_manifest.c)
  file(CONFIGURE OUTPUT ${embedded} @ONLY CONTENT
    "const char frontdesk_plugin_manifest[] = {@bytes@0};\nconst unsigned long frontdesk_plugin_manifest_size = @size@;\n")
  configure_file(${manifest} ${folder}/manifest.json COPYONLY)

  add_library(${target} MODULE ${PLUGIN_SOURCES} ${embedded})
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_link_libraries(${target} PRIVATE FrontdeskPlugin::sdk ${PLUGIN_LINK})
  set(exports ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map)
  target_link_options(${target} PRIVATE -Wl,-z,now -Wl,--exclude-libs,ALL -Wl,--version-script=${exports})
  if(NOT FRONTDESK_SANITIZE)
    target_link_options(${target} PRIVATE -Wl,-z,defs)
  endif()
  set_target_properties(${target} PROPERTIES PREFIX "" OUTPUT_NAME ${PLUGIN_NAME} SUFFIX .so
    LIBRARY_OUTPUT_DIRECTORY ${folder} LINK_DEPENDS ${exports} POSITION_INDEPENDENT_CODE ON
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()

# frontdesk_install_plugin(name): installs it where the daemon looks for plugins, as component plugin_<name>.
function(frontdesk_install_plugin name)
  set(folder lib/frontdesk/plugins/${name})
  install(TARGETS ${name}_plugin LIBRARY DESTINATION ${folder} COMPONENT plugin_${name})
  install(FILES ${CMAKE_BINARY_DIR}/plugins/${name}/manifest.json DESTINATION ${folder} COMPONENT plugin_${name})
endfunction()
