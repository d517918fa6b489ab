#include "mime/header_block.h"

#include <algorithm>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kMaxFields = 2000;
constexpr std::size_t kMaxNameLength = 128;

/// One line without its end; `rest` moves behind it. A CR that is not followed by LF ends a line, too.
std::string_view take_raw_line(std::string_view& rest) {
  const std::size_t end = rest.find_first_of("\r\n");
  const std::string_view line = rest.substr(0, end);
  if (end == std::string_view::npos) {
    rest = {};
    return line;
  }
  std::size_t next = end;
  while (next < rest.size() && rest[next] == '\r') ++next;
  const bool crlf = next < rest.size() && rest[next] == '\n';
  // "\r\r\n" is one line end of a broken mailer; without a LF each CR is one.
  rest.remove_prefix(crlf ? next + 1 : end + 1);
  return line;
}

/// Length of the field name at the start of a line, 0 when there is none.
std::size_t name_length(std::string_view line) {
  std::size_t length = 0;
  while (length < line.size() && length <= kMaxNameLength && line[length] > ' ' && line[length] < 0x7F &&
         line[length] != ':') {
    ++length;
  }
  if (length == 0 || length > kMaxNameLength) return 0;
  std::size_t colon = length;
  while (colon < line.size() && (line[colon] == ' ' || line[colon] == '\t')) ++colon;
  return colon < line.size() && line[colon] == ':' ? length : 0;
}

/// A line of blanks where the header should end. By the letter it continues the field before it; when what follows is
/// no field, a mailer meant an empty line.
bool ends_header(std::string_view line, std::string_view rest) {
  if (!trim(line).empty()) return false;
  const std::string_view next = take_raw_line(rest);
  if (next.empty()) return rest.empty();
  const bool continues = (next[0] == ' ' || next[0] == '\t') && !trim(next).empty();
  return !continues && name_length(next) == 0;
}

bool is_mbox_line(std::string_view line) { return line.starts_with("From ") || line.starts_with(">From "); }

}  // namespace

HeaderBlock::HeaderBlock(std::string_view raw, std::size_t max_bytes) {
  if (raw.starts_with("\xEF\xBB\xBF")) raw.remove_prefix(3);
  std::string_view rest = raw;
  std::string_view first_broken;  // where the body starts when no empty line ever comes
  bool ended = false;
  while (!rest.empty()) {
    const std::string_view here = rest;
    const std::string_view line = take_raw_line(rest);
    if (line.empty() || (!fields_.empty() && ends_header(line, rest))) {
      // Empty lines before the first field are noise of some gateways.
      if (fields_.empty() && first_broken.empty()) continue;
      ended = true;
      break;
    }
    if (static_cast<std::size_t>(here.data() - raw.data()) > max_bytes || fields_.size() >= kMaxFields) {
      truncated_ = true;
      continue;
    }
    const bool continues = (line[0] == ' ' || line[0] == '\t') && !fields_.empty();
    const bool is_field = continues || name_length(line) > 0;
    if (!is_field && !is_mbox_line(line)) {
      broken_ = true;
      if (first_broken.empty()) first_broken = here;
      continue;
    }
    take_line(line.substr(0, max_bytes));
    truncated_ |= line.size() > max_bytes;
  }
  body_ = ended ? rest : first_broken;
  if (fields_.empty()) body_ = raw;
  for (HeaderField& field : fields_) {
    nul_ |= std::erase(field.value, '\0') > 0;
    field.value = std::string(trim(field.value));
  }
}

void HeaderBlock::take_line(std::string_view line) {
  if (line[0] == ' ' || line[0] == '\t') {
    fields_.back().value.append(" ").append(trim(line));
    return;
  }
  const std::size_t length = name_length(line);
  if (length == 0) return;  // an mbox separator
  fields_.push_back({line.substr(0, length), std::string(trim(line.substr(line.find(':', length) + 1)))});
}

const std::string* HeaderBlock::find(std::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const HeaderField& field) { return equals_ignoring_case(field.name, name); });
  return found == fields_.end() ? nullptr : &found->value;
}

std::string_view HeaderBlock::value_or_empty(std::string_view name) const {
  const std::string* value = find(name);
  return value ? std::string_view(*value) : std::string_view{};
}

std::vector<std::string_view> HeaderBlock::all(std::string_view name) const {
  std::vector<std::string_view> out;
  for (const HeaderField& field : fields_) {
    if (equals_ignoring_case(field.name, name)) out.emplace_back(field.value);
  }
  return out;
}

bool HeaderBlock::has_prefix(std::string_view prefix) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const HeaderField& field) { return starts_with_ignoring_case(field.name, prefix); });
}

}  // namespace frontdesk::email
