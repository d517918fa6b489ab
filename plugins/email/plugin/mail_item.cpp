#include "plugin/mail_item.h"

#include <frontdesk/json.h>
#include <frontdesk/plugin.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <unordered_set>
#include <variant>

#include "mime/judging/automatic.h"
#include "mime/judging/thread_token.h"
#include "mime/mail_reader.h"
#include "mime/parts/type.h"
#include "mime/text/quotes.h"
#include "reading/content_key.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kMaxReceipts = 20;
constexpr std::size_t kMaxListedNames = 20;
constexpr std::size_t kMaxAddressBytes = 320;
// All attributes together fit within the interface's FDK_MAX_ATTRIBUTES: people, and three lists of names.
constexpr std::size_t kMaxPeople = 50;
constexpr std::size_t kMaxPersonNameBytes = 120;
constexpr std::size_t kMostPeopleBytes = 6000;
constexpr std::size_t kMostNamesBytes = 2400;
constexpr std::size_t kMaxLabelBytes = 1000;  // the interface takes 1,024
constexpr std::int64_t kSecondMicros = 1'000'000;

// Keys beyond the interface's bound are replaced by their hash: still stable, still comparable.
std::string bounded_key(std::string_view key) {
  return key.size() <= FDK_MAX_KEY ? std::string(key) : "sha256:" + sha256_hex(key);
}

// Cuts UTF-8 text between characters.
std::string bounded_text(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xc0) == 0x80) --max_bytes;
  return std::string(text.substr(0, max_bytes));
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

std::vector<std::string> parents_of(const Mail& mail) {
  std::vector<std::string> out;
  const auto add = [&out](const std::string& id) {
    const std::string key = bounded_key(id);
    if (!key.empty() && out.size() < FDK_MAX_PARENT_KEYS && std::find(out.begin(), out.end(), key) == out.end()) {
      out.push_back(key);
    }
  };
  // A report belongs beside the mail it is about; its own headers seldom say so.
  if (mail.bounce) add(mail.bounce->original_message_id);
  for (const std::string& id : mail.in_reply_to) add(id);
  for (auto id = mail.references.rbegin(); id != mail.references.rend(); ++id) add(*id);
  return out;
}

// The first message of the thread names the conversation.
std::string conversation_of(const Mail& mail) {
  if (!mail.references.empty()) return bounded_key(mail.references.front());
  if (!mail.in_reply_to.empty()) return bounded_key(mail.in_reply_to.front());
  return bounded_key(mail.message_id);
}

std::string thread_token_of(const Mail& mail) {
  auto tokens = address_tokens(mail);
  if (!tokens.empty()) return std::move(tokens.front());
  return subject_tag(mail.subject).value_or("");
}

sdk::Author item_author(const Mail& mail, const OwnMarks& own) {
  const Address& who = author_of(mail, own);
  sdk::Author author;
  author.address = bounded_text(who.address, kMaxAddressBytes);
  author.key = author.address.empty() ? "unknown" : bounded_key(lower(author.address));
  author.display = who.name.empty() && lower(who.address) == lower(mail.from.address) ? mail.from.name : who.name;
  author.display = bounded_text(author.display, kMaxAddressBytes);
  return author;
}

/// Whom the mail names beside its author and us: who else got it, and where else answers are wanted.
class PeopleList {
 public:
  PeopleList(const std::string& author, const OwnMarks& own) : own_(own) {
    seen_.insert(lower(author));
    out_.begin_array();
  }

  void add(std::string_view role, const std::vector<Address>& addresses) {
    for (const Address& one : addresses) {
      const bool fits = people_ < kMaxPeople && out_.text().size() < kMostPeopleBytes;
      if (!fits || !can_be_answered(one, own_) || !seen_.insert(lower(one.address)).second) continue;
      ++people_;
      out_.begin_object().member("role", role).member("address", one.address);
      if (!one.name.empty()) out_.member("name", bounded_text(one.name, kMaxPersonNameBytes));
      out_.end_object();
    }
  }

  /// Once, at the end.
  void write(json::Writer& attributes) {
    if (people_ > 0) attributes.key("people").raw(out_.end_array().text());
  }

 private:
  const OwnMarks& own_;
  std::unordered_set<std::string> seen_;
  json::Writer out_;
  std::size_t people_ = 0;
};

