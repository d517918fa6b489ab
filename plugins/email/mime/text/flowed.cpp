#include "mime/text/flowed.h"

#include <algorithm>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

struct FlowedLine {
  std::size_t depth = 0;       ///< number of '>' in front
  std::string_view text;       ///< behind the marks, without the blank that protects what it begins with
  std::string_view as_quoted;  ///< the whole line; at depth 0 without that blank
  bool flows = false;          ///< ends in a blank: the paragraph goes on in the next line
};

FlowedLine read_flowed_line(std::string_view line) {
  FlowedLine read;
  read.depth = std::min(line.find_first_not_of('>'), line.size());
  read.text = line.substr(read.depth);
  if (read.text.starts_with(' ')) read.text.remove_prefix(1);
  read.as_quoted = read.depth == 0 ? read.text : line;
  read.flows = read.text.ends_with(' ') && read.text != "-- ";
  return read;
}

}  // namespace

std::string join_flowed(std::string_view text, bool delete_space) {
  std::string out;
  out.reserve(text.size());
  FlowedLine before;
  for (std::string_view rest = text, raw; next_line(rest, raw);) {
    const FlowedLine line = read_flowed_line(raw);
    if (before.flows && line.depth == before.depth && line.text != "-- ") {
      if (delete_space) out.pop_back();
      out += line.text;
    } else {
      if (raw.data() != text.data()) out.push_back('\n');
      out += line.as_quoted;
    }
    before = line;
  }
  if (text.ends_with('\n')) out.push_back('\n');
  return out;
}

}  // namespace frontdesk::email
