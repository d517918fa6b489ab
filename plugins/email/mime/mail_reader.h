// Reads one raw mail (RFC 5322 + MIME) that may be broken or hostile in any way.
//
// Structure and transfer encodings are GMime's work; headers, encoded words, file names and charsets are ours,
// because GMime loses text after padded encoded words and knows too few of the charsets in use (see README.md).
// Never throws, never recurses over the mail's depth; takes well below a second for any input within the limits.
// Thread rule: any thread, no shared state; the first call initialises GMime once.
//
//   auto read = read_mail(raw, {.authserv_id = "mx.example.com"});
//   if (const auto* unreadable = std::get_if<Unreadable>(&read)) return quarantine(raw, unreadable->reason);
//   const Mail& mail = std::get<Mail>(read);
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "mime/mail.h"

namespace frontdesk::email {

struct Limits {
  std::size_t max_raw_bytes = 128U << 20;     ///< larger input is Unreadable
  std::size_t max_header_bytes = 256U << 10;  ///< of the mail's own header; the rest is skipped
  std::size_t max_depth = 20;                 ///< nested multiparts that are read
  std::size_t max_parts = 1000;
  std::size_t max_decoded_bytes = 50U << 20;  ///< texts and attachments together
  std::size_t max_text_bytes = 4U << 20;      ///< of the text and of the HTML body, each
  std::string authserv_id;  ///< of the receiving server; empty: no Authentication-Results are believed
};

/// The mail cannot be shown as a mail; the caller keeps the raw bytes and opens a ticket that says so.
struct Unreadable {
  std::string reason;  ///< complete English sentence without personal data
};

using ReadMail = std::variant<Mail, Unreadable>;

[[nodiscard]] ReadMail read_mail(std::string_view raw, const Limits& limits = {});

}  // namespace frontdesk::email
