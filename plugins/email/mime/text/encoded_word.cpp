#include "mime/text/encoded_word.h"

#include <optional>
#include <utility>

#include "mime/parts/transfer_encoding.h"
#include "mime/text/word_end.h"
#include "text/charset.h"
#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kMaxCharsetLength = 64;
constexpr std::size_t kMaxWordLength = 75;
constexpr std::string_view kUtf8Prefix = "=?UTF-8?B?";
constexpr std::string_view kWordEnd = "?=";

struct Word {
  std::string_view charset;
  std::string bytes;
  std::size_t end = 0;  ///< first position after the word
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// The end of the encoded text that starts at `from`. A Q word may hold '?' by mistake ("?=" still ends it); a word
/// whose end was lost reaches to the next blank or the end of the text.
struct TextEnd {
  std::size_t text_end;
  std::size_t word_end;
};
TextEnd find_text_end(std::string_view raw, std::size_t from, bool base64, WordEndFinder& ends) {
  std::size_t end = ends.next(from);
  // "=?utf-8?Q?=E4…?=": the '?' before an escape is the separator, not an end.
  if (!base64 && end == from && end + 2 < raw.size() && hex_value(raw[end + 2]) >= 0) end = ends.next(end + 1);
  if (end != std::string_view::npos) return {end, end + kWordEnd.size()};
  std::size_t blank = from;
  while (blank < raw.size() && !is_blank(raw[blank])) ++blank;
  std::size_t text_end = blank;
  if (text_end > from && raw[text_end - 1] == '?') --text_end;
  return {text_end, blank};
}

std::optional<Word> read_word(std::string_view raw, std::size_t at, WordEndFinder& ends) {
  if (!raw.substr(at).starts_with("=?")) return std::nullopt;
  const std::size_t charset_end = raw.substr(0, at + 2 + kMaxCharsetLength + 1).find('?', at + 2);
  if (charset_end == std::string_view::npos || charset_end == at + 2) return std::nullopt;
  if (charset_end + 2 >= raw.size() || raw[charset_end + 2] != '?') return std::nullopt;
  const char encoding = raw[charset_end + 1];
  const bool base64 = encoding == 'B' || encoding == 'b';
  if (!base64 && encoding != 'Q' && encoding != 'q') return std::nullopt;
  const std::string_view charset = raw.substr(at + 2, charset_end - at - 2);
  for (const char c : charset) {
    if (static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7F) return std::nullopt;
  }
  const TextEnd end = find_text_end(raw, charset_end + 3, base64, ends);
  const std::string_view text = raw.substr(charset_end + 3, end.text_end - charset_end - 3);
  return Word{charset.substr(0, charset.find('*')), base64 ? decode_base64(text) : decode_q(text), end.word_end};
}

/// Collects the bytes of adjacent words of one charset, and plain text, in order.
class HeaderDecoder {
 public:
  explicit HeaderDecoder(std::string_view body_charset) : body_charset_(body_charset) {}

  void add_word(const Word& word) {
    if (!pending_.empty() && !equals_ignoring_case(charset_, word.charset)) flush();
    charset_ = word.charset;
    pending_ += word.bytes;
  }
  void add_plain(std::string_view text) {
    flush();
    if (text.empty()) return;
    if (is_ascii(text) && text.find('\x1b') == std::string_view::npos) {
      out_.text += text;
    } else {
      add(decode_text(text, measure_utf8(text).valid() ? std::string_view{} : body_charset_));
    }
  }
  DecodedHeader take() {
    flush();
    return std::move(out_);
  }

 private:
  void flush() {
    if (!pending_.empty()) add(decode_text(pending_, charset_));
    pending_.clear();
  }
  void add(const Decoded& decoded) {
    out_.text += decoded.text;
    out_.guessed |= decoded.guessed;
    out_.damaged |= decoded.damaged;
  }

