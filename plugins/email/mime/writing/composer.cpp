#include "mime/writing/composer.h"

#include <algorithm>

#include "mime/judging/automatic.h"
#include "mime/mail_address.h"
#include "mime/mail_date.h"
#include "mime/parts/file_name.h"
#include "mime/parts/parameters.h"
#include "mime/parts/transfer_encoding.h"
#include "mime/text/encoded_word.h"
#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kMaxReferences = 20;
constexpr std::size_t kMaxReferencesBytes = 998;
constexpr std::size_t kMaxIdBytes = 250;
constexpr std::size_t kFoldColumn = 76;
constexpr std::size_t kMaxRecipients = 100;
constexpr std::size_t kMaxSubjectBytes = 4000;

bool has_line_break(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

// --- what may be written -----------------------------------------------------------------------------------------

bool is_atom_character(char c) {
  const bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

/// Parts between dots are not empty and made of allowed characters.
template <class Allowed>
bool is_dotted(std::string_view text, Allowed allowed) {
  std::size_t part = 0;
  for (const char c : text) {
    if (c == '.' && part == 0) return false;
    if (c != '.' && !allowed(c)) return false;
    part = c == '.' ? 0 : part + 1;
  }
  return part > 0;
}

bool is_host_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_valid_domain(std::string_view domain) {
  if (domain.empty() || domain.size() > 255 || !is_dotted(domain, is_host_character)) return false;
  if (domain.front() == '-' || domain.back() == '-') return false;
  return domain == "localhost" || domain.find('.') != std::string_view::npos;
}

bool is_valid_id(std::string_view id) {
  if (id.empty() || id.size() > kMaxIdBytes || id.find('@') == std::string_view::npos) return false;
  return std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7F && c != '<' && c != '>'; });
}

bool is_valid_mime(std::string_view mime) {
  const auto token = [](char c) { return is_host_character(c) || c == '.' || c == '+' || c == '_'; };
  const std::size_t slash = mime.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == mime.size() || !is_ascii(mime)) return false;
  if (mime.size() > 127 || mime.find('/', slash + 1) != std::string_view::npos) return false;
  return std::all_of(mime.begin(), mime.end(), [&](char c) { return c == '/' || token(c); });
}

std::string refuse_addresses(const OutgoingMail& mail) {
  if (mail.to.empty()) return "The mail has no recipient.";
  if (mail.to.size() + mail.cc.size() > kMaxRecipients) return "The mail has more than 100 recipients.";
  const auto bad = [](const Address& a) { return !is_valid_address(a.address); };
  const auto bad_name = [](const Address& a) { return has_line_break(a.name); };
  if (bad(mail.from) || (mail.reply_to && bad(*mail.reply_to))) return "The sender address is not valid.";
  // Customers' addresses are what their providers gave them; ours are ours to choose.
  const auto unwritable = [](const Address& a) { return writable_address(a.address) != a.address; };
  if (std::any_of(mail.to.begin(), mail.to.end(), unwritable)) return "A recipient address is not valid.";
  if (std::any_of(mail.cc.begin(), mail.cc.end(), unwritable)) return "A copy address is not valid.";
  const bool names_broken = bad_name(mail.from) || (mail.reply_to && bad_name(*mail.reply_to)) ||
                            std::any_of(mail.to.begin(), mail.to.end(), bad_name) ||
                            std::any_of(mail.cc.begin(), mail.cc.end(), bad_name);
  return names_broken ? "A name in the addresses has a line break." : std::string();
}

/// Why this mail must not be written; empty when it may.
std::string refusal(const OutgoingMail& mail) {
  if (std::string reason = refuse_addresses(mail); !reason.empty()) return reason;
  if (has_line_break(mail.subject)) return "The subject has a line break.";
  if (mail.subject.size() > kMaxSubjectBytes) return "The subject is too long.";
  if (!is_valid_id(mail.message_id)) return "The Message-ID is not valid.";
  if (has_line_break(mail.in_reply_to) || has_line_break(mail.loop_id)) return "A header value has a line break.";
  if (!is_ascii(mail.loop_id) || mail.loop_id.size() > 200) return "The loop id is not plain text.";
  for (const OutgoingAttachment& attachment : mail.attachments) {
    if (has_line_break(attachment.name)) return "An attachment name has a line break.";
    if (!is_valid_mime(attachment.mime)) return "An attachment has no valid MIME type.";
    if (!attachment.content_id.empty() && !is_valid_id(attachment.content_id)) return "A Content-ID is not valid.";
  }
  return {};
}

