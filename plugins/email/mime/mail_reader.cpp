#include "mime/mail_reader.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "mime/address_list.h"
#include "mime/header_block.h"
#include "mime/judging/authentication.h"
#include "mime/judging/automatic.h"
#include "mime/judging/bounce.h"
#include "mime/mail_date.h"
#include "mime/parts/file_name.h"
#include "mime/parts/parts.h"
#include "mime/text/encoded_word.h"
#include "mime/text/flowed.h"
#include "mime/text/same_words.h"
#include "text/charset.h"
#include "text/html_charset.h"
#include "text/html_text.h"
#include "text/unicode.h"

namespace frontdesk::email {
namespace {

/// From here on one text says what another does.
constexpr double kSame = 0.5;

class MailBuilder {
 public:
  MailBuilder(const HeaderBlock& header, const Limits& limits)
      : header_(header),
        limits_(limits),
        body_charset_(read_parameters(header.value_or_empty("Content-Type")).parameter("charset")) {}

  void read_header();
  void read_body(PartList list);
  Mail take() { return std::move(mail_); }

 private:
  void note(Problem problem) {
    auto& problems = mail_.problems;
    if (std::find(problems.begin(), problems.end(), problem) == problems.end()) problems.push_back(problem);
  }
  void note_if(bool found, Problem problem) {
    if (found) note(problem);
  }

  std::vector<Address> addresses(std::string_view name);
  void read_ids();
  void read_recipients();
  void read_signs();

  void read_crypto(const ParameterizedValue& type);
  void add_part(Part part);
  std::string text_of(const Part& part);
  void add_text(std::string& body, const std::string& text);
  void add_attachment(Part part);
  void add_report_part(const Part& part);
  void join_html();
  void show_only_file();
  void finish_texts();

