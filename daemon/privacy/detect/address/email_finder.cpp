// E-mail addresses: read backwards for the mailbox and forwards for the domain, from the sign between them.
#include <algorithm>
#include <array>
#include <string>

#include "privacy/data/file_endings.h"
#include "privacy/data/mail_providers.h"
#include "privacy/detect/address/top_level_domains.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/find.h"
#include "privacy/detect/words.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kMaxMailbox = 64;
constexpr std::size_t kMaxDomain = 253;
constexpr std::size_t kShortestDotWord = 5;  // "(dot)"; the signs for a dot have three bytes at most

bool is_mailbox_character(char32_t c) {
  return is_ascii_alnum(c) || (c >= 0xC0 && c < 0x250) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%' ||
         c == '\'' || c == '&';
}

/// "陈静@163.com": at most four characters, from the last word of the sentence on ("请发到陈静@163.com").
std::size_t han_mailbox_begin(std::string_view text, std::size_t at) {
  constexpr std::u32string_view kOrdinary = U"到给是我的在用发箱件为：，";
  std::size_t begin = at;
  for (int characters = 0; characters < 4 && begin > 0; ++characters) {
    std::size_t place = begin;
    const char32_t c = previous_code_point(text, place);
    if (!is_han(c) || kOrdinary.find(c) != std::u32string_view::npos) break;
    begin = place;
  }
  return begin;
}

/// First byte of the mailbox that ends at `at`; `at` itself when there is none.
std::size_t mailbox_begin(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  for (std::size_t count = 0; begin > 0 && count <= kMaxMailbox; ++count) {
    std::size_t place = begin;
    if (!is_mailbox_character(to_half_width(previous_code_point(text, place)))) break;
    begin = place;
  }
  while (begin < at) {  // signs at the beginning belong to the sentence
    const char32_t c = peek(text, begin);
    if (is_ascii_alnum(c) || c >= 0xC0 || c == '_') break;
    next_character(text, begin);
  }
  return begin;
}

struct Domain {
  std::string plain;          ///< half width, lower case
  std::size_t end = 0;        ///< after the last label that belongs to it; 0: no domain
  bool has_dot_word = false;  ///< "qq DOT com"
};

/// Length in bytes of a dot at `at`: '.', '．', '。' between labels, "点" and "dot" when words are allowed; 0: none.
std::size_t dot_length(std::string_view text, std::size_t at, bool with_words) {
  std::size_t next = at;
  if (next >= text.size()) return 0;
  const char32_t c = to_half_width(next_character(text, next));
  if (c == '.' || c == 0x3002) return next - at;
  if (!with_words) return 0;
  if (c == U'点' || c == U'點') return next - at;
  for (const std::string_view word : {" dot ", "(dot)", "[dot]", " (dot) ", " [dot] "}) {
    if (const std::size_t length = word_length_at(text, at, word)) return length;
  }
  return 0;
}

/// One label: ASCII, or letters of another script (never mixed, so that text that follows is not swallowed).
std::size_t label_end(std::string_view text, std::size_t at, std::string& plain) {
  const bool ascii = is_ascii_alnum(peek(text, at));
  while (at < text.size()) {
    std::size_t next = at;
    char32_t c = to_half_width(next_character(text, next));
    const bool fits = ascii ? is_ascii_alnum(c) || c == '-' : c > 0xBF && c != 0x3002 && (is_han(c) || c < 0x2000);
    if (!fits || plain.size() > kMaxDomain) break;
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    text::append_code_point(plain, c);
    at = next;
  }
  return at;
}

