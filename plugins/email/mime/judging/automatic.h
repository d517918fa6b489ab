// Which mails come from machines, and which ones a machine must not answer (RFC 3834 section 2 and what mailers do).
//
// The two are not the same: a customer who writes through a mailing list or a web form is a person who waits for an
// answer, even where an automatic acknowledgement would do harm.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mime/mail.h"

namespace frontdesk::email {

enum class AutomaticReason {
  kAutoSubmitted,    ///< Auto-Submitted other than "no"
  kEmptyReturnPath,  ///< Return-Path: <>
  kBulk,             ///< Precedence bulk or junk
  kList,             ///< Precedence list or any List-*
  kSuppressed,       ///< X-Auto-Response-Suppress All, AutoReply or OOF
  kAutoReply,        ///< X-Autoreply, X-Autorespond, or the words that programs write without any header
  kMachineSender,    ///< mailer-daemon, postmaster, no-reply … and nobody else to answer
  kReport,           ///< multipart/report or any other bounce
  kOwnLoop,          ///< our own loop header, or written by one of our own addresses
  kTooManyHops,      ///< more than 25 Received headers
};

/// Stable lower-case word, e.g. "auto_submitted".
const char* to_text(AutomaticReason reason);

/// True when a person may have written the mail and waits for an answer: only a machine must not give it.
[[nodiscard]] bool is_for_people(AutomaticReason reason);

/// The header name by which our mails are recognised when they come back; its value is the installation's id.
inline constexpr const char* kLoopHeader = "X-Frontdesk-Loop";
inline constexpr std::size_t kMaxReceivedHeaders = 25;

/// Who is us.
struct OwnMarks {
  std::span<const std::string> addresses;  ///< of our mailboxes, compared without case and plus-part
  std::string_view loop_id;                ///< value of our loop header; another's value is another's mail
};

/// It can be written to, and is none of ours.
[[nodiscard]] bool can_be_answered(const Address& who, const OwnMarks& own);

/// Whom an answer shall reach: the first Reply-To that is a person's address and not ours, else From. Forms on web
/// sites send as no-reply or as the shop itself and name the customer in Reply-To; some customers' programs name us
/// there, or nothing that can be written to.
[[nodiscard]] const Address& author_of(const Mail& mail, const OwnMarks& own);

/// The other addresses of Reply-To that an answer could go to, ours not among them.
[[nodiscard]] std::vector<Address> further_recipients(const Mail& mail, const OwnMarks& own);

/// The first reason why a machine must not answer, those that tell of a machine first; nullopt for a mail from a
/// person.
[[nodiscard]] std::optional<AutomaticReason> automatic_reason(const Mail& mail, const OwnMarks& own);

}  // namespace frontdesk::email
