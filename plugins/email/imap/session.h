// One IMAP4rev1 session: from the greeting to LOGOUT, on one connection, one mailbox at a time.
//
// Calls must come in the order open → sign_in → select → the rest. Every failure ends the session: drop it and open a
// new one. Nothing on the server changes except by mark_done() and move_to(). Thread rule: one thread at a time.
//
//   auto session = Session::open(std::move(connection), limits);
//   if (auto in = session->sign_in(credentials); !in) return in.failure();      // kAuthFailed, kAuthTemporary
//   auto mailbox = session->select("INBOX", Session::Access::kReadOnly);
//   auto uids = session->search(last_uid + 1, since);
//   session->ask_for_mails(first_block);                                        // pipelining: ask, work, take
//   auto mails = session->take_mails();
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "imap/response.h"
#include "net/connection.h"
#include "net/credentials.h"

namespace frontdesk::email::imap {

using Uid = std::uint32_t;

struct Capabilities {
  bool start_tls = false;
  bool login_disabled = false;
  bool sasl_ir = false;
  bool auth_plain = false;
  bool auth_xoauth2 = false;
  bool idle = false;
  bool move = false;
  bool uid_plus = false;
  bool id = false;
};

struct Mailbox {
  std::uint32_t uid_validity = 0;
  std::optional<Uid> uid_next;
  std::uint32_t exists = 0;
};

/// What is known of a mail before its body is fetched.
struct MailInfo {
  Uid uid = 0;
  std::int64_t internal_date = 0;  ///< µs since 1970 UTC; 0 when the server does not say
  std::uint64_t size = 0;          ///< bytes
};

struct FetchedMail {
  MailInfo info;
  std::string raw;
  bool truncated = false;  ///< only the beginning was asked for
};

/// The answer for a single mail; without `mail` it has vanished or the server refuses to hand it out.
struct OneMail {
  std::optional<FetchedMail> mail;  ///< `truncated` when there is more than was asked for
  std::string refusal;              ///< the server's words, when it said NO or BAD
};

enum class IdleEnd {
  kNews,
  kQuiet,
  kRefused,  ///< the server offers IDLE but does not do it: ask with noop() from now on
};

class Session {
 public:
  enum class Access { kReadOnly, kReadWrite };

  /// Reads the greeting; with Security::kStartTls upgrades before anything else, never falling back to plain text.
  static net::Outcome<Session> open(net::Connection connection, net::Security security, const ResponseLimits& limits);

  /// Fails with kAuthFailed (ask the administrator) or kAuthTemporary (try again).
  net::Outcome<void> sign_in(const net::Credentials& credentials);
  [[nodiscard]] const Capabilities& capabilities() const { return capabilities_; }

  /// `folder` is UTF-8. Fails with kNotFound when the server refuses.
  net::Outcome<Mailbox> select(std::string_view folder, Access access);

  /// The same for a name as the server writes it, only to be read.
  net::Outcome<Mailbox> examine(std::string_view server_name);

  /// All UIDs ≥ `first` in ascending order; with `since` (µs, UTC) those the server may hold for newer than that, up to
  /// two days too many, because IMAP compares whole days of an unknown zone.
  net::Outcome<std::vector<Uid>> search(Uid first, std::optional<std::int64_t> since);
  /// Those of `uids` that are in the folder now.
  net::Outcome<std::vector<Uid>> still_there(const std::vector<Uid>& uids);
  /// Date and size of the given mails; missing are vanished ones and, when the server refuses, any others as well: see
  /// still_there(). At most 500 at once.
  net::Outcome<std::vector<MailInfo>> describe(const std::vector<Uid>& uids);

