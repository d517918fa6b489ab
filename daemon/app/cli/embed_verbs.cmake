# Writes OUTPUT, a header with what PROGRAM prints of the verbs.
cmake_minimum_required(VERSION 3.25)  # so that @text@ is replaced once, by file(CONFIGURE)
execute_process(COMMAND ${PROGRAM} verbs OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "// Made by the build; do not edit.
#pragma once

#include <string_view>

namespace frontdesk::app {

inline constexpr std::string_view kVerbsText = R\"fd_text(@text@)fd_text\";

}  // namespace frontdesk::app
" @ONLY)
