// A plugin's library: opened before the sandbox closes, mapped after it. Never unmapped.
#pragma once

#include "wire/descriptor.h"

#include <frontdesk/plugin.h>

#include <string>

namespace frontdesk::host {

/// Opens without following a link; the result names the file whatever happens to its path. On failure `error` says why.
wire::Descriptor open_library(const std::string& path, std::string& error);

/// Maps the library and asks its entry function; null with `error` when it cannot be loaded, has no entry, or speaks
/// another major version. Precondition: the sandbox is closed.
const fdk_plugin_entry* load_entry(int library_file, std::string& error);

}  // namespace frontdesk::host
