#include "imap/response.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace frontdesk::email::imap {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// "…{123}" or the binary and non-synchronising forms "~{123}", "{123+}" at the end of a line announce a literal.
struct Announced {
  std::size_t marker_bytes = 0;
  std::uint64_t size = 0;
};

std::optional<Announced> announced_literal(std::string_view line) {
  if (line.empty() || line.back() != '}') return std::nullopt;
  const std::size_t open = line.rfind('{');
  if (open == std::string_view::npos) return std::nullopt;
  std::string_view digits = line.substr(open + 1, line.size() - open - 2);
  if (!digits.empty() && digits.back() == '+') digits.remove_suffix(1);
  Announced out{line.size() - open, 0};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.size);
  if (digits.empty() || end != digits.data() + digits.size()) return std::nullopt;
  if (error != std::errc{}) out.size = UINT64_MAX;
  if (open > 0 && line[open - 1] == '~') ++out.marker_bytes;
  return out;
}

// Status lines end in words for people, where "{5}" means nothing.
bool may_hold_literals(std::string_view first_line) {
  if (first_line.substr(0, 2) != "* ") return false;
  const std::string_view word = first_line.substr(2, first_line.find(' ', 2) - 2);
  constexpr std::array<std::string_view, 5> kStatus{"OK", "NO", "BAD", "BYE", "PREAUTH"};
  return std::none_of(kStatus.begin(), kStatus.end(), [&](std::string_view status) { return same_word(word, status); });
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::uint32_t> parse_number(std::string_view digits) {
  std::uint32_t out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return out;
}

net::Outcome<Response> read_response(net::Connection& connection, const ResponseLimits& limits) {
  Response out;
  for (;;) {
    auto line = connection.read_line(limits.max_line_bytes);
    if (!line) return std::move(line).failure();
    if (out.line.size() + line->size() > limits.max_line_bytes) break;
    out.line.append(*line);
    if (!may_hold_literals(out.line)) return out;
    const auto announced = announced_literal(out.line);
    if (!announced) return out;
    if (announced->size > limits.max_literal_bytes || out.literals.size() >= limits.max_literals) break;
    out.line.resize(out.line.size() - announced->marker_bytes);
    out.literals.push_back({out.line.size(), {}});
    auto read = connection.read_exact(static_cast<std::size_t>(announced->size), out.literals.back().bytes);
    if (!read) return std::move(read).failure();
  }
  return net::Failure{net::FailureKind::kLimit, "the server sent a response that is too large", {}};
}

std::string_view Token::content() const {
  if (literal != nullptr) return literal->bytes;
  return unescaped.empty() ? text : std::string_view(unescaped);
}

bool Token::is_atom(std::string_view word) const { return kind == TokenKind::kAtom && same_word(text, word); }

Token Tokenizer::next() {
  const std::string& line = response_.line;
  for (;;) {
    if (next_literal_ < response_.literals.size() && at_ == response_.literals[next_literal_].offset) {
      Token token{TokenKind::kText, {}, &response_.literals[next_literal_++], {}};
      return token;
    }
    if (at_ >= line.size()) return {};
    if (line[at_] != ' ') break;
    ++at_;
  }
  switch (line[at_]) {
    case '(': ++at_; return {TokenKind::kOpen, "(", nullptr, {}};
    case ')': ++at_; return {TokenKind::kClose, ")", nullptr, {}};
    case '"': return quoted();
    default: return atom();
  }
}

Token Tokenizer::quoted() {
  const std::string& line = response_.line;
  const std::size_t start = ++at_;
  Token token{TokenKind::kText, {}, nullptr, {}};
  bool escaped = false;
  for (; at_ < line.size() && line[at_] != '"'; ++at_) {
    if (line[at_] == '\\' && at_ + 1 < line.size()) {
      if (!escaped) token.unescaped.assign(line, start, at_ - start);
      escaped = true;
      ++at_;
    }
    if (escaped) token.unescaped += line[at_];
  }
  token.text = std::string_view(line).substr(start, at_ - start);
  if (at_ < line.size()) ++at_;
  // A literal's place may lie inside a broken quoted string: it is passed over.
  while (next_literal_ < response_.literals.size() && response_.literals[next_literal_].offset < at_) ++next_literal_;
  return token;
}

Token Tokenizer::atom() {
  const std::string& line = response_.line;
  const std::size_t stop =
      next_literal_ < response_.literals.size() ? response_.literals[next_literal_].offset : line.size();
  const std::size_t start = at_;
  bool in_brackets = false;
  for (; at_ < stop; ++at_) {
    const char c = line[at_];
    if (c == '[') in_brackets = true;
    if (c == ']') in_brackets = false;
    if (!in_brackets && (c == ' ' || c == '(' || c == ')' || c == '"')) break;
  }
  return {TokenKind::kAtom, std::string_view(line).substr(start, at_ - start), nullptr, {}};
}

void Tokenizer::close_list() {
  std::size_t depth = 1;
  while (depth > 0) {
    const Token token = next();
    if (token.kind == TokenKind::kEnd) return;
    if (token.kind == TokenKind::kOpen) ++depth;
    if (token.kind == TokenKind::kClose) --depth;
  }
}

void Tokenizer::skip_value() {
  if (next().kind == TokenKind::kOpen) close_list();
}

std::string_view Tokenizer::rest() const {
  return std::string_view(response_.line).substr(std::min(at_, response_.line.size()));
}

Classified classify(const Response& response) {
  std::string_view line = response.line;
  Classified out;
  const auto take = [&line] {
    const std::size_t end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return word;
  };
  const std::string_view first = take();
  if (first == "+") {
    out.kind = ResponseKind::kContinuation;
    out.rest = line;
    return out;
  }
  if (first != "*") {
    out.kind = ResponseKind::kTagged;
    out.tag = first;
  }
  out.word = take();
  if (out.kind == ResponseKind::kUntagged) {
    out.number = parse_number(out.word);
    if (out.number) out.word = take();
  }
  out.rest = line;
  return out;
}

StatusText split_status(std::string_view rest) {
  StatusText out;
  if (!rest.empty() && rest.front() == '[') {
    const std::size_t end = std::min(rest.find(']'), rest.size());
    const std::string_view inside = rest.substr(1, end - 1);
    const std::size_t blank = std::min(inside.find(' '), inside.size());
    out.code = inside.substr(0, blank);
    out.arguments = inside.substr(std::min(blank + 1, inside.size()));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  out.text = rest;
  return out;
}

std::vector<std::uint32_t> read_search(std::string_view rest) {
  std::vector<std::uint32_t> out;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (auto number = parse_number(rest.substr(0, end))) out.push_back(*number);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

}  // namespace frontdesk::email::imap