// --- header ------------------------------------------------------------------------------------------------------

void add_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

/// The bytes on the last line of what has been written.
std::size_t last_column(std::string_view written) {
  const std::size_t line = written.rfind('\n');
  return line == std::string_view::npos ? written.size() : written.size() - line - 1;
}

void add_addresses(std::string& out, std::string_view name, const std::vector<Address>& addresses) {
  if (addresses.empty()) return;
  std::string line(name);
  line += ": ";
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const Address& address = addresses[i];
    if (i > 0) line += ",\r\n ";
    if (!address.name.empty()) line += encode_phrase(address.name, last_column(line)) + " ";
    if (!address.name.empty() && last_column(line) + address.address.size() + 2 > kFoldColumn) {
      line.pop_back();
      line += "\r\n ";
    }
    line += address.name.empty() ? address.address : "<" + address.address + ">";
  }
  out += line + "\r\n";
}

/// The newest ids that fit into the count and the length of one unfolded line, oldest first.
std::vector<std::string_view> fitting_references(const OutgoingMail& mail) {
  std::vector<std::string_view> out;
  std::size_t bytes = std::string_view("References:").size();
  const auto add = [&](std::string_view id) {
    const bool known = std::find(out.begin(), out.end(), id) != out.end();
    const bool fits = out.size() < kMaxReferences && bytes + id.size() + 3 < kMaxReferencesBytes;
    if (!is_valid_id(id) || known || !fits) return;
    out.push_back(id);
    bytes += id.size() + 3;
  };
  // The mail that is answered comes last by RFC 5322, so it is taken first.
  add(mail.in_reply_to);
  std::for_each(mail.references.rbegin(), mail.references.rend(), add);
  std::reverse(out.begin(), out.end());
  return out;
}

void add_thread_headers(std::string& out, const OutgoingMail& mail) {
  if (is_valid_id(mail.in_reply_to)) add_header(out, "In-Reply-To", "<" + mail.in_reply_to + ">");
  std::string folded;
  for (const std::string_view id : fitting_references(mail)) {
    folded.append(folded.empty() ? "" : "\r\n ").append("<").append(id).append(">");
  }
  if (!folded.empty()) add_header(out, "References", folded);
}

std::string header_of(const OutgoingMail& mail) {
  std::string out;
  add_header(out, "Date", write_mail_date(mail.date));
  add_addresses(out, "From", {mail.from});
  if (mail.reply_to) add_addresses(out, "Reply-To", {*mail.reply_to});
  add_addresses(out, "To", mail.to);
  add_addresses(out, "Cc", mail.cc);
  add_header(out, "Subject", encode_header_text(mail.subject, std::string_view("Subject: ").size()));
  add_header(out, "Message-ID", "<" + mail.message_id + ">");
  add_thread_headers(out, mail);
  if (mail.auto_submitted == AutoSubmitted::kGenerated) add_header(out, "Auto-Submitted", "auto-generated");
  if (mail.auto_submitted == AutoSubmitted::kReplied) add_header(out, "Auto-Submitted", "auto-replied");
  if (mail.auto_submitted != AutoSubmitted::kNo) add_header(out, "X-Auto-Response-Suppress", "All");
  if (!mail.loop_id.empty()) add_header(out, kLoopHeader, mail.loop_id);
  add_header(out, "MIME-Version", "1.0");
  return out;
}

// --- body --------------------------------------------------------------------------------------------------------

/// "=_" appears neither in base64 nor in quoted-printable, so that no content can hold a boundary.
std::string boundary(int level) { return "=_frontdesk_" + std::to_string(level); }

/// LF lines, valid UTF-8, ending with a line end.
std::string canonical_text(std::string_view text) {
  std::string out = with_lf(repair_utf8(text));
  if (!out.ends_with('\n')) out.push_back('\n');
  return out;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 40);
  for (const char c : text) {
    if (c == '\n') out.push_back('\r');
    out.push_back(c);
  }
  return out;
}

