#include "mime/judging/bounce.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "mime/address_list.h"
#include "mime/header_block.h"
#include "mime/text/encoded_word.h"
#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kMaxRecipients = 100;
constexpr std::size_t kMaxBlocks = 300;
constexpr std::size_t kMaxReportBytes = 256U << 10;
constexpr std::size_t kMaxDiagnosticBytes = 1000;
constexpr std::size_t kMaxOriginalAddresses = 20;

/// "rfc822; user@example.com" → "user@example.com".
std::string without_type(std::string_view value) {
  const std::size_t semicolon = value.find(';');
  if (semicolon != std::string_view::npos) value.remove_prefix(semicolon + 1);
  return one_line(decode_header_text(trim(value)).text);
}

std::string address_in(std::string_view value) {
  const std::string plain = without_type(value);
  const AddressList list = read_addresses(plain);
  return list.addresses.empty() ? std::string() : list.addresses.front().address;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The first "5.1.1" in the text that is not part of a longer number such as an IP address.
std::string enhanced_status(std::string_view text) {
  for (std::size_t at = 0; at + 4 < text.size(); ++at) {
    const char c = text[at];
    if ((c != '2' && c != '4' && c != '5') || text[at + 1] != '.') continue;
    if (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == '.')) continue;
    std::size_t end = at + 2;
    while (end < text.size() && end < at + 5 && is_digit(text[end])) ++end;
    if (end == at + 2 || end >= text.size() || text[end] != '.') continue;
    const std::size_t detail = ++end;
    while (end < text.size() && end < detail + 3 && is_digit(text[end])) ++end;
    const bool more = end < text.size() &&
                      (is_digit(text[end]) || (text[end] == '.' && end + 1 < text.size() && is_digit(text[end + 1])));
    if (end == detail || more) continue;
    return std::string(text.substr(at, end - at));
  }
  return {};
}

/// An SMTP reply code 4xx or 5xx as a status: "550" → "5.0.0".
std::string status_of_code(std::string_view text) {
  for (std::size_t at = 0; at + 2 < text.size(); ++at) {
    if ((text[at] != '4' && text[at] != '5') || text[at + 1] > '5' || !is_digit(text[at + 1]) ||
        !is_digit(text[at + 2]))
      continue;
    const char before = at == 0 ? ' ' : text[at - 1];
    const char after = at + 3 < text.size() ? text[at + 3] : ' ';
    const bool starts = before == ' ' || before == '#' || before == '(' || before == ':' || before == '\t' ||
                        static_cast<unsigned char>(before) >= 0x80;
    const bool ends =
        after == ' ' || after == '-' || after == ')' || after == ',' || after == ';' || after == ':' || after == '#';
    if (starts && ends) return std::string(1, text[at]) + ".0.0";
  }
  return {};
}

std::string shortened_line(std::string_view text) {
  const std::string line = one_line(text.substr(0, 4 * kMaxDiagnosticBytes));
  return std::string(cut_at_character(line, kMaxDiagnosticBytes));
}

RecipientStatus read_block(const HeaderBlock& block) {
  RecipientStatus out;
  out.final_recipient = address_in(block.value_or_empty("Final-Recipient"));
  out.original_recipient = address_in(block.value_or_empty("Original-Recipient"));
  out.action = to_lower_ascii(one_line(block.value_or_empty("Action").substr(0, 40)));
  out.action.resize(std::min(out.action.find_first_of(" (;"), out.action.size()));
  out.status = enhanced_status(std::string(block.value_or_empty("Status")) + " ");
  out.diagnostic = shortened_line(without_type(block.value_or_empty("Diagnostic-Code")));
  if (out.status.empty()) out.status = enhanced_status(out.diagnostic);
  if (out.final_recipient.empty()) out.final_recipient = out.original_recipient;
  if (out.action.empty() && !out.status.empty()) out.action = out.status[0] == '4' ? "delayed" : "failed";
  return out;
}

// --- reports written for people ----------------------------------------------------------------------------------

constexpr std::string_view kMachineLocalParts[] = {"mailer-daemon", "mailerdaemon", "postmaster", "postmast",
                                                   "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e"};

constexpr std::string_view kBounceSubjects[] = {"undeliver",
                                                "failure notice",
                                                "delivery status notification",
                                                "delivery failure",
                                                "mail delivery failed",
                                                "returned mail",
                                                "delivery failed",
                                                "mail delivery problem",
                                                "mail system error",
                                                "returned to sender",
                                                "delivery delayed",
                                                "warning: message",
                                                "could not be delivered",
                                                "not delivered",
                                                "delivery has failed",
                                                "退信",
                                                "投递失败",
                                                "未送达",
                                                "无法送达",
                                                "发送失败",
                                                "無法傳遞",
                                                "退件"};

