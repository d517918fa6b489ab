#include <array>
#include <charconv>
#include <chrono>

#include "imap/response.h"

namespace frontdesk::email::imap {
namespace {

std::optional<std::uint64_t> parse_size(std::string_view digits) {
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return out;
}

void read_flags(Tokenizer& tokens, FetchItem& item) {
  constexpr std::size_t kMaxFlags = 200;
  if (tokens.next().kind != TokenKind::kOpen) return;
  for (Token token = tokens.next(); token.kind != TokenKind::kClose && token.kind != TokenKind::kEnd;
       token = tokens.next()) {
    if (item.flags.size() < kMaxFlags) item.flags.emplace_back(token.content());
  }
}

void read_body(Tokenizer& tokens, FetchItem& item) {
  Token token = tokens.next();
  if (token.literal != nullptr) {
    item.body = std::move(token.literal->bytes);
  } else if (token.kind == TokenKind::kText) {
    item.body = std::string(token.content());
  } else if (token.is_atom("NIL")) {
    item.body = std::string();
  }
}

bool is_body(std::string_view name) {
  return (name.size() > 5 && same_word(name.substr(0, 5), "BODY[")) || same_word(name, "RFC822");
}

std::optional<int> two_digits(std::string_view text) {
  if (!text.empty() && text[0] == ' ') text.remove_prefix(1);
  int out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || out < 0) return std::nullopt;
  return out;
}

std::optional<unsigned> month_of(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (same_word(kMonths[i], name)) return static_cast<unsigned>(i + 1);
  }
  return std::nullopt;
}

}  // namespace

FetchItem read_fetch(Response& response) {
  Tokenizer tokens(response);
  FetchItem item;
  for (int word = 0; word < 3; ++word) tokens.next();  // "*", the sequence number, FETCH
  if (tokens.next().kind != TokenKind::kOpen) return item;
  for (;;) {
    const Token name = tokens.next();
    if (name.kind == TokenKind::kEnd || name.kind == TokenKind::kClose) return item;
    if (name.kind != TokenKind::kAtom) continue;
    if (name.is_atom("UID")) {
      item.uid = parse_number(tokens.next().content()).value_or(0);
    } else if (name.is_atom("INTERNALDATE")) {
      item.internal_date = parse_internal_date(tokens.next().content());
    } else if (name.is_atom("RFC822.SIZE")) {
      item.size = parse_size(tokens.next().content());
    } else if (name.is_atom("FLAGS")) {
      read_flags(tokens, item);
    } else if (is_body(name.text)) {
      read_body(tokens, item);
    } else {
      tokens.skip_value();
    }
  }
}

std::optional<std::int64_t> parse_internal_date(std::string_view text) {
  std::string padded;  // a day of one digit may come without the leading blank
  if (text.size() == 25) {
    padded = " " + std::string(text);
    text = padded;
  }
  if (text.size() != 26 || text[2] != '-' || text[6] != '-' || text[14] != ':' || text[17] != ':') return std::nullopt;
  const auto day = two_digits(text.substr(0, 2));
  const auto month = month_of(text.substr(3, 3));
  const auto year = parse_number(text.substr(7, 4));
  const auto hour = two_digits(text.substr(12, 2));
  const auto minute = two_digits(text.substr(15, 2));
  const auto second = two_digits(text.substr(18, 2));
  const auto zone_hour = two_digits(text.substr(22, 2));
  const auto zone_minute = two_digits(text.substr(24, 2));
  const char sign = text[21];
  if (!day || !month || !year || !hour || !minute || !second || !zone_hour || !zone_minute) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60 || (sign != '+' && sign != '-')) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t local = days * 86'400 + *hour * 3'600 + *minute * 60 + *second;
  const std::int64_t zone = (*zone_hour * 3'600 + *zone_minute * 60) * (sign == '+' ? 1 : -1);
  return (local - zone) * 1'000'000;
}

}  // namespace frontdesk::email::imap