  std::string_view body_charset_;
  DecodedHeader out_;
  std::string pending_;
  std::string_view charset_;
};

/// The longest piece of `text` whose base64 fits `room` bytes, ending at a character and not before a combining
/// mark's base only for want of room. At least one character.
std::string_view take_piece(std::string_view text, std::size_t room) {
  const std::size_t bytes = room / 4 * 3;
  std::string_view piece = cut_at_character(text, bytes);
  if (!piece.empty()) return piece;
  std::size_t at = 0;
  next_code_point(text, at);
  return text.substr(0, at);
}

std::string encode_words(std::string_view utf8, std::size_t column) {
  constexpr std::size_t kOverhead = kUtf8Prefix.size() + kWordEnd.size();
  constexpr std::size_t kSmallestWord = kOverhead + 8;
  const std::string repaired = repair_utf8(utf8);
  std::string_view rest = repaired;
  std::string out;
  if (column + kSmallestWord > kMaxWordLength) {
    out += "\r\n ";
    column = 1;
  }
  while (!rest.empty()) {
    const std::string_view piece = take_piece(rest, kMaxWordLength - column - kOverhead);
    out.append(kUtf8Prefix).append(encode_base64(piece)).append(kWordEnd);
    rest.remove_prefix(piece.size());
    if (!rest.empty()) out += "\r\n ";
    column = 1;
  }
  return out;
}

/// Folds ASCII text at blanks; a run without blanks stays in one piece.
std::string fold_ascii(std::string_view text, std::size_t column) {
  std::string out;
  while (!text.empty()) {
    std::size_t blanks = text.find_first_not_of(' ');
    if (blanks == std::string_view::npos) blanks = text.size();
    std::size_t end = text.find(' ', blanks);
    if (end == std::string_view::npos) end = text.size();
    const bool folds = blanks > 0 && column + end > kMaxWordLength && end > blanks && !out.empty();
    if (folds) {
      out += "\r\n";
      column = 0;
    }
    out += text.substr(0, end);
    column += end;
    text.remove_prefix(end);
  }
  return out;
}

bool is_plain_header_text(std::string_view text) {
  if (!is_ascii(text) || text.find("=?") != std::string_view::npos) return false;
  std::size_t run = 0;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) return false;
    run = c == ' ' ? 0 : run + 1;
    if (run > 900) return false;  // a line of RFC 5322 has at most 998 bytes
  }
  return text.empty() || (text.front() != ' ' && text.back() != ' ');
}

}  // namespace

DecodedHeader decode_header_text(std::string_view raw, std::string_view body_charset) {
  HeaderDecoder decoder(body_charset);
  WordEndFinder ends(raw);
  std::size_t plain_start = 0;
  bool after_word = false;
  for (std::size_t at = raw.find("=?"); at != std::string_view::npos; at = raw.find("=?", at)) {
    const auto word = read_word(raw, at, ends);
    if (!word) {
      at += 1;
      continue;
    }
    const std::string_view between = raw.substr(plain_start, at - plain_start);
    const bool only_blanks = trim(between).empty();
    if (!(after_word && only_blanks)) decoder.add_plain(between);
    decoder.add_word(*word);
    after_word = true;
    at = word->end;
    plain_start = at;
  }
  decoder.add_plain(raw.substr(plain_start));
  return decoder.take();
}

std::string encode_header_text(std::string_view utf8, std::size_t first_column) {
  return is_plain_header_text(utf8) ? fold_ascii(utf8, first_column) : encode_words(utf8, first_column);
}

std::string encode_phrase(std::string_view utf8, std::size_t first_column) {
  if (utf8.empty()) return {};
  if (!is_plain_header_text(utf8) || utf8.size() > 60) return encode_words(utf8, first_column);
  if (utf8.find_first_of("()<>[]:;@\\,.\"") == std::string_view::npos) return std::string(utf8);
  std::string out = "\"";
  for (const char c : utf8) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

}  // namespace frontdesk::email