/// A body part from its Content-Type on. Mostly ASCII text stays readable as quoted-printable.
std::string text_part(std::string_view subtype, std::string_view text) {
  const std::string canonical = canonical_text(text);
  const auto foreign =
      std::count_if(canonical.begin(), canonical.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  const bool readable = static_cast<std::size_t>(foreign) * 6 < canonical.size();
  std::string out;
  add_header(out, "Content-Type", std::string("text/").append(subtype).append("; charset=utf-8"));
  add_header(out, "Content-Transfer-Encoding", readable ? "quoted-printable" : "base64");
  out += "\r\n";
  return out + (readable ? encode_quoted_printable(canonical) : encode_base64_lines(with_crlf(canonical)));
}

std::string attachment_part(const OutgoingAttachment& attachment) {
  const std::string name = safe_file_name(attachment.name, attachment.mime);
  // Messages must not be base64 by RFC 2046 5.2.1; as plain bytes they arrive unchanged everywhere.
  const bool composite = attachment.mime.starts_with("message/") || attachment.mime.starts_with("multipart/");
  std::string type = composite ? "application/octet-stream" : attachment.mime;
  // Readers that know no RFC 2231 look for an encoded word in the name of the Content-Type.
  type += ";\r\n name=\"" + (is_ascii(name) ? name : encode_header_text(name, 8)) + "\"";
  const bool is_inline = !attachment.content_id.empty();
  std::string out;
  add_header(out, "Content-Type", type);
  add_header(out, "Content-Transfer-Encoding", "base64");
  if (is_inline) add_header(out, "Content-ID", "<" + attachment.content_id + ">");
  add_header(out, "Content-Disposition",
             std::string(is_inline ? "inline" : "attachment") + encode_parameter("filename", name));
  out += "\r\n";
  append_base64_lines(out, attachment.bytes);
  return out;
}

std::string multipart(std::string_view subtype, int level, const std::vector<std::string>& parts) {
  std::string out;
  const std::string mark = boundary(level);
  add_header(out, "Content-Type", std::string("multipart/").append(subtype) + ";\r\n boundary=\"" + mark + "\"");
  out += "\r\n";
  std::size_t bytes = out.size();
  for (const std::string& part : parts) bytes += part.size() + mark.size() + 8;
  out.reserve(bytes);
  for (const std::string& part : parts) out.append("--").append(mark).append("\r\n").append(part).append("\r\n");
  return out.append("--").append(mark).append("--\r\n");
}

std::string body_of(const OutgoingMail& mail) {
  std::vector<std::string> inline_parts;
  std::vector<std::string> attached_parts;
  for (const OutgoingAttachment& attachment : mail.attachments) {
    const bool related = !attachment.content_id.empty() && !mail.html.empty();
    (related ? inline_parts : attached_parts).push_back(attachment_part(attachment));
  }
  std::string body = text_part("plain", mail.text);
  if (!mail.html.empty()) {
    std::string html = text_part("html", mail.html);
    if (!inline_parts.empty()) {
      inline_parts.insert(inline_parts.begin(), std::move(html));
      html = multipart("related", 3, inline_parts);
    }
    body = multipart("alternative", 2, {std::move(body), std::move(html)});
  }
  if (attached_parts.empty()) return body;
  attached_parts.insert(attached_parts.begin(), std::move(body));
  return multipart("mixed", 1, attached_parts);
}

}  // namespace

ComposedMail compose_mail(const OutgoingMail& mail) {
  std::string reason = refusal(mail);
  if (!reason.empty()) return Refused{std::move(reason)};
  std::string body = body_of(mail);
  return std::move(body.insert(0, header_of(mail)));
}

bool is_valid_address(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos || at > 64 || !measure_utf8(address).valid()) return false;
  return is_dotted(address.substr(0, at), is_atom_character) && is_valid_domain(address.substr(at + 1));
}

bool needs_smtputf8(const OutgoingMail& mail) {
  const auto foreign = [](const Address& address) { return !is_ascii(address.address); };
  return foreign(mail.from) || (mail.reply_to && foreign(*mail.reply_to)) ||
         std::any_of(mail.to.begin(), mail.to.end(), foreign) || std::any_of(mail.cc.begin(), mail.cc.end(), foreign);
}

}  // namespace frontdesk::email
