#include "mime/parts/parameters.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "mime/parts/transfer_encoding.h"
#include "mime/text/encoded_word.h"
#include "text/charset.h"
#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kMaxParameters = 100;
constexpr std::size_t kSegmentLength = 55;

/// One `name*3*=value` as written.
struct Segment {
  std::string name;
  std::string value;
  int index = 0;
  bool extended = false;   ///< percent-encoded
  bool continued = false;  ///< has an index
};

/// A quoted string or the text up to the next ';'. An unclosed quote reaches to the end.
std::string take_value(std::string_view& rest) {
  std::string out;
  if (rest.empty() || rest.front() != '"') {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    out = trim(rest.substr(0, end));
    rest.remove_prefix(end);
    return out;
  }
  std::size_t at = 1;
  for (; at < rest.size() && rest[at] != '"'; ++at) {
    // Windows paths come unescaped: a backslash only escapes quote and backslash.
    if (rest[at] == '\\' && at + 1 < rest.size() && (rest[at + 1] == '"' || rest[at + 1] == '\\')) ++at;
    out.push_back(rest[at]);
  }
  rest.remove_prefix(std::min(at + 1, rest.size()));
  rest.remove_prefix(std::min(rest.find(';'), rest.size()));
  return out;
}

Segment make_segment(std::string_view written_name) {
  Segment segment;
  std::string name = to_lower_ascii(trim(written_name));
  if (name.ends_with('*')) {
    segment.extended = true;
    name.pop_back();
  }
  const std::size_t star = name.rfind('*');
  if (star != std::string::npos) {
    segment.continued = true;
    int index = 0;
    for (const char c : name.substr(star + 1, 4)) index = c >= '0' && c <= '9' ? index * 10 + (c - '0') : index;
    segment.index = index;
    name.resize(star);
  }
  segment.name = std::move(name);
  return segment;
}

std::vector<Segment> read_segments(std::string_view rest) {
  std::vector<Segment> out;
  while (!rest.empty() && out.size() < kMaxParameters) {
    if (rest.front() == ';' || rest.front() == ' ' || rest.front() == '\t') {
      rest.remove_prefix(1);
      continue;
    }
    const std::size_t name_end = rest.find_first_of("=;");
    if (name_end == std::string_view::npos) break;
    if (rest[name_end] == ';') {
      rest.remove_prefix(name_end);
      continue;
    }
    Segment segment = make_segment(rest.substr(0, name_end));
    rest.remove_prefix(name_end + 1);
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
    segment.value = take_value(rest);
    if (!segment.name.empty()) out.push_back(std::move(segment));
  }
  return out;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int high = text[at] == '%' && at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[at + 2]) : -1;
    if (low < 0) {
      out.push_back(text[at]);
      continue;
    }
    out.push_back(static_cast<char>(high * 16 + low));
    at += 2;
  }
  return out;
}

/// Joins `charset'language'bytes` over all segments, then decodes once: characters may be cut between segments.
std::string join_segments(std::vector<const Segment*> segments) {
  std::stable_sort(segments.begin(), segments.end(),
                   [](const Segment* a, const Segment* b) { return a->index < b->index; });
  std::string charset;
  std::string bytes;
  bool first = true;
  bool any_extended = false;
  for (const Segment* segment : segments) {
    std::string_view value = segment->value;
    if (segment->extended) {
      any_extended = true;
      const std::size_t quote = value.find('\'');
      const std::size_t second = quote == std::string_view::npos ? quote : value.find('\'', quote + 1);
      if (first && second != std::string_view::npos) {
        charset = value.substr(0, quote);
        value.remove_prefix(second + 1);
      }
      bytes += percent_decode(value);
    } else {
      bytes += value;
    }
    first = false;
  }
  if (!any_extended) return decode_header_text(bytes).text;
  return decode_text(bytes, charset).text;
}

}  // namespace

std::string_view ParameterizedValue::parameter(std::string_view name) const {
  const auto found =
      std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& p) { return p.name == name; });
  return found == parameters.end() ? std::string_view{} : std::string_view(found->value);
}

ParameterizedValue read_parameters(std::string_view raw) {
  ParameterizedValue out;
  const std::size_t end = std::min(raw.find(';'), raw.size());
  std::string_view value = trim(raw.substr(0, end));
  value = value.substr(0, value.find_first_of(" \t("));  // comments and stray words
  out.value = to_lower_ascii(value);
  const std::vector<Segment> segments = read_segments(raw.substr(end));
  // The extended form wins over the plain one of the same name (RFC 6266 section 4.3 gives the reason).
  for (const bool wanted : {true, false}) {
    for (const Segment& segment : segments) {
      const bool rich = segment.extended || segment.continued;
      if (rich != wanted || !out.parameter(segment.name).empty()) continue;
      std::vector<const Segment*> same;
      for (const Segment& other : segments) {
        const bool other_rich = other.extended || other.continued;
        if (other_rich == wanted && other.name == segment.name && (wanted || same.empty())) same.push_back(&other);
      }
      out.parameters.push_back({segment.name, join_segments(std::move(same))});
    }
  }
  return out;
}

std::string encode_parameter(std::string_view name, std::string_view utf8) {
  std::string out;
  if (is_ascii(utf8) && utf8.size() <= kSegmentLength) {
    out.append(";\r\n ").append(name).append("=\"");
    for (const char c : utf8) {
      if (c == '"' || c == '\\') out.push_back('\\');
      out.push_back(c);
    }
    return out + "\"";
  }
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded = "UTF-8''";
  std::vector<std::string> lines;
  for (const char c : utf8) {
    const bool plain =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
    if (encoded.size() + 3 > kSegmentLength) lines.push_back(std::exchange(encoded, {}));
    if (plain) {
      encoded.push_back(c);
    } else {
      const auto byte = static_cast<std::uint8_t>(c);
      encoded.append({'%', kHex[byte >> 4], kHex[byte & 0x0F]});
    }
  }
  lines.push_back(std::move(encoded));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out.append(";\r\n ").append(name);
    if (lines.size() > 1) out.append("*").append(std::to_string(i));
    out.append("*=").append(lines[i]);
  }
  return out;
}

}  // namespace frontdesk::email