  /// Asks for the bodies of `mails`; take_mails() must be the next call. A mail is asked for as a whole, or up to
  /// `max_mail_bytes` from its beginning.
  net::Outcome<void> ask_for_mails(const std::vector<MailInfo>& mails, std::uint64_t max_mail_bytes);
  /// The mails asked for, in the order of their UIDs. Missing are those that vanished meanwhile and, when the server
  /// refuses one, any others as well: see still_there().
  net::Outcome<std::vector<FetchedMail>> take_mails();
  /// One mail up to `max_bytes`, or only its header; whatever sizes the server tells, no more than that is accepted.
  enum class Extent { kMail, kHeader };
  net::Outcome<OneMail> fetch_one(Uid uid, Extent extent, std::uint64_t max_bytes);

  /// Waits for news in the mailbox with IDLE for at most `span`. Precondition: capabilities().idle.
  net::Outcome<IdleEnd> idle(net::Milliseconds span);
  /// Asks for news without waiting.
  net::Outcome<IdleEnd> noop();

  /// Sets a keyword or flag such as "$FrontdeskDone". Precondition: selected for writing.
  net::Outcome<void> mark_done(const std::vector<Uid>& uids, std::string_view flag);
  /// MOVE, or COPY + \Deleted + UID EXPUNGE; refuses (kRefused) when the server has neither MOVE nor UIDPLUS, because
  /// a plain EXPUNGE would delete what others marked.
  net::Outcome<void> move_to(const std::vector<Uid>& uids, std::string_view folder);

  /// The folder for what was sent, as the server writes its name: by its special use, else by a usual name. Fails with
  /// kNotFound when there is none.
  net::Outcome<std::string> sent_folder();
  /// Whether a mail with this Message-ID lies in the folder (a name as sent_folder() gives it).
  net::Outcome<bool> holds_message_id(std::string_view folder, std::string_view message_id);
  /// Puts a mail (lines end in CRLF) there, as one that was read.
  net::Outcome<void> append(std::string_view folder, std::string_view mail);

  /// Says goodbye, without waiting long for an answer.
  void log_out();

 private:
  enum class Completion { kOk, kNo, kBad };
  struct Status {
    Completion completion = Completion::kOk;
    std::string code;  ///< e.g. "AUTHENTICATIONFAILED"
    std::string text;
  };
  using OnUntagged = std::function<void(const Classified&, Response&)>;

  Session(net::Connection connection, const ResponseLimits& limits)
      : connection_(std::move(connection)), limits_(limits) {}

  net::Outcome<void> read_greeting();
  net::Outcome<void> start_tls();
  net::Outcome<void> ask_capabilities();
  net::Outcome<void> identify();
  net::Outcome<void> authenticate(std::string_view mechanism, const std::string& response);
  net::Outcome<void> login(const net::Credentials& credentials);
  /// Sends one command and reads to its end; kClosed when the server says BYE.
  net::Outcome<Status> run(std::string_view command, const OnUntagged& on_untagged = {});
  net::Outcome<std::string> send(std::string_view command);
  net::Outcome<Status> finish(std::string_view tag, const OnUntagged& on_untagged, std::string_view continuation = {});
  /// Takes what every untagged response may tell, whatever the command.
  void note(const Classified& response);
  net::Outcome<Mailbox> open_folder(std::string_view verb, std::string_view server_name);
  net::Outcome<std::vector<Uid>> find(std::string_view criteria);
  net::Outcome<void> expect_ok(std::string_view command, std::string_view doing);
  static net::Failure login_failure(const Status& status);

  net::Connection connection_;
  ResponseLimits limits_;
  Capabilities capabilities_;
  bool capabilities_known_ = false;
  bool pre_authenticated_ = false;
  std::uint32_t exists_ = 0;  ///< mails in the folder, as the server told last
  bool news_ = false;         ///< more came since the last search began
  std::optional<std::string> bye_;
  std::uint32_t counter_ = 0;
  std::string fetch_tag_;
  std::vector<MailInfo> asked_;
  std::uint64_t max_mail_bytes_ = 0;
};

}  // namespace frontdesk::email::imap
