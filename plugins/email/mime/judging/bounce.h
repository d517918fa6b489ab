// Delivery reports: RFC 3464 reports and the plain-text ones of qmail, Exchange, 163, QQ and others.
//
// read_mail() calls these and fills Mail::bounce; they are public for tests and fuzzing. Total over any text.
#pragma once

#include <optional>
#include <string_view>

#include "mime/mail.h"

namespace frontdesk::email {

/// Content of a message/delivery-status part; nullopt when it names no recipient. At most 100 recipients are read.
[[nodiscard]] std::optional<Bounce> read_delivery_status(std::string_view text);

/// Message-ID and addresses of the returned mail: `original` is a message/rfc822 or text/rfc822-headers part.
void read_original(std::string_view original, Bounce& bounce);

/// A report written for people. Only mails that look machine-made (sender, empty return path, subject) are judged:
/// a customer who quotes a bounce is not one.
[[nodiscard]] std::optional<Bounce> read_textual_bounce(const Mail& mail);

}  // namespace frontdesk::email
