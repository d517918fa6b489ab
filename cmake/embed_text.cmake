# frontdesk_embed_text(TARGET HEADER NAMESPACE NAME FILE…): a header with `inline constexpr std::string_view NAME`, the
# content of the file, for each pair of NAME and FILE; made anew when a file changes.
function(frontdesk_embed_text target header namespace)
  set(path ${CMAKE_CURRENT_BINARY_DIR}/generated/${header})
  set(text "// Made by the build; do not edit.\n#pragma once\n\n#include <string_view>\n\nnamespace ${namespace} {\n")
  set(pairs ${ARGN})
  while(pairs)
    list(POP_FRONT pairs name file)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} content)
    # A literal holds 64 KiB at the most everywhere; ours are smaller.
    string(APPEND text "\ninline constexpr std::string_view ${name} = R\"fd_text(${content})fd_text\";\n")
  endwhile()
  string(APPEND text "\n}  // namespace ${namespace}\n")
  file(CONFIGURE OUTPUT ${path} CONTENT "@text@" @ONLY)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/generated)
endfunction()