void write_checks(json::Writer& out, const Mail& mail) {
  const AuthenticationResults& checks = mail.authentication;
  if (checks != AuthenticationResults{}) {
    out.key("authentication").begin_object();
    out.member("dkim", bounded_text(checks.dkim, 20)).member("spf", bounded_text(checks.spf, 20));
    out.member("dmarc", bounded_text(checks.dmarc, 20)).end_object();
  }
  if (mail.crypto == CryptoFlags{}) return;
  out.member("signed", mail.crypto.pgp_signed || mail.crypto.smime_signed);
  out.member("encrypted", mail.crypto.pgp_encrypted || mail.crypto.smime_encrypted);
}

void write_names(json::Writer& out, std::string_view name, const std::vector<std::string>& names) {
  if (names.empty()) return;
  json::Writer list;
  list.begin_array();
  for (std::size_t i = 0; i < names.size() && i < kMaxListedNames && list.text().size() < kMostNamesBytes; ++i)
    list.value(bounded_text(names[i], 200));
  out.key(name).raw(list.end_array().text());
}

void write_unsafe_files(json::Writer& out, const Mail& mail) {
  std::vector<std::string> names;
  for (const Attachment& attachment : mail.attachments) {
    const bool listed = names.size() < kMaxListedNames;
    if (listed && is_unsafe_file(attachment.bytes, attachment.name, attachment.mime)) names.push_back(attachment.name);
  }
  write_names(out, "unsafe_files", names);
}

void write_attributes(json::Writer& out, const Mail& mail, const RawMail& source, const OwnMarks& own,
                      std::optional<AutomaticReason> automatic) {
  PeopleList people(author_of(mail, own).address, own);
  people.add("reply_to", further_recipients(mail, own));
  people.add("to", mail.to);
  people.add("cc", mail.cc);
  people.write(out);
  if (mail.from.address != author_of(mail, own).address)
    out.member("from", bounded_text(mail.from.address, kMaxAddressBytes));
  if (automatic) out.member("automatic", to_text(*automatic));
  write_checks(out, mail);
  write_unsafe_files(out, mail);
  if (!mail.problems.empty()) {
    out.key("problems").begin_array();
    for (const Problem problem : mail.problems) out.value(to_text(problem));
    out.end_array();
  }
  if (source.truncated)
    out.member("truncated", "size").member("full_size", static_cast<std::int64_t>(source.full_size));
}

/// Returns the names of files that go without their content, or not at all.
std::vector<std::string> add_parts(sdk::Item& item, Mail& mail) {
  std::vector<std::string> left_out;
  const SplitText split = split_quotes(mail.text);
  item.parts.push_back({sdk::PartRole::kBody, "text/plain", std::string(split.visible)});
  if (!split.quoted.empty()) item.parts.push_back({sdk::PartRole::kQuoted, "text/plain", std::string(split.quoted)});
  if (!mail.html.empty()) item.parts.push_back({sdk::PartRole::kHtml, "text/html", std::move(mail.html)});
  for (Attachment& attachment : mail.attachments) {
    const bool fits = item.attachments.size() < FDK_MAX_ATTACHMENTS;
    if (!fits || attachment.left_out) {
      item.truncated = true;
      left_out.push_back(attachment.name);
    }
    if (!fits) continue;
    sdk::Attachment one;
    one.name = std::move(attachment.name);
    one.mime = bounded_text(real_type(attachment.bytes, attachment.mime), kMaxLabelBytes);
    one.content_id = bounded_text(attachment.content_id, kMaxLabelBytes);
    one.is_inline = attachment.is_inline;
    one.size = attachment.bytes.size();
    one.data = std::move(attachment.bytes);
    item.attachments.push_back(std::move(one));
  }
  return left_out;
}

// What is too much for one item goes without its attachments' content, the largest first: the raw mail still has it.
// Adds the names of those files.
void fit(sdk::Item& item, std::uint64_t max_bytes, std::vector<std::string>& left_out) {
  constexpr std::uint64_t kRest = 64U << 10;  // keys and attributes
  std::uint64_t bytes = item.raw.size() + kRest;
  for (const sdk::Part& part : item.parts) bytes += part.text.size();
  for (const sdk::Attachment& attachment : item.attachments) bytes += attachment.data.size() + 512;
  while (bytes > max_bytes) {
    const auto largest = std::max_element(item.attachments.begin(), item.attachments.end(),
                                          [](auto& a, auto& b) { return a.data.size() < b.data.size(); });
    if (largest == item.attachments.end() || largest->data.empty()) break;
    bytes -= largest->data.size();
    largest->data = std::string();
    left_out.push_back(largest->name);
    item.truncated = true;
  }
  if (bytes > max_bytes && item.raw.size() > max_bytes / 2) {
    item.raw.resize(max_bytes / 2);
    item.truncated = true;
  }
}

