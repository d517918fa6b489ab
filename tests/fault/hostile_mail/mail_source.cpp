#include "mail_source.h"

#include <cmath>

#include "mime/parts/transfer_encoding.h"
#include "text/charset.h"
#include "text/unicode.h"

namespace frontdesk::mailgen {
namespace {

constexpr char kHex[] = "0123456789ABCDEF";

void append_hex(std::string& out, char mark, char c) {
  const auto byte = static_cast<unsigned char>(c);
  out.push_back(mark);
  out.push_back(kHex[byte >> 4]);
  out.push_back(kHex[byte & 15]);
}

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string q_text(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    if (is_alphanumeric(c)) {
      out.push_back(c);
    } else if (c == ' ') {
      out.push_back('_');
    } else {
      append_hex(out, '=', c);
    }
  }
  return out;
}

/// Quoted-printable of any bytes with LF lines; independent of the product's own writer.
std::string quoted_printable(std::string_view bytes) {
  std::string out;
  std::size_t column = 0;
  for (const char c : bytes) {
    if (c == '\n') {
      out += "\r\n";
      column = 0;
      continue;
    }
    if (column > 70) {
      out += "=\r\n";
      column = 0;
    }
    if (is_alphanumeric(c) || c == ',' || c == '.') {
      out.push_back(c);
      column += 1;
    } else {
      append_hex(out, '=', c);
      column += 3;
    }
  }
  return out + "\r\n";
}

}  // namespace

std::uint64_t Dice::next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

std::size_t Dice::between(std::size_t low, std::size_t high) { return low + next() % (high - low + 1); }

bool Dice::chance(double probability) { return static_cast<double>(next() >> 11) * 0x1.0p-53 < probability; }

std::size_t Dice::spread(std::size_t low, std::size_t high) {
  const double unit = static_cast<double>(next() >> 11) * 0x1.0p-53;
  const double ratio = static_cast<double>(high) / static_cast<double>(low);
  return static_cast<std::size_t>(static_cast<double>(low) * std::pow(ratio, unit));
}

std::string Dice::bytes(std::size_t count) {
  std::string out(count, '\0');
  for (char& c : out) c = static_cast<char>(next());
  return out;
}

std::string encoded_word(std::string_view bytes, std::string_view label, bool base64) {
  std::string out = "=?";
  out.append(label).append(base64 ? "?B?" : "?Q?");
  return out.append(base64 ? email::encode_base64(bytes) : q_text(bytes)).append("?=");
}

std::string encoded_words(std::string_view utf8, const Charset& charset, bool base64) {
  std::string out;
  std::string word;
  std::string piece;
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t start = at;
    email::next_code_point(utf8, at);
    const std::string longer = piece + std::string(utf8.substr(start, at - start));
    const std::string candidate = encoded_word(email::encode_text(longer, charset.converter), charset.label, base64);
    if (candidate.size() > 75 - 9 && !piece.empty()) {
      out += word + "\r\n ";
      piece = utf8.substr(start, at - start);
      word = encoded_word(email::encode_text(piece, charset.converter), charset.label, base64);
    } else {
      piece = longer;
      word = candidate;
    }
  }
  return out + word;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out.push_back('\r');
    out.push_back(c);
  }
  return out;
}

std::string text_part(std::string_view subtype, std::string_view utf8, const Charset& charset, Transfer transfer) {
  const std::string bytes = email::encode_text(utf8, charset.converter);
  std::string out = "Content-Type: text/";
  out.append(subtype).append("; charset=").append(charset.label).append("\r\nContent-Transfer-Encoding: ");
  switch (transfer) {
    case Transfer::kBase64: return out + "base64\r\n\r\n" + email::encode_base64_lines(with_crlf(bytes));
    case Transfer::kQuotedPrintable: return out + "quoted-printable\r\n\r\n" + quoted_printable(bytes);
    case Transfer::kPlain: return out + "8bit\r\n\r\n" + with_crlf(bytes) + "\r\n";
  }
  return out;
}

std::string rfc2231(std::string_view name, std::string_view bytes, std::string_view label, std::size_t piece) {
  std::string out;
  std::string value = std::string(label) + "''";
  std::size_t index = 0;
  std::size_t taken = 0;
  const auto flush = [&] {
    out.append(";\r\n ").append(name).append("*").append(std::to_string(index++)).append("*=").append(value);
    value.clear();
    taken = 0;
  };
  for (const char c : bytes) {
    if (is_alphanumeric(c) || c == '.') {
      value.push_back(c);
    } else {
      append_hex(value, '%', c);
    }
    if (++taken == piece) flush();
  }
  if (!value.empty()) flush();
  return out;
}

}  // namespace frontdesk::mailgen
