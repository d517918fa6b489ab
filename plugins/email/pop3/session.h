// One POP3 session (RFC 1939, STLS of RFC 2595). Reads only, unless remove() is called: then the mails are gone when
// quit() succeeds. Every failure ends the session. Thread rule: one thread at a time.
//
//   auto session = Session::open(std::move(connection), Security::kTls);
//   if (auto in = session->sign_in(credentials); !in) return in.failure();
//   auto listing = session->list();                       // number, UIDL, size of every mail
//   auto raw = session->retrieve(listing->front().number, max_bytes);
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "net/connection.h"
#include "net/credentials.h"

namespace frontdesk::email::pop3 {

struct ListedMail {
  std::uint32_t number = 0;  ///< in this session only
  std::string uidl;          ///< stable over sessions, 1–70 characters
  std::uint64_t size = 0;
};

struct RetrievedMail {
  std::string raw;
  bool truncated = false;
};

class Session {
 public:
  static net::Outcome<Session> open(net::Connection connection, net::Security security);

  /// Fails with kAuthFailed or kAuthTemporary (the mailbox is locked, RESP-CODES [IN-USE], [SYS/TEMP]).
  net::Outcome<void> sign_in(const net::Credentials& credentials);
  /// All mails in the maildrop. kRefused when the server has no UIDL: without it a mail cannot be told from another.
  net::Outcome<std::vector<ListedMail>> list();
  /// One mail; beyond `max_bytes` header and first lines only (TOP).
  net::Outcome<RetrievedMail> retrieve(const ListedMail& mail, std::uint64_t max_bytes);
  net::Outcome<void> remove(std::uint32_t number);
  /// Commits removals.
  net::Outcome<void> quit();

 private:
  explicit Session(net::Connection connection) : connection_(std::move(connection)) {}

  struct Reply {
    std::string text;
    bool continues = false;  ///< "+ …": the server waits for an answer
  };
  /// Sends `line` with its end (nothing when it is empty) and reads one status line; kRefused on -ERR.
  net::Outcome<Reply> exchange(std::string_view line);
  /// The same for an exchange that may not go on; the text of +OK.
  net::Outcome<std::string> command(std::string_view line);
  net::Outcome<std::string> authenticate(const net::Credentials& credentials);
  /// Reads a multi-line answer, dots removed, CRLF kept; kLimit beyond `max_bytes`.
  net::Outcome<std::string> read_block(std::uint64_t max_bytes);

  net::Connection connection_;
};

}  // namespace frontdesk::email::pop3