sdk::Item receipt_item(const RecipientStatus& recipient, const Bounce& bounce, const sdk::Item& mail,
                       std::size_t index) {
  sdk::Item item;
  item.kind = sdk::ItemKind::kReceipt;
  const std::string part = ":receipt" + std::to_string(index);
  item.dedup_key = mail.dedup_key + part;
  if (!mail.content_key.empty()) item.content_key = mail.content_key + part;
  item.same_by_content = mail.same_by_content;
  item.author = {"mail-server", "", "", sdk::AuthorRole::kRobot};
  item.thread_token = mail.thread_token;
  if (!bounce.original_message_id.empty()) item.parent_keys = {bounded_key(bounce.original_message_id)};
  item.received_at = mail.received_at;
  item.sent_at = mail.sent_at;
  item.automatic = true;
  sdk::Receipt receipt;
  const bool soft = recipient.status.rfind("4.", 0) == 0;
  receipt.status = recipient.action == "delayed" || (recipient.action != "failed" && soft)
                       ? sdk::ReceiptStatus::kDelayed
                   : recipient.action == "delivered" || recipient.action == "relayed" || recipient.action == "expanded"
                       ? sdk::ReceiptStatus::kDelivered
                       : sdk::ReceiptStatus::kFailed;
  receipt.message_key = bounded_key(bounce.original_message_id);
  receipt.code = bounded_text(recipient.status, 20);
  receipt.diagnostic = bounded_text(recipient.diagnostic, 1000);
  receipt.failed_recipient =
      bounded_text(recipient.original_recipient.empty() ? recipient.final_recipient : recipient.original_recipient,
                   kMaxAddressBytes);
  item.receipt = std::move(receipt);
  return item;
}

bool is_historical(const RawMail& mail, std::int64_t sent_at) {
  const std::int64_t arrived = mail.received_at > 0 ? mail.received_at : sent_at;
  return arrived > 0 && arrived / kSecondMicros < mail.historical_before / kSecondMicros;
}

struct Keys {
  std::string source;
  std::string content;  ///< empty: nothing of it could be had
};
Keys keys_of(const RawMail& mail, const std::string& account) {
  Keys keys;
  if (!mail.raw.empty() || mail.source_key.empty()) keys.content = content_key(account, mail.raw);
  if (mail.truncated && !keys.content.empty()) keys.content += ":" + std::to_string(mail.full_size);
  keys.source = mail.source_key.empty() ? keys.content : mail.source_key;
  return keys;
}

void mark_as_ours(sdk::Item& item) {
  item.direction = sdk::Direction::kOutbound;
  item.author.role = sdk::AuthorRole::kStaff;
}

/// Programs that answer by themselves keep what they sent there, too; they answer nobody's question.
bool is_written_by_program(const Mail& mail) {
  const auto reason = automatic_reason(mail, {});
  return reason == AutomaticReason::kAutoSubmitted || reason == AutomaticReason::kAutoReply;
}

bool carries(const Mail& mail, std::string_view loop_id) {
  const auto& loops = mail.signs.loop_ids;
  return !loop_id.empty() && std::find(loops.begin(), loops.end(), loop_id) != loops.end();
}

/// Who wrote it, to whom is known from its conversation.
void write_ours(sdk::Item& item, Mail& mail, RawMail& source, const ItemContext& context) {
  mark_as_ours(item);
  item.author.address = bounded_text(mail.from.address.empty() ? context.account : mail.from.address, kMaxAddressBytes);
  item.author.key = bounded_key(lower(item.author.address));
  item.author.display = bounded_text(mail.from.name, kMaxAddressBytes);
  item.automatic = is_written_by_program(mail);
  json::Writer attributes;
  attributes.begin_object();
  const OwnMarks own;
  PeopleList people(item.author.address, own);
  people.add("to", mail.to);
  people.add("cc", mail.cc);
  people.write(attributes);
  std::vector<std::string> left_out;
  if (carries(mail, context.loop_id)) {
    attributes.member("copy_of_ours", true);
  } else {
    left_out = add_parts(item, mail);
    item.raw = std::move(source.raw);
    fit(item, context.max_item_bytes, left_out);
  }
  write_names(attributes, "left_out", left_out);
  item.attributes = attributes.end_object().take();
}

