#include <charconv>
#include <cmath>

#include "frontdesk/json.h"

namespace frontdesk::json {
namespace {

constexpr char kHex[] = "0123456789abcdef";

/// Length of the well-formed UTF-8 sequence at `at` (beyond ASCII), 0 when it is ill-formed.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(at), second = byte(at + 1);
  if (first >= 0xC2 && first <= 0xDF) return follows(at + 1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool surrogate = first == 0xED && second > 0x9F, overlong = first == 0xE0 && second < 0xA0;
    return follows(at + 1) && follows(at + 2) && !surrogate && !overlong ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool beyond = first == 0xF4 && second > 0x8F, overlong = first == 0xF0 && second < 0x90;
    return follows(at + 1) && follows(at + 2) && follows(at + 3) && !beyond && !overlong ? 4 : 0;
  }
  return 0;
}

void append_escape(std::string& out, unsigned char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default:
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 0xF];
  }
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;  // begin of the run that can be copied as it is
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x80) {
      if (const std::size_t length = sequence_length(text, at)) {
        at += length;
        continue;
      }
    } else if (c >= 0x20 && c != '"' && c != '\\') {
      ++at;
      continue;
    }
    out.append(text, plain, at - plain);
    if (c >= 0x80) {
      out += "\xEF\xBF\xBD";
    } else {
      append_escape(out, c);
    }
    plain = ++at;
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

void Writer::separate() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}

Writer& Writer::begin_object() {
  separate();
  out_ += '{';
  needs_comma_ = false;
  return *this;
}

Writer& Writer::end_object() {
  out_ += '}';
  needs_comma_ = true;
  return *this;
}

Writer& Writer::begin_array() {
  separate();
  out_ += '[';
  needs_comma_ = false;
  return *this;
}

Writer& Writer::end_array() {
  out_ += ']';
  needs_comma_ = true;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  separate();
  append_quoted(out_, name);
  out_ += ':';
  needs_comma_ = false;
  return *this;
}

Writer& Writer::value(std::string_view text) {
  separate();
  append_quoted(out_, text);
  return *this;
}

Writer& Writer::value(std::int64_t number) {
  separate();
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out_.append(digits, end);
  return *this;
}

Writer& Writer::value(bool flag) { return raw(flag ? "true" : "false"); }

Writer& Writer::value(double number) {
  if (!std::isfinite(number)) return null();  // JSON has no word for it
  separate();
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out_.append(digits, end);
  return *this;
}

Writer& Writer::null() { return raw("null"); }

Writer& Writer::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

Writer& Writer::value(const Value& tree) {
  if (tree.is_null()) return null();
  if (tree.is_bool()) return value(tree.as_bool());
  if (tree.is_int()) return value(tree.as_int());
  if (tree.is_number()) return value(tree.as_double());
  if (tree.is_string()) return value(tree.as_string());
  if (tree.is_array()) {
    begin_array();
    for (const Value& item : tree.items()) value(item);
    return end_array();
  }
  begin_object();
  for (const Member& member : tree.members()) key(member.first).value(member.second);
  return end_object();
}

std::string serialize(const Value& value) {
  Writer out;
  out.value(value);
  return out.take();
}

}  // namespace frontdesk::json
