#include "schema/form_model.h"

#include <algorithm>
#include <array>

namespace frontdesk::schema {

namespace {

constexpr std::array<std::string_view, 4> kFormats = {"uri", "hostname", "email", "date-time"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool has_blank_or_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; });
}

bool is_label(std::string_view label) {
  constexpr std::size_t kMaxLabel = 63;
  if (label.empty() || label.size() > kMaxLabel || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(), [](char c) {
    return is_digit(c) || is_letter(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  });
}

/// A host name, also an internationalised one, or an IP address.
bool is_hostname(std::string_view text) {
  constexpr std::size_t kMaxName = 253;
  if (text.size() > kMaxName) return false;
  if (std::count(text.begin(), text.end(), ':') >= 2) {  // IPv6
    return text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
  }
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_email(std::string_view text) {
  constexpr std::size_t kMaxLocal = 64;
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > kMaxLocal || has_blank_or_control(text)) return false;
  return text.find('@') == at && is_hostname(text.substr(at + 1));
}

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter(text.front()) || has_blank_or_control(text))
    return false;
  return colon + 1 < text.size() &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; });
}

/// RFC 3339: 2024-03-15T10:00:00[.5](Z|+08:00).
bool is_date_time(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd";
  if (text.size() < kShape.size() + 1) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == 'd' ? !is_digit(text[i]) : text[i] != kShape[i]) return false;
  }
  std::string_view zone = text.substr(kShape.size());
  if (zone.front() == '.') {
    zone.remove_prefix(1);
    const std::size_t digits = std::min(zone.find_first_not_of("0123456789"), zone.size());
    if (digits == 0) return false;
    zone.remove_prefix(digits);
  }
  if (zone == "Z") return true;
  return zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && is_digit(zone[1]) && is_digit(zone[2]) &&
         zone[3] == ':' && is_digit(zone[4]) && is_digit(zone[5]);
}

}  // namespace

std::uint64_t count_characters(std::string_view text) {
  return static_cast<std::uint64_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool is_known_format(std::string_view format) {
  return std::find(kFormats.begin(), kFormats.end(), format) != kFormats.end();
}

bool has_format(std::string_view format, std::string_view text) {
  if (text.empty() || format.empty()) return true;
  if (format == "hostname") return is_hostname(text);
  if (format == "email") return is_email(text);
  if (format == "uri") return is_uri(text);
  return is_date_time(text);
}

}  // namespace frontdesk::schema