/// From here on the report shows the mail that came back, whose text proves nothing.
constexpr std::string_view kOriginalMarkers[] = {"--- Below this line is a copy of the message",
                                                 "------ This is a copy of",
                                                 "----- Original message",
                                                 "Original message headers:",
                                                 "Diagnostic information for administrators",
                                                 "   ----- Original message follows",
                                                 "----- Unsent message follows",
                                                 "----- Message header follows",
                                                 "------ 原始邮件",
                                                 "原邮件信息",
                                                 "原始邮件标头",
                                                 "Return-Path:",
                                                 "Received: from",
                                                 "Received: by"};

/// Reports that show the facts of the returned mail first say the reason below, under one of these.
constexpr std::string_view kReasonMarkers[] = {
    "退信原因",       "退回原因",     "退件原因",      "失败原因",      "失敗原因", "错误原因",  "出错原因",
    "拒收原因",       "投递失败原因", "错误信息",      "错误详情",      "详细信息", "原因：",    "原因:",
    "SMTP error",     "smtp error",   "Remote server", "remote server", "Reason:",  "reason:",   "Reason for",
    "The error that", "The reason",   "Error:",        "Diagnostic",    "said:",    "responded:"};

constexpr std::string_view kDelaySigns[] = {
    "will be retried",  "will continue to try",   "will keep trying", "still trying",
    "has been delayed", "not yet been delivered", "不需要重新发送",   "将继续尝试"};

bool any_in(std::string_view text, std::span<const std::string_view> phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](std::string_view phrase) { return contains_ignoring_case(text, phrase); });
}

bool is_machine_made(const Mail& mail) {
  const std::string_view address = mail.from.address;
  const std::string_view local = address.substr(0, address.find('@'));
  const bool machine = std::any_of(std::begin(kMachineLocalParts), std::end(kMachineLocalParts),
                                   [&](std::string_view name) { return starts_with_ignoring_case(local, name); });
  return machine || mail.signs.empty_return_path;
}

/// Splits the report into what the server says and what it returns.
std::pair<std::string_view, std::string_view> split_report(std::string_view text) {
  std::size_t cut = text.size();
  for (const std::string_view marker : kOriginalMarkers) cut = std::min(cut, text.find(marker));
  cut = std::min(cut, text.size());
  return {text.substr(0, cut), text.substr(cut)};
}

/// What the server says below the facts of the returned mail: from the first line with a marker on. Not in a returned
/// mail itself, which has a header.
std::string_view reason_below(std::string_view returned) {
  const bool is_mail = returned.starts_with("Return-Path:") || returned.starts_with("Received:") ||
                       returned.find("\nReceived:") != std::string_view::npos ||
                       returned.find("\nMIME-Version:") != std::string_view::npos;
  if (is_mail) return {};
  std::size_t first = returned.size();
  for (const std::string_view marker : kReasonMarkers) {
    first = std::min(first, std::min(returned.find(marker), returned.size()));
  }
  return returned.substr(first);
}

bool is_address_character(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
  return letter || std::string_view("!#$%&'*+-/=?^_`{|}~.@").find(c) != std::string_view::npos;
}

/// The first address in a line, or empty.
std::string_view first_address(std::string_view line) {
  for (std::size_t at = line.find('@'); at != std::string_view::npos; at = line.find('@', at + 1)) {
    std::size_t start = at;
    while (start > 0 && is_address_character(line[start - 1]) && line[start - 1] != '@') --start;
    std::size_t end = at + 1;
    while (end < line.size() && is_address_character(line[end]) && line[end] != '@') ++end;
    while (end > at + 1 && (line[end - 1] == '.' || line[end - 1] == '-')) --end;
    const std::string_view found = line.substr(start, end - start);
    if (start < at && found.substr(at - start).find('.') != std::string_view::npos) return found;
  }
  return {};
}

/// Addresses that are no recipients: the reporting machine and ourselves.
bool is_bystander(const Mail& mail, std::string_view address) {
  if (equals_ignoring_case(address, mail.from.address)) return true;
  const auto same = [&](const Address& other) { return equals_ignoring_case(address, other.address); };
  if (std::any_of(mail.to.begin(), mail.to.end(), same)) return true;
  const std::string_view local = address.substr(0, address.find('@'));
  return std::any_of(std::begin(kMachineLocalParts), std::end(kMachineLocalParts),
                     [&](std::string_view name) { return starts_with_ignoring_case(local, name); });
}

struct SaidByServer {
  std::string status;
  std::string diagnostic;
};

