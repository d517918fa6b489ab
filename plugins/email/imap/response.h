// IMAP responses as data: one response is one line in which literals of any size may stand anywhere (RFC 3501
// section 4.3).
//
// read_response() puts the line together, Tokenizer walks over it. Both are total: any bytes lead to tokens or to a
// failure, memory is bounded by ResponseLimits, nothing recurses. Thread rule: plain values, one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/connection.h"

namespace frontdesk::email::imap {

struct ResponseLimits {
  std::size_t max_line_bytes = 16U << 20;      ///< without literals; a SEARCH over a million mails has 8 MB
  std::size_t max_literal_bytes = 160U << 20;  ///< of one literal
  std::size_t max_literals = 64;               ///< in one response
};

struct Literal {
  std::size_t offset = 0;  ///< where in the line it stands; the line itself holds nothing of it
  std::string bytes;
};

struct Response {
  std::string line;
  std::vector<Literal> literals;
};

/// Reads one whole response. Fails with kLimit, kClosed, kTimeout, kCancelled.
net::Outcome<Response> read_response(net::Connection& connection, const ResponseLimits& limits);

enum class TokenKind { kAtom, kText, kOpen, kClose, kEnd };

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string_view text;       ///< of an atom or of a quoted string without escapes; else see `literal`, `unescaped`
  Literal* literal = nullptr;  ///< set for a literal: its bytes may be moved out
  std::string unescaped;       ///< of a quoted string that had escapes

  /// The text of an atom, a quoted string or a literal.
  [[nodiscard]] std::string_view content() const;
  /// NIL is an atom.
  [[nodiscard]] bool is_atom(std::string_view word) const;
};

/// Walks over one response. An atom reaches over a bracketed part ("BODY[HEADER.FIELDS (DATE)]<0>" is one atom).
class Tokenizer {
 public:
  explicit Tokenizer(Response& response) : response_(response) {}
  Token next();
  /// Skips one value: a word, a text, or a whole parenthesised list of any depth.
  void skip_value();
  /// What is left of the line, unread.
  [[nodiscard]] std::string_view rest() const;

 private:
  Token quoted();
  Token atom();
  void close_list();

  Response& response_;
  std::size_t at_ = 0;
  std::size_t next_literal_ = 0;
};

/// What a response is about.
enum class ResponseKind { kContinuation, kUntagged, kTagged };
struct Classified {
  ResponseKind kind = ResponseKind::kUntagged;
  std::string_view tag;                 ///< kTagged
  std::optional<std::uint32_t> number;  ///< "* 12 EXISTS"
  std::string_view word;                ///< EXISTS, FETCH, OK, … ; empty for a continuation
  std::string_view rest;                ///< behind the word (behind "+ " for a continuation)
};
Classified classify(const Response& response);

/// "[CODE arguments] human text" of OK, NO, BAD, BYE, PREAUTH.
struct StatusText {
  std::string_view code;       ///< e.g. "UIDVALIDITY"; empty when there is none
  std::string_view arguments;  ///< e.g. "3857529045"
  std::string_view text;
};
StatusText split_status(std::string_view rest);

/// One item of "* n FETCH (…)"; absent attributes stay empty.
struct FetchItem {
  std::uint32_t uid = 0;
  std::optional<std::int64_t> internal_date;  ///< µs since 1970 UTC
  std::optional<std::uint64_t> size;
  std::vector<std::string> flags;
  std::optional<std::string> body;  ///< BODY[…], whatever section was asked for
};
/// Precondition: the response is classified as FETCH. Takes the body out of the response.
FetchItem read_fetch(Response& response);

/// All numbers of "* SEARCH 2 84 882"; anything else is passed over.
std::vector<std::uint32_t> read_search(std::string_view rest);

/// "17-Jul-1996 02:44:25 -0700" → µs since 1970 UTC; nullopt when it is no such date.
std::optional<std::int64_t> parse_internal_date(std::string_view text);

/// Decimal digits only; nullopt on overflow or anything else.
std::optional<std::uint32_t> parse_number(std::string_view digits);

bool same_word(std::string_view a, std::string_view b);

}  // namespace frontdesk::email::imap
