// Which mails must never be answered by a machine (RFC 3834 section 2 and what real mailers do).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "mime/mail.h"

namespace frontdesk::email {

enum class AutomaticReason {
  kAutoSubmitted,    ///< Auto-Submitted other than "no"
  kEmptyReturnPath,  ///< Return-Path: <>
  kBulk,             ///< Precedence bulk, junk or list
  kList,             ///< any List-* header
  kSuppressed,       ///< X-Auto-Response-Suppress All, AutoReply or OOF
  kAutoReply,        ///< X-Autoreply, X-Autorespond
  kMachineSender,    ///< mailer-daemon, postmaster, no-reply …
  kReport,           ///< multipart/report or any other bounce
  kOwnLoop,          ///< our own loop header, or sent from one of our own addresses
  kTooManyHops,      ///< more than 25 Received headers
};

/// Stable lower-case word, e.g. "auto_submitted".
const char* to_text(AutomaticReason reason);

/// The header name by which our mails are recognised when they come back; its value is the installation's id.
inline constexpr const char* kLoopHeader = "X-Frontdesk-Loop";
inline constexpr std::size_t kMaxReceivedHeaders = 25;

/// The first reason not to answer, or nullopt for a mail from a person.
/// `own_addresses`: the addresses of our mailboxes, compared without case and plus-part.
[[nodiscard]] std::optional<AutomaticReason> automatic_reason(const Mail& mail,
                                                              std::span<const std::string> own_addresses);

}  // namespace frontdesk::email
