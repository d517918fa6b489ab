// One SMTP submission session (RFC 6409): from the greeting to QUIT, any number of mails.
//
// What became of a mail is an Ending, not a yes or no: the difference between "refused for good", "not now" and "nobody
// knows" decides whether it may be sent again. After kUnknown or any failure of the connection drop the session.
// Thread rule: one thread at a time.
//
//   auto session = Session::open(std::move(connection), Security::kStartTls, "frontdesk.example.com");
//   if (auto in = session->sign_in(credentials); !in) return in.failure();
//   Delivery done = session->send({.sender = "support@example.com", .recipients = {"li@example.com"}, .content =
//   mail});
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/connection.h"
#include "net/credentials.h"

namespace frontdesk::email::smtp {

struct Extensions {
  bool start_tls = false;
  bool eight_bit_mime = false;
  bool smtp_utf8 = false;
  bool dsn = false;
  bool auth_plain = false;
  bool auth_login = false;
  bool auth_xoauth2 = false;
  bool auth_other = false;                 ///< ways to sign in that we do not speak
  std::optional<std::uint64_t> max_bytes;  ///< SIZE; 0 or absent: the server names no limit

  [[nodiscard]] bool offers_sign_in() const { return auth_plain || auth_login || auth_xoauth2 || auth_other; }
};

struct Reply {
  int code = 0;          ///< 100 … 599
  std::string enhanced;  ///< "5.1.1", when the server gives one (RFC 3463)
  std::string text;      ///< of all lines, joined by blanks, at most 1,000 bytes
};

enum class Ending {
  kSent,       ///< taken for every recipient
  kPermanent,  ///< refused for good; nothing was sent
  kTemporary,  ///< not now; nothing was sent: trying again is safe
  kAuth,       ///< the server wants other credentials or its policy lets nobody like us send (530, 535, 5.7.x)
  kUnknown,    ///< the content was sent and the reply was lost: it may have been delivered
  kCancelled,  ///< stopped before the content's end; nothing was sent
};

struct Envelope {
  std::string sender;  ///< may be empty: machine mail that must not bounce
  std::vector<std::string> recipients;
  std::string envelope_id;   ///< ENVID for delivery reports; printable ASCII; may be empty
  bool needs_utf8 = false;   ///< an address holds UTF-8
  std::string_view content;  ///< CRLF lines, not dot-stuffed
  /// Set before the final dot is written: from then on the server may have taken the mail, whatever comes back, even an
  /// exception. May be null.
  bool* handed_over = nullptr;
  /// Asked just before that; false: the connection is broken off, and the server throws the mail away. May be empty.
  std::function<bool()> may_hand_over{};
};

struct RefusedRecipient {
  std::string address;
  Reply reply;
};

/// Where the fate of a mail was decided.
enum class Decided {
  kBefore,      ///< by ourselves: nothing was said of this mail
  kSender,      ///< at MAIL FROM
  kRecipients,  ///< at RCPT TO
  kContent,     ///< at DATA, or while the content was sent
  kVerdict,     ///< by the answer to the final dot: the content was handed over
};

struct Delivery {
  Ending ending = Ending::kUnknown;
  Decided decided = Decided::kBefore;
  std::optional<net::FailureKind> failure;  ///< when the connection failed
  Reply reply;                              ///< the decisive reply; code 0 when the connection failed
  /// Recipients that were refused although others were taken (ending kSent), or all of them.
  std::vector<RefusedRecipient> refused;
};

class Session {
 public:
  /// `our_name` is said in EHLO. With Security::kStartTls upgrades before anything else, never falling back.
  static net::Outcome<Session> open(net::Connection connection, net::Security security, const std::string& our_name);

  /// Fails with kAuthFailed or kAuthTemporary.
  net::Outcome<void> sign_in(const net::Credentials& credentials);
  [[nodiscard]] const Extensions& extensions() const { return extensions_; }

  /// One mail. When at least one recipient is taken, the content is sent to those.
  Delivery send(const Envelope& mail);

  /// From now on no call waits beyond `until`: for a session that serves mails of several calls.
  void set_until(net::SteadyClock::time_point until) { connection_.set_until(until); }
  /// QUIT, without waiting long for an answer.
  void quit();

 private:
  Session(net::Connection connection, std::string our_name)
      : connection_(std::move(connection)), our_name_(std::move(our_name)) {}

  net::Outcome<Reply> read_reply();
  net::Outcome<Reply> command(std::string_view line);
  net::Outcome<void> greet();
  net::Outcome<void> start_tls();
  void read_extensions(const std::vector<std::string>& lines);
  net::Outcome<Reply> authenticate(const net::Credentials& credentials);
  net::Outcome<Reply> authenticate_login(const net::Credentials& credentials);
  std::optional<Delivery> check(const Envelope& mail) const;
  std::string mail_command(const Envelope& mail) const;
  std::string recipient_command(const std::string& address) const;
  Delivery transfer(const Envelope& mail, Delivery so_far);
  void reset();

  net::Connection connection_;
  std::string our_name_;
  Extensions extensions_;
  std::vector<std::string> last_lines_;  ///< texts of the last reply, line by line
};

/// Doubles the dot that begins a line (RFC 5321 section 4.5.2) and makes every line end CRLF, also the last one.
std::string dot_stuffed(std::string_view content);

/// kPermanent, kTemporary or kAuth for a refusing reply.
Ending ending_of(const Reply& reply);
/// The same for the answer to the final dot: whatever it says of policy, it says it of this content.
Ending ending_for_content(const Reply& reply);
/// The same for the refusal of one recipient: a policy (5.7.x) is that recipient's, unless it is about our signing in.
Ending ending_for_recipient(const Reply& reply);

}  // namespace frontdesk::email::smtp
