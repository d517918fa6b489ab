#include "host/options.h"

#include <charconv>
#include <string_view>

namespace frontdesk::host {

const char kUsage[] =
    "usage: frontdesk-plugin-host --library FILE.so [options]\n"
    "Runs one channel plugin; started by the daemon, which holds the other end of descriptor 3.\n"
    "  --sha256 HEX         refuse another library than this\n"
    "  --parent PID         refuse to run under another parent\n"
    "  --data-limit BYTES   private memory (default 512 MiB, 0 = unlimited)\n"
    "  --send-note FD       descriptor of the file that tells how far a send has come\n"
    "  --read PATH          a further file or folder the plugin may read (repeatable)\n"
    "  --user NUMBER        become this user and group (default 0 = stay)\n"
    "  --sandbox on|off     off only for sanitizers and debuggers\n";

namespace {

template <class Number>
bool read_number(std::string_view text, Number& into) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), into);
  return failure == std::errc{} && end == text.data() + text.size();
}

bool set(Options& options, std::string_view name, std::string_view value) {
  if (name == "--library")
    options.library = value;
  else if (name == "--sha256")
    options.sha256 = value;
  else if (name == "--read")
    options.readable.emplace_back(value);
  else if (name == "--parent")
    return read_number(value, options.parent);
  else if (name == "--send-note")
    return read_number(value, options.send_note);
  else if (name == "--user")
    return read_number(value, options.limits.user);
  else if (name == "--data-limit")
    return read_number(value, options.limits.data_bytes);
  else if (name == "--sandbox") {
    options.sandbox = value != "off";
    return value == "on" || value == "off";
  } else
    return false;
  return true;
}

}  // namespace

Options parse_options(int count, const char* const* arguments) {
  Options options;
  for (int i = 1; i < count; i += 2) {
    if (i + 1 >= count || !set(options, arguments[i], arguments[i + 1])) {
      options.error = "unusable option " + std::string(arguments[i]);
      return options;
    }
  }
  if (options.library.empty()) options.error = "--library is missing";
  return options;
}

}  // namespace frontdesk::host
