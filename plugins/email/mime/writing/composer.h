// Writes one outgoing mail: MIME, CRLF lines, pure ASCII, every header line ≤ 78 bytes where it can be folded.
//
// Header injection is impossible: CR, LF or NUL in any header value, and any address that is not in the form of
// writable_address() (mail_address.h), make compose_mail() refuse. Encoded words never cut a character. Thread rule:
// pure function.
//
//   OutgoingMail mail;
//   mail.from = {"support@example.com", "客服"};
//   mail.to = {{"li.lei@example.com", "李雷"}};
//   mail.subject = "关于您的退款 [#P20240315001]";
//   mail.message_id = "T42.7.k3j2h1@example.com";
//   mail.date = now;
//   mail.text = "您好…";
//   auto composed = compose_mail(mail);
//   if (const auto* refused = std::get_if<Refused>(&composed)) return reject(refused->reason);
//   send(std::get<std::string>(composed));
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mime/mail.h"

namespace frontdesk::email {

enum class AutoSubmitted { kNo, kGenerated, kReplied };

struct OutgoingAttachment {
  std::string name;  ///< any UTF-8; made safe, then encoded by RFC 2231 and, for old readers, RFC 2047
  std::string mime = "application/octet-stream";
  std::string_view bytes;  ///< of the caller: a large file is not held once more
  std::string content_id;  ///< not empty: an inline part of the HTML body
};

struct OutgoingMail {
  Address from;
  std::vector<Address> to;  ///< at least one; addresses as writable_address() gives them
  std::vector<Address> cc;
  std::optional<Address> reply_to;  ///< usually with the ticket's plus-address token
  std::string subject;
  std::string message_id;               ///< "T{ticket}.{message}.{random}@{domain}", without angle brackets
  std::string in_reply_to;              ///< one id without angle brackets; may be empty
  std::vector<std::string> references;  ///< oldest first; the last 20 that fit 998 bytes are written
  std::chrono::sys_seconds date{};
  AutoSubmitted auto_submitted = AutoSubmitted::kNo;
  std::string loop_id;  ///< value of our loop header; empty: none
  std::string text;     ///< UTF-8; ill-formed bytes become U+FFFD
  std::string html;     ///< optional alternative
  std::vector<OutgoingAttachment> attachments;
};

/// Why the mail was not written; without personal data.
struct Refused {
  std::string reason;
};

using ComposedMail = std::variant<std::string, Refused>;

[[nodiscard]] ComposedMail compose_mail(const OutgoingMail& mail);

/// local@domain with a dot-atom local part (≤ 64 bytes) and a host name (≤ 255 bytes) with at least one dot or
/// "localhost"; UTF-8 is allowed in both (SMTPUTF8). Nothing else: no quotes, comments, blanks or controls.
[[nodiscard]] bool is_valid_address(std::string_view address);

/// For SMTP: true when an address needs the SMTPUTF8 extension.
[[nodiscard]] bool needs_smtputf8(const OutgoingMail& mail);

}  // namespace frontdesk::email
