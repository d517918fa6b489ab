#include "text/unicode.h"

#include <algorithm>

namespace frontdesk::email {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Sequence {
  char32_t code_point = kReplacement;
  std::size_t length = 1;  ///< bytes to skip, also when ill-formed
  bool valid = false;
  bool cut = false;  ///< the input ended inside a sequence that was right so far
};

/// Smallest value that needs a sequence of this many bytes: shorter encodings are overlong.
constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};

Sequence read_sequence(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return {lead, 1, true, false};
  if (lead < 0xC2 || lead > 0xF4) return {};
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t code_point = lead & (0x7FU >> length);
  std::size_t taken = 1;
  for (; taken < length && at + taken < text.size(); ++taken) {
    const auto next = static_cast<unsigned char>(text[at + taken]);
    if ((next & 0xC0U) != 0x80) return {kReplacement, taken, false, false};
    code_point = (code_point << 6) | (next & 0x3FU);
    const bool bad_second = taken == 1 && ((lead == 0xE0 && next < 0xA0) || (lead == 0xED && next > 0x9F) ||
                                           (lead == 0xF0 && next < 0x90) || (lead == 0xF4 && next > 0x8F));
    if (bad_second) return {};
  }
  if (taken < length) return {kReplacement, taken, false, true};
  if (code_point < kSmallest[length]) return {};
  return {code_point, length, true, false};
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::size_t ascii_run(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && static_cast<unsigned char>(text[end]) < 0x80) ++end;
  return end;
}

}  // namespace

Utf8Fit measure_utf8(std::string_view bytes) {
  Utf8Fit fit;
  for (std::size_t at = ascii_run(bytes, 0); at < bytes.size(); at = ascii_run(bytes, at)) {
    const Sequence sequence = read_sequence(bytes, at);
    at += sequence.length;
    if (!sequence.valid) {
      ++fit.bad;
      fit.cut_at_end = sequence.cut && at == bytes.size() && fit.bad == 1;
    } else if (sequence.length == 2) {
      ++fit.two_byte;
    } else {
      const char32_t c = sequence.code_point;
      const bool cjk = (c >= 0x3000 && c <= 0x9FFF) || (c >= 0xFF00 && c <= 0xFFEF);
      ++(cjk ? fit.cjk : fit.other);
    }
  }
  return fit;
}

bool is_ascii(std::string_view bytes) { return ascii_run(bytes, 0) == bytes.size(); }

std::string repair_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  std::size_t run = 0;  // what is right is copied in one piece
  for (std::size_t at = 0; at < bytes.size();) {
    const Sequence sequence = read_sequence(bytes, at);
    const std::size_t next = at + sequence.length;
    if (!sequence.valid || sequence.code_point == 0) {
      out.append(bytes.substr(run, at - run));
      append_code_point(out, kReplacement);
      run = next;
    }
    at = next;
  }
  return out.append(bytes.substr(std::min(run, bytes.size())));
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const Sequence sequence = read_sequence(text, at);
  at += sequence.valid ? sequence.length : 1;
  return sequence.valid ? sequence.code_point : kReplacement;
}

void append_code_point(std::string& out, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = kReplacement;
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (c >> 6)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (c >> 12)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (c >> 18)));
    out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

std::string_view cut_at_character(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  std::size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return text.substr(0, end);
}

bool is_deceptive(char32_t c) {
  if (c < 0x20) return c != '\t' && c != '\n';
  return (c >= 0x7F && c <= 0x9F) || c == 0x00AD || c == 0x061C || c == 0x200B || c == 0x200E || c == 0x200F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

std::string one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool blank = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = next_code_point(text, at);
    if (c <= 0x20 || c == 0x7F || c == 0x85 || c == 0x2028 || c == 0x2029) {
      blank = true;
      continue;
    }
    if (is_deceptive(c)) continue;
    if (blank && !out.empty()) out.push_back(' ');
    blank = false;
    if (c == kReplacement) {
      append_code_point(out, c);
    } else {
      out.append(text.substr(start, at - start));
    }
  }
  return out;
}

std::string with_lf(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\r') {
      out.push_back(text[at]);
      continue;
    }
    out.push_back('\n');
    if (at + 1 < text.size() && text[at + 1] == '\n') ++at;
  }
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  const auto same = [](char x, char y) { return lower(x) == lower(y); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

bool next_line(std::string_view& rest, std::string_view& line) {
  if (rest.empty()) return false;
  const std::size_t end = rest.find('\n');
  line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return true;
}

}  // namespace frontdesk::email