sdk::Item unreadable_item(RawMail mail, std::string reason, Keys keys, std::uint64_t max_bytes) {
  sdk::Item item;
  item.dedup_key = std::move(keys.source);
  item.content_key = std::move(keys.content);
  item.same_by_content = mail.relisted;
  item.author.key = "unknown";
  if (mail.is_ours) mark_as_ours(item);
  item.received_at = mail.received_at;
  item.unreadable = true;
  item.unreadable_reason = std::move(reason);
  item.truncated = mail.truncated;
  item.historical = is_historical(mail, 0);
  item.raw = std::move(mail.raw);
  std::vector<std::string> left_out;
  fit(item, max_bytes, left_out);
  return item;
}

std::int64_t micros(const std::optional<std::chrono::sys_seconds>& at) {
  return at ? std::chrono::duration_cast<std::chrono::microseconds>(at->time_since_epoch()).count() : 0;
}

}  // namespace

std::vector<sdk::Item> items_of(RawMail source, const ItemContext& context) {
  Keys keys = keys_of(source, context.account);
  if (!source.unreadable_reason.empty()) {
    std::string reason = bounded_text(source.unreadable_reason, kMaxLabelBytes);
    return {unreadable_item(std::move(source), std::move(reason), std::move(keys), context.max_item_bytes)};
  }
  Limits limits;
  limits.authserv_id = context.authserv_id;
  limits.max_decoded_bytes = most_decoded_bytes(context.max_mail_bytes);
  auto read = read_mail(source.raw, limits);
  if (const auto* unreadable = std::get_if<Unreadable>(&read)) {
    std::vector<sdk::Item> out;
    out.push_back(unreadable_item(std::move(source), unreadable->reason, std::move(keys), context.max_item_bytes));
    return out;
  }
  Mail& mail = std::get<Mail>(read);
  sdk::Item item;
  item.dedup_key = std::move(keys.source);
  item.content_key = std::move(keys.content);
  // A sender gives a Message-ID or a moment once: what else equals it is the same mail, delivered or moved again.
  item.same_by_content = source.relisted || !mail.message_id.empty() || mail.date;
  item.message_key = bounded_key(mail.message_id);
  item.parent_keys = parents_of(mail);
  item.conversation_key = conversation_of(mail);
  item.thread_token = bounded_key(thread_token_of(mail));
  const OwnMarks own{context.own_addresses, context.loop_id};
  item.subject = bounded_text(mail.subject, FDK_MAX_SUBJECT);
  item.sent_at = micros(mail.date);
  item.received_at = source.received_at;
  item.historical = is_historical(source, item.sent_at);
  if (source.is_ours) {
    write_ours(item, mail, source, context);
    std::vector<sdk::Item> out;
    out.push_back(std::move(item));
    return out;
  }
  item.author = item_author(mail, own);
  const auto automatic = automatic_reason(mail, own);
  item.automatic = automatic && !is_for_people(*automatic);
  item.no_reply = automatic.has_value();
  if (item.automatic) item.author.role = sdk::AuthorRole::kRobot;
  item.truncated = source.truncated;
  json::Writer attributes;
  attributes.begin_object();
  write_attributes(attributes, mail, source, own, automatic);
  const std::optional<Bounce> bounce = mail.bounce;
  std::vector<std::string> left_out = add_parts(item, mail);
  // Only the beginning of the mail is there: its last file ends where that ends.
  if (source.truncated && !item.attachments.empty())
    write_names(attributes, "cut_files", {item.attachments.back().name});
  item.raw = std::move(source.raw);
  fit(item, context.max_item_bytes, left_out);
  write_names(attributes, "left_out", left_out);
  item.attributes = attributes.end_object().take();

  std::vector<sdk::Item> out;
  if (bounce) {
    for (std::size_t i = 0; i < bounce->recipients.size() && i < kMaxReceipts; ++i) {
      out.push_back(receipt_item(bounce->recipients[i], *bounce, item, i));
    }
  }
  out.push_back(std::move(item));
  return out;
}

}  // namespace frontdesk::email
