#include "mime/address_list.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "mime/mail_address.h"
#include "mime/text/encoded_word.h"
#include "mime/text/word_end.h"
#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kMaxAddresses = 1000;
constexpr std::size_t kMaxIds = 200;
constexpr std::size_t kMaxWordStart = 80;  ///< "=?charset?B?"
constexpr std::size_t kMaxWordLength = 4000;
constexpr std::size_t kMaxIdLength = 900;

/// One mailbox being collected, character by character.
struct Mailbox {
  std::string words;    ///< outside brackets and comments, quotes removed
  std::string comment;  ///< in parentheses
  std::string angle;    ///< in angle brackets
  std::string quoted;   ///< `"local part"@domain` without brackets
  bool has_angle = false;
};

class AddressReader {
 public:
  /// `is_inner`: a text that was one encoded word; what is in it is not decoded once more.
  AddressReader(std::string_view raw, std::string_view body_charset, bool is_inner = false)
      : raw_(raw), body_charset_(body_charset), word_ends_(raw), is_inner_(is_inner) {
    // Looked up once: asking at each character again would make hostile headers cost quadratic time.
    const std::size_t last = raw.rfind(';');
    last_semicolon_ = last == std::string_view::npos ? 0 : last;
  }

  AddressList read() {
    for (std::size_t at = 0; at < raw_.size() && list_.addresses.size() < kMaxAddresses; ++at) take(raw_, at);
    finish();
    return std::move(list_);
  }

 private:
  void take(std::string_view raw, std::size_t& at) {
    const char c = raw[at];
    if (c == '"') {
      take_quoted(raw, at);
    } else if (c == '(') {
      take_comment(raw, at);
    } else if (c == '<') {
      take_angle(raw, at);
    } else if (c == ',' || c == ';') {
      finish();
    } else if (c == ':' && current_.words.find('@') == std::string::npos && !current_.has_angle &&
               at < last_semicolon_) {
      current_ = {};  // the name of a group
    } else if (c == '=' && !is_inner_ && raw.substr(at).starts_with("=?")) {
      take_encoded_word(raw, at);
    } else {
      current_.words.push_back(c);
    }
  }

  /// An unclosed quote is an ordinary character.
  void take_quoted(std::string_view raw, std::size_t& at) {
    if (unclosed_quote_) return;
    std::string text;
    for (std::size_t i = at + 1; i < raw.size(); ++i) {
      if (raw[i] == '\\' && i + 1 < raw.size()) {
        text.push_back(raw[++i]);
      } else if (raw[i] == '"') {
        at = i;
        if (i + 1 < raw.size() && raw[i + 1] == '@') return take_quoted_address(raw, text, at);
        current_.words += text;
        return;
      } else {
        text.push_back(raw[i]);
      }
    }
    unclosed_quote_ = true;
  }

  /// `"john..doe"@example.com`: the quotes belong to the address.
  void take_quoted_address(std::string_view raw, const std::string& local, std::size_t& at) {
    const std::size_t end = std::min(raw.find_first_of(" \t,;<>()\"", at + 2), raw.size());
    if (current_.quoted.empty()) current_.quoted = joined_address(local, raw.substr(at + 2, end - at - 2));
    at = end - 1;
  }

  void take_comment(std::string_view raw, std::size_t& at) {
    int depth = 0;
    std::size_t i = at;
    for (; i < raw.size(); ++i) {
      if (raw[i] == '\\' && i + 1 < raw.size()) {
        current_.comment.push_back(raw[++i]);
        continue;
      }
      if (raw[i] == '(' && depth++ == 0) continue;
      if (raw[i] == ')' && --depth == 0) break;
      current_.comment.push_back(raw[i]);
    }
    at = i;
  }

  void take_angle(std::string_view raw, std::size_t& at) {
    const std::size_t end = std::min(raw.find('>', end_of_quote(raw, at + 1)), raw.size());
    current_.angle = raw.substr(at + 1, end - at - 1);
    current_.has_angle = true;
    at = end;
  }

  /// Behind the quoted local part that begins at `from`; `from` itself when there is none.
  static std::size_t end_of_quote(std::string_view raw, std::size_t from) {
    std::size_t i = std::min(raw.find_first_not_of(" \t", from), raw.size());
    if (i >= raw.size() || raw[i] != '"') return from;
    for (++i; i < raw.size() && raw[i] != '"'; ++i) {
      if (raw[i] == '\\') ++i;
    }
    return i + 1 < raw.size() && raw[i + 1] == '@' ? i : from;
  }

  /// Commas and brackets inside an encoded word belong to it.
  void take_encoded_word(std::string_view raw, std::size_t& at) {
    const std::string_view start = raw.substr(at, kMaxWordStart);
    const std::size_t encoding = start.find('?', 2);
    const std::size_t text = encoding == std::string_view::npos ? encoding : start.find('?', encoding + 1);
    const std::size_t end = text == std::string_view::npos ? text : word_ends_.next(at + text + 1);
    if (end == std::string_view::npos || end - at > kMaxWordLength) {
      current_.words.push_back(raw[at]);
      return;
    }
    current_.words.append(raw.substr(at, end + 2 - at));
    at = end + 1;
  }