/// No list of top-level domains is ever complete; what ends like a file ("banner@2x.png") is none.
bool may_be_top_level_domain(std::string_view label) {
  constexpr auto& kFileEndings = data::file_endings::kEndings;
  const bool letters = std::all_of(label.begin(), label.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return letters && label.size() >= 2 && label.size() <= 24 &&
         std::find(kFileEndings.begin(), kFileEndings.end(), label) == kFileEndings.end();
}

/// The longest domain at `at` that ends with a known top-level domain, else with what may be one.
Domain read_domain(std::string_view text, std::size_t at, bool with_words) {
  Domain best;
  Domain unknown;
  std::string plain;
  bool has_dot_word = false;
  bool is_plain = true;  // an ideographic full stop or a word for the dot needs a domain that is known
  for (int labels = 0; labels < 10; ++labels) {
    const std::size_t label_at = plain.size();
    const std::size_t end = label_end(text, at, plain);
    if (end == at || plain.size() > kMaxDomain) break;
    const std::string_view label = std::string_view(plain).substr(label_at);
    if (labels > 0 && is_top_level_domain(label)) best = {plain, end, has_dot_word};
    if (labels > 0 && is_plain && unknown.end == 0 && may_be_top_level_domain(label))
      unknown = {plain, end, has_dot_word};
    const std::size_t dot = dot_length(text, end, with_words);
    if (dot == 0) break;
    is_plain = is_plain && peek(text, end) == '.';
    has_dot_word = has_dot_word || dot >= kShortestDotWord;
    plain += '.';
    at = end + dot;
  }
  return best.end > 0 ? best : unknown;
}

bool is_provider(std::string_view domain) {
  constexpr auto& kMailProviders = data::mail_providers::kDomains;
  return std::find(kMailProviders.begin(), kMailProviders.end(), domain) != kMailProviders.end();
}

/// The word between blanks: " at ", " AT ".
bool is_sign_word(std::string_view text, std::size_t at) {
  return at > 0 && text[at - 1] == ' ' && word_length_at(text, at, "at ") == 3;
}

/// Bytes of "@", "(at)", "[at]", "艾特", "#", "at" at `at`; 0: none. `is_plain`: an '@' of any width.
std::size_t sign_length(std::string_view text, std::size_t at, bool& is_plain) {
  is_plain = peek(text, at) == '@';
  for (const std::string_view sign : {"@", "(at)", "[at]", "艾特", "#", "(@)"}) {
    if (const std::size_t length = word_length_at(text, at, sign)) return length;
  }
  return is_sign_word(text, at) ? 2 : 0;
}

/// "zhangsan AT qq DOT com" is an address; "look at amazon.com" and "LOOK AT AMAZON DOT COM" are not.
bool is_address_in_words(std::string_view mailbox, std::string_view sign, const Domain& domain) {
  const auto has = [mailbox](auto fits) { return std::any_of(mailbox.begin(), mailbox.end(), fits); };
  const bool is_stressed = sign == "AT" && has([](char c) { return c < 'A' || c > 'Z'; });
  if (is_stressed) return domain.has_dot_word || is_provider(domain.plain);
  const bool is_account = has([](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '_'; });
  return domain.has_dot_word && (is_account || is_provider(domain.plain));
}

}  // namespace

void find_email(std::string_view text, std::size_t at, Finds& out) {
  bool is_plain = false;
  const std::size_t sign = sign_length(text, at, is_plain);
  if (sign == 0) return;
  std::size_t mailbox_end = at;
  std::size_t domain_at = at + sign;
  if (peek_back(text, mailbox_end) == ' ') previous_code_point(text, mailbox_end);
  domain_at = skip_blanks(text, domain_at, 1);
  const bool is_spaced = mailbox_end != at || domain_at != at + sign;
  std::size_t begin = mailbox_begin(text, mailbox_end);
  if (begin == mailbox_end && is_plain && !is_spaced) begin = han_mailbox_begin(text, mailbox_end);
  if (begin == mailbox_end) return;
  const Domain domain = read_domain(text, domain_at, !is_plain || is_spaced);
  if (domain.end == 0) return;
  const bool is_hash = peek(text, at) == '#';
  if (is_hash && !is_provider(domain.plain)) return;
  const std::string_view mailbox = text.substr(begin, mailbox_end - begin);
  if (is_sign_word(text, at) && !is_address_in_words(mailbox, text.substr(at, sign), domain)) return;
  out.push_back({begin, domain.end, DataKind::kEmail, is_plain && !is_spaced ? 90 : 60});
  find_names_beside(text, begin, domain.end, out);
}

}  // namespace frontdesk::privacy
