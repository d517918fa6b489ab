// The command line of frontdesk-plugin-host.
#pragma once

#include "host/confine/confinement.h"

#include <string>
#include <vector>

namespace frontdesk::host {

struct Options {
  std::string library;
  std::string sha256;  ///< lower-case hex; empty: not checked
  int parent = 0;      ///< 0: not checked
  int send_note = -1;  ///< descriptor of the file for notes (wire/send_note.h); -1: none
  Limits limits;
  std::vector<std::string> readable;  ///< further paths the plugin may read
  bool sandbox = true;                ///< off only under sanitizers
  std::string error;                  ///< what is wrong with the command line; empty when nothing is
};

Options parse_options(int count, const char* const* arguments);

/// One screen for --help and errors.
extern const char kUsage[];

}  // namespace frontdesk::host