  std::string decoded(std::string_view text) {
    if (is_inner_) return one_line(text);
    DecodedHeader header = decode_header_text(text, body_charset_);
    list_.guessed |= header.guessed;
    list_.damaged |= header.damaged;
    return one_line(header.text);
  }

  void finish() {
    Mailbox mailbox = std::exchange(current_, {});
    const std::string_view words = trim(mailbox.words);
    Address address;
    if (mailbox.has_angle) {
      address.address = clean(mailbox.angle);
      address.name = decoded(words.empty() ? std::string_view(mailbox.comment) : words);
    } else if (!mailbox.quoted.empty()) {
      address.address = clean(mailbox.quoted);
      address.name = decoded(words.empty() ? std::string_view(mailbox.comment) : words);
    } else if (const auto bare = bare_address(words); !bare.empty() && bare.find("=?") == std::string_view::npos) {
      address.address = clean(bare);
      address.name = decoded(mailbox.comment);
    } else {
      address.name = decoded(words);
    }
    if (address.address.find('@') == std::string::npos && take_inner(address.name)) return;
    if (!address.address.empty() || !address.name.empty()) list_.addresses.push_back(std::move(address));
  }

  /// Some mailers encode name and address as one word: what is decoded is read once more. Only where nothing outside
  /// an encoded word is an address, so that no name can pass for one.
  bool take_inner(const std::string& text) {
    if (is_inner_ || text.find('@') == std::string::npos) return false;
    AddressList inner = AddressReader(text, {}, true).read();
    std::erase_if(inner.addresses, [](const Address& one) { return one.address.find('@') == std::string::npos; });
    if (inner.addresses.empty()) return false;
    std::move(inner.addresses.begin(), inner.addresses.end(), std::back_inserter(list_.addresses));
    return true;
  }

  /// The word with an '@' among words without brackets.
  static std::string_view bare_address(std::string_view words) {
    const std::size_t at = words.find('@');
    if (at == std::string_view::npos) return {};
    std::size_t start = words.find_last_of(" \t", at);
    start = start == std::string_view::npos ? 0 : start + 1;
    return words.substr(start, words.find_first_of(" \t", at) - start);
  }

  static std::string without_blanks(std::string_view text) {
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return c != ' ' && c != '"'; });
    return out;
  }

  /// Without controls, the route of "<@a,@b:c@d>" and, outside a quoted local part, blanks.
  std::string clean(std::string_view written) {
    written = trim(written);
    if (written.starts_with('@')) written = written.substr(std::min(written.find(':') + 1, written.size()));
    const std::string valid = decoded(written);
    const auto halves = split_address(valid);
    std::string out = halves && halves->was_quoted ? joined_address(halves->local, without_blanks(halves->domain))
                                                   : without_blanks(valid);
    return std::string(cut_at_character(out, 320));
  }

  std::string_view raw_;
  std::string_view body_charset_;
  WordEndFinder word_ends_;
  AddressList list_;
  Mailbox current_;
  std::size_t last_semicolon_ = 0;
  bool unclosed_quote_ = false;
  bool is_inner_ = false;
};

bool is_id_character(char c) { return static_cast<unsigned char>(c) > ' ' && c != '<' && c != '>' && c != ','; }

std::string clean_id(std::string_view raw) {
  std::string out;
  for (const char c : raw) {
    if (is_id_character(c)) out.push_back(c);
  }
  return out.size() > kMaxIdLength ? std::string() : repair_utf8(out);
}

}  // namespace

AddressList read_addresses(std::string_view raw, std::string_view body_charset) {
  return AddressReader(raw, body_charset).read();
}

std::vector<std::string> read_message_ids(std::string_view raw) {
  std::vector<std::string> out;
  const auto add = [&](std::string_view id) {
    std::string clean = clean_id(id);
    if (!clean.empty()) out.push_back(std::move(clean));
  };
  if (raw.find('<') == std::string_view::npos) {
    while (!raw.empty() && out.size() < kMaxIds) {
      const std::size_t end = std::min(raw.find_first_of(" \t,"), raw.size());
      if (raw.substr(0, end).find('@') != std::string_view::npos) add(raw.substr(0, end));
      raw.remove_prefix(std::min(end + 1, raw.size()));
    }
    return out;
  }
  for (std::size_t at = raw.find('<'); at != std::string_view::npos && out.size() < kMaxIds; at = raw.find('<', at)) {
    const std::size_t end = raw.find('>', at);
    add(raw.substr(at + 1, end == std::string_view::npos ? end : end - at - 1));
    if (end == std::string_view::npos) break;
    at = end;
  }
  return out;
}

}  // namespace frontdesk::email