  const HeaderBlock& header_;
  const Limits& limits_;
  std::string body_charset_;  ///< of a mail without parts, else empty
  Mail mail_;
  bool first_part_ = true;
  std::string file_charset_;     ///< of the last part
  bool is_alternative_ = false;  ///< plain text and HTML are offered as two forms of one message
};

std::vector<Address> MailBuilder::addresses(std::string_view name) {
  std::vector<Address> out;
  for (const std::string_view value : header_.all(name)) {
    AddressList list = read_addresses(value, body_charset_);
    note_if(list.guessed, Problem::kCharsetGuessed);
    note_if(list.damaged, Problem::kCharsetDamaged);
    std::move(list.addresses.begin(), list.addresses.end(), std::back_inserter(out));
  }
  return out;
}

void MailBuilder::read_ids() {
  const auto own = read_message_ids(header_.value_or_empty("Message-ID"));
  if (!own.empty()) mail_.message_id = own.front();
  mail_.in_reply_to = read_message_ids(header_.value_or_empty("In-Reply-To"));
  mail_.references = read_message_ids(header_.value_or_empty("References"));
}

void MailBuilder::read_recipients() {
  auto from = addresses("From");
  if (from.empty()) from = addresses("Sender");
  if (!from.empty()) mail_.from = std::move(from.front());
  mail_.reply_to = addresses("Reply-To");
  mail_.to = addresses("To");
  mail_.cc = addresses("Cc");
  for (const char* name : {"Delivered-To", "X-Original-To", "Envelope-To"}) {
    for (Address& address : addresses(name)) mail_.delivered_to.push_back(std::move(address.address));
  }
}

void MailBuilder::read_signs() {
  AutomaticSigns& signs = mail_.signs;
  const auto word = [&](const char* name) {
    const std::string_view value = header_.value_or_empty(name);
    return repair_utf8(to_lower_ascii(trim(value.substr(0, std::min(value.find(';'), std::size_t{200})))));
  };
  signs.auto_submitted = word("Auto-Submitted");
  signs.precedence = word("Precedence");
  signs.auto_response_suppress = word("X-Auto-Response-Suppress");
  if (const std::string* path = header_.find("Return-Path")) {
    signs.has_return_path = true;
    signs.empty_return_path = trim(*path) == "<>";
  }
  signs.has_list_header = header_.has_prefix("List-");
  signs.has_autoreply_header = header_.has_prefix("X-Autoreply") || header_.has_prefix("X-Autorespond");
  signs.received_count = header_.all("Received").size();
  for (const std::string_view id : header_.all(kLoopHeader)) signs.loop_ids.push_back(one_line(id.substr(0, 200)));
}

void MailBuilder::read_header() {
  note_if(header_.truncated(), Problem::kHeaderTooLarge);
  note_if(header_.has_broken_lines(), Problem::kBrokenHeader);
  note_if(header_.has_nul(), Problem::kNulBytes);
  const DecodedHeader subject = decode_header_text(header_.value_or_empty("Subject"), body_charset_);
  note_if(subject.guessed, Problem::kCharsetGuessed);
  note_if(subject.damaged, Problem::kCharsetDamaged);
  mail_.subject = one_line(subject.text);
  mail_.date = read_mail_date(header_.value_or_empty("Date"));
  read_ids();
  read_recipients();
  read_signs();
  mail_.authentication = read_authentication(header_.all("Authentication-Results"), limits_.authserv_id);
}

void MailBuilder::read_crypto(const ParameterizedValue& type) {
  const std::string protocol = to_lower_ascii(type.parameter("protocol"));
  const bool pgp = protocol.find("pgp") != std::string::npos;
  if (type.value == "multipart/signed") (pgp ? mail_.crypto.pgp_signed : mail_.crypto.smime_signed) = true;
  if (type.value == "multipart/encrypted") (pgp ? mail_.crypto.pgp_encrypted : mail_.crypto.smime_encrypted) = true;
  if (type.value == "application/pkcs7-mime" || type.value == "application/x-pkcs7-mime") {
    const bool is_signed = to_lower_ascii(type.parameter("smime-type")).find("signed") != std::string::npos;
    (is_signed ? mail_.crypto.smime_signed : mail_.crypto.smime_encrypted) = true;
  }
}

std::string_view written_name(const Part& part) {
  const std::string_view name = part.disposition.parameter("filename");
  return name.empty() ? part.type.parameter("name") : name;
}

/// What is shown as the mail's own text: not labelled as an attachment, and not named, except that some mailers
/// name the body itself without any disposition.
bool is_body(const Part& part, bool first) {
  if (part.type.value != "text/plain" && part.type.value != "text/html") return false;
  if (part.disposition.value == "attachment") return false;
  return written_name(part).empty() || (first && part.disposition.value.empty());
}

/// HTML that comes without a label, or under one that says nothing, names its charset itself.
std::string charset_of(const Part& part, std::string_view bytes) {
  std::string label(part.type.parameter("charset"));
  if (part.type.value != "text/html" || is_ascii(bytes)) return label;
  const std::string lower = to_lower_ascii(label);
  const bool says_nothing = lower.empty() || lower == "us-ascii" || lower == "ascii" || lower == "default" ||
                            lower == "unknown" || lower == "unknown-8bit" || lower == "x-unknown" || lower == "none";
  const bool is_untrue = (lower == "utf-8" || lower == "utf8") && !measure_utf8(bytes).valid();
  if (!says_nothing && !is_untrue) return label;
  std::string own = html_charset(bytes);
  return own.empty() ? label : own;
}

std::string MailBuilder::text_of(const Part& part) {
  const std::string_view bytes = std::string_view(part.bytes).substr(0, limits_.max_text_bytes);
  note_if(bytes.size() < part.bytes.size(), Problem::kTooLarge);
  note_if(bytes.find('\0') != std::string_view::npos, Problem::kNulBytes);
  Decoded decoded = decode_text(bytes, charset_of(part, bytes));
  note_if(decoded.guessed, Problem::kCharsetGuessed);
  note_if(decoded.damaged, Problem::kCharsetDamaged);
  if (decoded.text.find('\r') != std::string::npos) decoded.text = with_lf(decoded.text);
  if (equals_ignoring_case(part.type.parameter("format"), "flowed") && part.type.value == "text/plain")
    decoded.text = join_flowed(decoded.text, equals_ignoring_case(part.type.parameter("delsp"), "yes"));
  return std::move(decoded.text);
}

void MailBuilder::add_text(std::string& body, const std::string& text) {
  if (!body.empty() && body.size() + text.size() > limits_.max_text_bytes) return note(Problem::kTooLarge);
  if (!body.empty() && !body.ends_with('\n')) body.push_back('\n');
  body += text;
}

/// The name of an attached mail that has none: its subject.
std::string name_of_message(std::string_view bytes) {
  constexpr std::size_t kMostHeader = 64U << 10;
  const HeaderBlock header(bytes.substr(0, kMostHeader), kMostHeader);
  std::string subject = one_line(decode_header_text(header.value_or_empty("Subject")).text);
  for (char& c : subject) {
    if (c == '/' || c == '\\') c = '_';  // no path here
  }
  return subject.empty() ? std::string() : std::string(cut_at_character(subject, 180)) + ".eml";
}

bool is_message(std::string_view type) {
  return type == "message/rfc822" || type == "message/global" || type == "message/news";
}

void MailBuilder::add_attachment(Part part) {
  Attachment attachment;
  const std::string_view written = written_name(part);
  attachment.name = written.empty() && is_message(part.type.value)
                        ? safe_file_name(name_of_message(part.bytes), part.type.value)
                        : safe_file_name(written, part.type.value);
  note_if(!written.empty() && attachment.name != written, Problem::kNameChanged);
  attachment.mime = repair_utf8(part.type.value.substr(0, 127));
  attachment.content_id = std::move(part.content_id);
  attachment.is_inline = part.disposition.value == "inline" ||
                         (part.disposition.value != "attachment" && part.in_related && !attachment.content_id.empty());
  attachment.bytes = std::move(part.bytes);
  mail_.attachments.push_back(std::move(attachment));
}

void MailBuilder::add_report_part(const Part& part) {
  const std::string& type = part.type.value;
  if ((type == "message/delivery-status" || type == "message/global-delivery-status") && !mail_.bounce) {
    mail_.bounce = read_delivery_status(part.bytes);
  }
  const bool original = type == "message/rfc822" || type == "text/rfc822-headers" || type == "message/global" ||
                        type == "message/rfc822-headers" || type == "message/global-headers";
  if (original && mail_.bounce && mail_.bounce->original_message_id.empty()) read_original(part.bytes, *mail_.bounce);
}

void MailBuilder::add_part(Part part) {
  read_crypto(part.type);
  if (mail_.signs.is_report) add_report_part(part);
  const bool body = is_body(part, first_part_);
  first_part_ = false;
  if (!body) return add_attachment(std::move(part));
  const std::string text = text_of(part);
  std::string& target = part.type.value == "text/html" ? mail_.html : mail_.text;
  // Two texts of one alternative say the same, or one of them would be lost.
  const bool again = part.in_alternative && !trim(target).empty() && said_by(text, target) >= kSame;
  if (!again) add_text(target, text);
  is_alternative_ |= part.in_alternative;
  // A body that has a name is a file as well: "the whole mail is orders.csv".
  if (!written_name(part).empty()) add_attachment(std::move(part));
}

/// The plain text is what is read, searched and classified. Where it is a stub that sends its reader to the HTML, or
/// where the HTML is another piece of the mail, the words of the HTML take part.
void MailBuilder::join_html() {
  if (mail_.html.empty()) return;
  // The usual case, without taking the HTML apart.
  if (letter_count(mail_.text) > 0 && said_by(mail_.text, mail_.html) >= kSame) return;
  std::string from_html = text_of_html(mail_.html);
  if (letter_count(from_html) == 0) return;
  if (letter_count(mail_.text) == 0) {
    mail_.text = std::move(from_html);
    mail_.text_is_from_html = true;
    return;
  }
  constexpr double kOther = 0.3;
  const bool is_other = said_by(mail_.text, from_html) < kOther && said_by(from_html, mail_.text) < kOther;
  if (!is_other) return;
  // A long text beside a short line of HTML is no stub.
  const bool is_stub = is_alternative_ && letter_count(mail_.text) < 8 * letter_count(from_html);
  if (!is_stub) return add_text(mail_.text, from_html);
  mail_.text = std::move(from_html);
  mail_.text_is_from_html = true;
}

/// A mail that is one text file: what it says is shown besides.
void MailBuilder::show_only_file() {
  constexpr std::size_t kShown = 64U << 10;
  if (!trim(mail_.text).empty() || !mail_.html.empty() || mail_.attachments.size() != 1) return;
  const Attachment& file = mail_.attachments.front();
  if (file.mime != "text/plain" && file.mime != "text/csv") return;
  if (file.bytes.size() > kShown || file.bytes.find('\0') != std::string::npos) return;
  mail_.text = with_lf(decode_text(file.bytes, file_charset_).text);
}

void MailBuilder::finish_texts() {
  join_html();
  show_only_file();
  const std::string_view text = mail_.text;
  mail_.crypto.pgp_signed |= text.find("-----BEGIN PGP SIGNED MESSAGE-----") != std::string_view::npos;
  mail_.crypto.pgp_encrypted |= text.find("-----BEGIN PGP MESSAGE-----") != std::string_view::npos;
}

void MailBuilder::read_body(PartList list) {
  note_if(list.too_deep, Problem::kTooDeep);
  note_if(list.too_many, Problem::kTooManyParts);
  note_if(list.too_large, Problem::kTooLarge);
  note_if(list.unreadable, Problem::kUnreadableParts);
  for (const ParameterizedValue& type : list.multiparts) {
    read_crypto(type);
    mail_.signs.is_report |= type.value == "multipart/report";
  }
  for (Part& part : list.parts) {
    file_charset_ = part.type.parameter("charset");
    add_part(std::move(part));
  }
  if (!list.outside.empty()) {
    note(Problem::kTextOutsideParts);
    if (trim(mail_.text).empty() && trim(mail_.html).empty())
      mail_.text = with_lf(decode_text(list.outside, body_charset_).text);
  }
  finish_texts();
  if (!mail_.bounce) mail_.bounce = read_textual_bounce(mail_);
}

ReadMail read_checked(std::string_view raw, const Limits& limits) {
  if (trim(raw).empty()) return Unreadable{"The mail is empty."};
  if (raw.size() > limits.max_raw_bytes) return Unreadable{"The mail is larger than the limit for one mail."};
  // Old Macs end lines with CR alone; GMime knows LF only.
  const bool only_cr = raw.find('\n') == std::string_view::npos && raw.find('\r') != std::string_view::npos;
  const std::string converted = only_cr ? with_lf(raw) : std::string();
  const HeaderBlock header(only_cr ? std::string_view(converted) : raw, limits.max_header_bytes);
  MailBuilder builder(header, limits);
  builder.read_header();
  builder.read_body(read_parts(header, header.body(), {limits.max_depth, limits.max_parts, limits.max_decoded_bytes}));
  return builder.take();
}

}  // namespace

ReadMail read_mail(std::string_view raw, const Limits& limits) {
  try {
    return read_checked(raw, limits);
  } catch (const std::exception&) {  // exhaustion only; the reader itself throws nothing
    return Unreadable{"The mail needs more memory than there is."};
  }
}

}  // namespace frontdesk::email
