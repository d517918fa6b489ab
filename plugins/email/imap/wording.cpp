#include "imap/wording.h"

#include <array>
#include <chrono>

#include "net/sasl.h"

namespace frontdesk::email::imap {
namespace {

// One code point; ill-formed bytes count as U+FFFD, so that any input gives a valid name.
char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at++);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xf0 && lead < 0xf5 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : 0;
  if (more == 0 || lead >= 0xf5 || at + static_cast<std::size_t>(more) > text.size()) return 0xfffd;
  char32_t out = lead & (0x3f >> more);
  for (int i = 0; i < more; ++i) {
    if ((byte(at) & 0xc0) != 0x80) return 0xfffd;
    out = out << 6 | (byte(at++) & 0x3f);
  }
  return out;
}

void append_utf16(std::string& out, char32_t code_point) {
  const auto unit = [&out](char32_t value) {
    out += static_cast<char>(value >> 8 & 0xff);
    out += static_cast<char>(value & 0xff);
  };
  if (code_point < 0x10000) return unit(code_point);
  unit(0xd800 + ((code_point - 0x10000) >> 10));
  unit(0xdc00 + ((code_point - 0x10000) & 0x3ff));
}

void flush(std::string& out, std::string& utf16) {
  if (utf16.empty()) return;
  std::string base64 = net::to_base64(utf16);
  while (!base64.empty() && base64.back() == '=') base64.pop_back();
  for (char& c : base64) {
    if (c == '/') c = ',';
  }
  out.append("&").append(base64).append("-");
  utf16.clear();
}

}  // namespace

std::optional<std::string> quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7f) return std::nullopt;
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string to_modified_utf7(std::string_view utf8) {
  std::string out;
  std::string utf16;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t code_point = next_code_point(utf8, at);
    if (code_point < 0x20 || code_point > 0x7e) {
      append_utf16(utf16, code_point);
      continue;
    }
    flush(out, utf16);
    out += static_cast<char>(code_point);
    if (code_point == '&') out += '-';
  }
  flush(out, utf16);
  return out;
}

std::string sequence_set(const std::vector<std::uint32_t>& numbers) {
  std::string out;
  for (std::size_t first = 0; first < numbers.size();) {
    std::size_t last = first;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    if (!out.empty()) out += ',';
    out += std::to_string(numbers[first]);
    if (last > first) out.append(":").append(std::to_string(numbers[last]));
    first = last + 1;
  }
  return out;
}

std::string search_date(std::int64_t micros) {
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(micros)));
  const std::chrono::year_month_day date{day};
  return std::to_string(static_cast<unsigned>(date.day())) + "-" + kMonths[static_cast<unsigned>(date.month()) - 1] +
         "-" + std::to_string(static_cast<int>(date.year()));
}

}  // namespace frontdesk::email::imap
