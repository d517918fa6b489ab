#include "mime/parts/transfer_encoding.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace frontdesk::email {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char kHexDigits[] = "0123456789ABCDEF";
constexpr std::size_t kLineLength = 76;

constexpr std::array<std::int8_t, 256> make_reverse() {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    table[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  }
  return table;
}
constexpr auto kReverse = make_reverse();

/// For each place in a group of four: a character's bits where they belong, or the highest bit for what is none.
constexpr std::uint32_t kNoCharacter = 1U << 31;
constexpr auto kShifted = [] {
  std::array<std::array<std::uint32_t, 256>, 4> tables{};
  for (std::size_t place = 0; place < tables.size(); ++place) {
    tables[place].fill(kNoCharacter);
    for (std::uint32_t value = 0; value < kAlphabet.size(); ++value) {
      tables[place][static_cast<unsigned char>(kAlphabet[value])] = value << (6 * (3 - place));
    }
  }
  return tables;
}();

std::uint32_t group_at(const unsigned char* from) {
  return kShifted[0][from[0]] | kShifted[1][from[1]] | kShifted[2][from[2]] | kShifted[3][from[3]];
}

char* put_group(std::uint32_t group, char* to, std::size_t bytes = 3) {
  for (std::size_t i = 0; i < bytes; ++i) *to++ = static_cast<char>(group >> (16 - 8 * i));
  return to;
}

void append_escaped(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  out.push_back('=');
  out.push_back(kHexDigits[byte >> 4]);
  out.push_back(kHexDigits[byte & 0x0F]);
}

bool needs_escape(std::string_view line, std::size_t at, bool line_start) {
  const char c = line[at];
  if (c == '=' || static_cast<unsigned char>(c) >= 0x7F || (c < ' ' && c != '\t')) return true;
  if ((c == ' ' || c == '\t') && at + 1 == line.size()) return true;
  return line_start && (c == '.' || (c == 'F' && line.substr(at).starts_with("From ")));
}

void append_quoted_line(std::string& out, std::string_view line) {
  std::size_t column = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const bool escape = needs_escape(line, at, column == 0);
    const std::size_t width = escape ? 3 : 1;
    if (column + width > kLineLength - 1) {
      out += "=\r\n";
      column = 0;
    }
    if (escape || needs_escape(line, at, column == 0)) {
      append_escaped(out, line[at]);
      column += 3;
    } else {
      out.push_back(line[at]);
      column += 1;
    }
  }
}

}  // namespace

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

std::string decode_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    if (c == '=') {  // end of a group: what is complete has been written
      bits = 0;
      count = 0;
      continue;
    }
    const std::int8_t value = kReverse[static_cast<unsigned char>(c)];
    if (value < 0) continue;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>((bits >> count) & 0xFFU));
      bits &= (1U << count) - 1;
    }
  }
  return out;
}

std::optional<std::string> decode_clean_base64(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  std::size_t padding = 0;
  for (; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  std::string out(text.size() / 4 * 3 + 3, '\0');
  char* to = out.data();
  std::uint32_t all = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto* from = reinterpret_cast<const unsigned char*>(line.data());
    const auto* const whole = from + line.size() / 4 * 4;
    for (; from != whole; from += 4) {
      const std::uint32_t group = group_at(from);
      all |= group;
      to = put_group(group, to);
    }
    const std::size_t rest = line.size() % 4;
    if (rest == 0 && (padding == 0 || !text.empty())) continue;
    if (!text.empty() || rest + padding != 4) return std::nullopt;
    unsigned char last[4] = {'A', 'A', 'A', 'A'};
    std::copy_n(from, rest, last);
    const std::uint32_t group = group_at(last);
    all |= group;
    to = put_group(group, to, rest - 1);
  }
  if ((all & kNoCharacter) != 0) return std::nullopt;
  out.resize(static_cast<std::size_t>(to - out.data()));
  return out;
}

std::string encode_base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  const auto byte_at = [&](std::size_t at) -> std::uint32_t {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
  };
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::uint32_t group = (byte_at(at) << 16) | (byte_at(at + 1) << 8) | byte_at(at + 2);
    out.push_back(kAlphabet[(group >> 18) & 63]);
    out.push_back(kAlphabet[(group >> 12) & 63]);
    out.push_back(at + 1 < bytes.size() ? kAlphabet[(group >> 6) & 63] : '=');
    out.push_back(at + 2 < bytes.size() ? kAlphabet[group & 63] : '=');
  }
  return out;
}

std::string encode_base64_lines(std::string_view bytes) {
  std::string out;
  append_base64_lines(out, bytes);
  return out;
}

void append_base64_lines(std::string& out, std::string_view bytes) {
  constexpr std::size_t kBytesOfLine = kLineLength / 4 * 3;
  const std::size_t lines = (bytes.size() + kBytesOfLine - 1) / kBytesOfLine;
  out.reserve(out.size() + (bytes.size() + 2) / 3 * 4 + 2 * lines + 512);  // and what the caller still adds around it
  for (std::size_t at = 0; at < bytes.size(); at += kBytesOfLine) {
    out.append(encode_base64(bytes.substr(at, kBytesOfLine))).append("\r\n");
  }
}

std::string decode_q(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '=' && at + 2 < text.size()) {
      const int high = hex_value(text[at + 1]);
      const int low = hex_value(text[at + 2]);
      if (high >= 0 && low >= 0) {
        out.push_back(static_cast<char>(high * 16 + low));
        at += 2;
        continue;
      }
    }
    out.push_back(c == '_' ? ' ' : c);
  }
  return out;
}

std::string encode_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    append_quoted_line(out, line);
    out += "\r\n";
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return out;
}

}  // namespace frontdesk::email