SaidByServer verdict_of(std::string_view report) {
  SaidByServer out;
  std::string_view rest = report;
  std::string_view line;
  while (next_line(rest, line)) {
    std::string status = enhanced_status(line);
    if (status.empty()) status = status_of_code(line);
    if (status.empty()) continue;
    // "5.0.0" made from a code is a guess; a real status further down is better.
    const bool better = out.status.empty() || (out.status.ends_with(".0.0") && !status.ends_with(".0.0"));
    if (better) out = {std::move(status), shortened_line(line)};
  }
  return out;
}

/// The first words below the marker, when no code is among them.
std::string reason_line(std::string_view below) {
  std::string_view rest = below;
  std::string_view line;
  while (next_line(rest, line)) {
    const std::size_t colon = std::min(line.find("："), line.find(':'));
    const bool is_marker = colon != std::string_view::npos && trim(line.substr(colon)).size() <= 3;
    if (!is_marker && !trim(line).empty()) return shortened_line(trim(line));
  }
  return shortened_line(trim(below.substr(0, below.find('\n'))));
}

std::vector<std::string> recipients_of(const Mail& mail, std::string_view report) {
  std::vector<std::string> out;
  std::string_view rest = report;
  std::string_view line;
  while (next_line(rest, line) && out.size() < kMaxRecipients) {
    const std::string address(first_address(line.substr(0, 2000)));
    if (address.empty() || is_bystander(mail, address)) continue;
    if (std::find(out.begin(), out.end(), address) == out.end()) out.push_back(address);
  }
  return out;
}

}  // namespace

std::optional<Bounce> read_delivery_status(std::string_view text) {
  std::string_view rest = text.substr(0, kMaxReportBytes);
  Bounce bounce;
  for (std::size_t blocks = 0; !trim(rest).empty() && blocks < kMaxBlocks; ++blocks) {
    const HeaderBlock block(rest, kMaxReportBytes);
    if (block.fields().empty()) break;
    if (block.find("Final-Recipient") || block.find("Original-Recipient")) {
      RecipientStatus status = read_block(block);
      if (!status.final_recipient.empty()) bounce.recipients.push_back(std::move(status));
    }
    if (bounce.recipients.size() >= kMaxRecipients || block.body().size() >= rest.size()) break;
    rest = block.body();
  }
  if (bounce.recipients.empty()) return std::nullopt;
  return bounce;
}

void read_original(std::string_view original, Bounce& bounce) {
  const HeaderBlock header(original.substr(0, kMaxReportBytes), kMaxReportBytes);
  const auto ids = read_message_ids(header.value_or_empty("Message-ID"));
  if (!ids.empty()) bounce.original_message_id = ids.front();
  for (const char* name : {"From", "Reply-To", "To"}) {
    for (Address& address : read_addresses(header.value_or_empty(name)).addresses) {
      if (bounce.original_from_to.size() >= kMaxOriginalAddresses) return;
      if (!address.address.empty()) bounce.original_from_to.push_back(std::move(address.address));
    }
  }
}

std::optional<Bounce> read_textual_bounce(const Mail& mail) {
  if (!is_machine_made(mail)) return std::nullopt;
  const auto [report, returned] = split_report(std::string_view(mail.text).substr(0, kMaxReportBytes));
  if (!any_in(mail.subject, kBounceSubjects) && report.find("This is the qmail-send program") == std::string_view::npos)
    return std::nullopt;
  SaidByServer said = verdict_of(report);
  std::vector<std::string> recipients = recipients_of(mail, report);
  const std::string_view below = reason_below(returned);
  if (said.status.empty()) said = verdict_of(below);
  if (said.status.empty() && !below.empty()) said.diagnostic = reason_line(below);
  if (recipients.empty()) recipients = recipients_of(mail, below);
  // The facts of the returned mail name its recipient, too; nothing else in them is taken for the server's word.
  if (recipients.empty()) recipients = recipients_of(mail, returned.substr(0, returned.size() - below.size()));
  const bool delayed = said.status.starts_with('4') || any_in(report, kDelaySigns);
  Bounce bounce;
  for (std::string& address : recipients) {
    bounce.recipients.push_back({std::move(address), {}, delayed ? "delayed" : "failed", said.status, said.diagnostic});
  }
  if (bounce.recipients.empty()) return std::nullopt;
  const std::size_t id = std::min(returned.find("Message-ID:"), returned.find("Message-Id:"));
  if (id != std::string_view::npos) {
    const auto ids = read_message_ids(returned.substr(id + 11, returned.substr(id).find('\n')));
    if (!ids.empty()) bounce.original_message_id = ids.front();
  }
  for (const Attachment& attachment : mail.attachments) {
    const bool original = attachment.mime == "message/rfc822" || attachment.mime == "text/rfc822-headers";
    if (original && bounce.original_message_id.empty()) read_original(attachment.bytes, bounce);
  }
  return bounce;
}

}  // namespace frontdesk::email
