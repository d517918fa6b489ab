// One mail as Frontdesk sees it: plain values, every text valid UTF-8 with LF line ends, nothing left encoded.
//
// Filled by read_mail() (mail_reader.h). A field is empty when the mail does not carry it; nothing is invented.
// Thread rule: plain values.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace frontdesk::email {

/// One mailbox of an address header. `address` is as written (case kept), e.g. "li.lei@example.com"; it may be empty
/// when the header names a person only. `name` is decoded, one line, may be empty.
struct Address {
  std::string address;
  std::string name;

  friend bool operator==(const Address&, const Address&) = default;
};

struct Attachment {
  std::string name;        ///< safe to store and show: no path, controls or bidi characters, 1–200 bytes
  std::string mime;        ///< lower case, e.g. "image/png", as the sender labelled it; never trust it
  std::string content_id;  ///< without angle brackets; empty when none
  bool is_inline = false;  ///< meant to be shown inside the HTML body
  std::string bytes;       ///< decoded content; a nested mail is its raw source
  bool left_out = false;   ///< `bytes` is empty: the mail's files are larger together than is taken
};

/// What was wrong with the mail but did not stop the reading. Show them to agents; the raw mail tells the rest.
enum class Problem {
  kHeaderTooLarge,    ///< the header was cut at Limits::max_header_bytes
  kBrokenHeader,      ///< lines in the header that are no header fields
  kTooDeep,           ///< parts below Limits::max_depth were not read
  kTooManyParts,      ///< parts beyond Limits::max_parts were not read
  kTooLarge,          ///< decoded content beyond Limits::max_decoded_bytes was dropped
  kCharsetGuessed,    ///< a label was missing, unknown or untrue; another charset fitted
  kCharsetDamaged,    ///< bytes that fit no charset became U+FFFD
  kNulBytes,          ///< NUL in header or text
  kNameChanged,       ///< an attachment's name was unsafe and has been changed
  kTextOutsideParts,  ///< words before the first part or behind the last one, which no mail program shows
  kUnreadableParts,   ///< the MIME structure could not be read; the body is shown as it came
};

/// Stable lower-case word, e.g. "too_deep".
const char* to_text(Problem problem);

/// Signed or encrypted mail is recognised, not verified or decrypted.
struct CryptoFlags {
  bool pgp_signed = false;
  bool pgp_encrypted = false;
  bool smime_signed = false;
  bool smime_encrypted = false;

  friend bool operator==(const CryptoFlags&, const CryptoFlags&) = default;
};

/// The verdicts of our own receiving server (RFC 8601): the topmost Authentication-Results header, if it carries
/// Limits::authserv_id. Values are lower-case results ("pass", "fail", "none", …); empty = not stated.
struct AuthenticationResults {
  std::string dkim;
  std::string spf;
  std::string dmarc;
  std::string arc;

  friend bool operator==(const AuthenticationResults&, const AuthenticationResults&) = default;
};

/// Header facts by which machine mail is recognised (automatic.h draws the conclusion).
struct AutomaticSigns {
  std::string auto_submitted;          ///< lower case, without parameters: "no", "auto-replied", …
  std::string precedence;              ///< lower case
  std::string auto_response_suppress;  ///< lower case list as written
  bool has_return_path = false;
  bool empty_return_path = false;     ///< Return-Path: <>
  bool has_list_header = false;       ///< any List-*
  bool has_autoreply_header = false;  ///< X-Autoreply, X-Autorespond, X-Autorespond-From
  bool is_report = false;             ///< multipart/report
  std::size_t received_count = 0;
  std::vector<std::string> loop_ids;  ///< values of X-Frontdesk-Loop
};

/// The fate of one recipient in a delivery report (RFC 3464 section 2.3).
struct RecipientStatus {
  std::string final_recipient;     ///< address without the type prefix
  std::string original_recipient;  ///< may be empty
  std::string action;              ///< lower case: failed, delayed, delivered, relayed, expanded
  std::string status;              ///< "5.1.1"; empty when unknown
  std::string diagnostic;          ///< one line, without the type prefix, ≤ 1,000 bytes

  friend bool operator==(const RecipientStatus&, const RecipientStatus&) = default;
};

struct Bounce {
  std::vector<RecipientStatus> recipients;
  std::string original_message_id;            ///< of the mail that bounced, without angle brackets; may be empty
  std::vector<std::string> original_from_to;  ///< addresses of From/Reply-To/To of that mail: they may carry our token

  /// True when a recipient failed for good (5.x.x or action failed without a 4.x status).
  [[nodiscard]] bool is_permanent() const;
};

struct Mail {
  std::string message_id;                ///< without angle brackets; empty when missing: never a unique key
  std::vector<std::string> in_reply_to;  ///< ids without angle brackets
  std::vector<std::string> references;   ///< oldest first
  Address from;                          ///< first of From, else Sender, else empty
  std::vector<Address> reply_to;
  std::vector<Address> to;
  std::vector<Address> cc;
  std::vector<std::string> delivered_to;  ///< Delivered-To, X-Original-To, Envelope-To, topmost first
  std::string subject;                    ///< one line; may hold any length
  std::optional<std::chrono::sys_seconds> date;

  std::string text;  ///< what the customer wrote; made from the HTML when the mail has nothing else
  bool text_is_from_html = false;
  std::string html;  ///< as sent, hostile until sanitised; may be empty
  std::vector<Attachment> attachments;

  AutomaticSigns signs;
  CryptoFlags crypto;
  AuthenticationResults authentication;
  std::optional<Bounce> bounce;
  std::vector<Problem> problems;  ///< each at most once, in order of discovery
};

}  // namespace frontdesk::email
