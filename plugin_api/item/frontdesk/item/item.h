// Item: one thing that happened at the source, as a plain C++ value, and the one description of it. Members mean what
// plugin.h says of their namesakes; all text is UTF-8. Thread rule: plain values.
//
// A new member is one line in the struct and one in its description (README.md says what follows from it).
#pragma once

#include <frontdesk/item/describe.h>
#include <frontdesk/plugin.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace frontdesk::sdk {

/// Microseconds since 1970-01-01 UTC; 0 = unknown.
using WallTime = std::int64_t;

enum class ItemKind : fdk_item_kind {
  kMessage = FDK_ITEM_MESSAGE,
  kMessageEdited = FDK_ITEM_MESSAGE_EDITED,
  kMessageDeleted = FDK_ITEM_MESSAGE_DELETED,
  kReceipt = FDK_ITEM_RECEIPT,
  kConversationEvent = FDK_ITEM_CONVERSATION_EVENT,
  kOrderEvent = FDK_ITEM_ORDER_EVENT,
};
enum class Direction : fdk_direction { kInbound = FDK_INBOUND, kOutbound = FDK_OUTBOUND };
enum class AuthorRole : fdk_author_role {
  kCustomer = FDK_AUTHOR_CUSTOMER,
  kStaff = FDK_AUTHOR_STAFF,
  kPlatform = FDK_AUTHOR_PLATFORM,
  kRobot = FDK_AUTHOR_ROBOT,
};
enum class PartRole : fdk_part_role { kBody = FDK_PART_BODY, kQuoted = FDK_PART_QUOTED, kHtml = FDK_PART_HTML };
enum class ReceiptStatus : fdk_receipt_status {
  kFailed = FDK_RECEIPT_FAILED,
  kDelayed = FDK_RECEIPT_DELAYED,
  kDelivered = FDK_RECEIPT_DELIVERED,
  kRead = FDK_RECEIPT_READ,
};

/// The longest addresses, names and codes, in bytes.
inline constexpr std::size_t kMostLabel = 1024;

struct Part {
  PartRole role = PartRole::kBody;
  std::string mime = "text/plain";
  std::string text;

  using View = fdk_part;
  friend bool operator==(const Part&, const Part&) = default;
};
void describe(auto& v, item::Like<Part> auto& part, auto& view) {
  v.choice({"role", "r"}, part.role, PartRole::kBody, PartRole::kHtml, view.role);
  v.text("mime", part.mime, view.mime, item::Limit{kMostLabel});
  v.body({"text", "n"}, part.text, view.text, item::Limit{});
}

/// `data` holds the bytes, or `ref` says what fetch_attachment shall fetch; with neither it is a mere name.
struct Attachment {
  std::string name;
  std::string mime;
  std::string content_id;
  bool is_inline = false;
  std::string data;
  std::string ref;
  std::uint64_t size = 0;  ///< when `data` is empty

  using View = fdk_attachment;
  friend bool operator==(const Attachment&, const Attachment&) = default;
};
void describe(auto& v, item::Like<Attachment> auto& attachment, auto& view) {
  v.text("name", attachment.name, view.name, item::Limit{kMostLabel});
  v.text("mime", attachment.mime, view.mime, item::Limit{kMostLabel});
  v.text({"content_id", "cid"}, attachment.content_id, view.content_id, item::Limit{kMostLabel});
  v.flag({"is_inline", "inline"}, attachment.is_inline, view.is_inline);
  v.text("ref", attachment.ref, view.ref, item::Limit{kMostLabel});
  v.number("size", attachment.size, view.size);
  v.bytes({"data", "n"}, attachment.data, view.data);
  // Nobody would ever ask for the content: a file of no bytes would pass for what was sent.
  v.rule(attachment.size <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()),
         "size of an attachment is out of range");
  v.rule(attachment.ref.empty() || !attachment.data.empty(), "ref of an attachment: fetching is not supported yet");
}

struct Ref {
  std::string kind;  ///< order, sku, tracking, refund, phone, email, url, or the plugin's own word
  std::string value;

  using View = fdk_ref;
  friend bool operator==(const Ref&, const Ref&) = default;
};
void describe(auto& v, item::Like<Ref> auto& ref, auto& view) {
  v.text({"kind", "k"}, ref.kind, view.kind, item::Limit{FDK_MAX_KEY});
  v.text({"value", "v"}, ref.value, view.value, item::Limit{kMostLabel});
}

struct Receipt {
  ReceiptStatus status = ReceiptStatus::kFailed;
  std::string message_key;
  std::string diagnostic;
  std::string code;
  std::string failed_recipient;

  using View = fdk_receipt;
  friend bool operator==(const Receipt&, const Receipt&) = default;
};
void describe(auto& v, item::Like<Receipt> auto& receipt, auto& view) {
  v.choice("status", receipt.status, ReceiptStatus::kFailed, ReceiptStatus::kRead, view.status);
  v.text({"message_key", "message"}, receipt.message_key, view.message_key, item::Limit{FDK_MAX_KEY});
  v.text("diagnostic", receipt.diagnostic, view.diagnostic, item::Limit{FDK_MAX_SUBJECT});
  v.text("code", receipt.code, view.code, item::Limit{kMostLabel});
  v.text({"failed_recipient", "recipient"}, receipt.failed_recipient, view.failed_recipient, item::Limit{kMostLabel});
}

struct Author {
  std::string key;
  std::string address;
  std::string display;
  AuthorRole role = AuthorRole::kCustomer;

  friend bool operator==(const Author&, const Author&) = default;
};

struct Item {
  ItemKind kind = ItemKind::kMessage;
  Direction direction = Direction::kInbound;
  std::string dedup_key;
  std::string conversation_key;
  std::string message_key;
  std::string thread_token;
  std::vector<std::string> parent_keys;  ///< nearest first
  Author author;
  WallTime sent_at = 0;
  WallTime received_at = 0;
  std::string subject;
  std::string language;
  std::vector<Part> parts;
  std::vector<Attachment> attachments;
  std::vector<Ref> refs;
  std::optional<Receipt> receipt;
  std::string raw;         ///< original bytes
  std::string attributes;  ///< a JSON object, or empty
  std::uint32_t revision = 0;
  bool automatic = false;   ///< written by a machine: owes nobody an answer
  bool no_reply = false;    ///< by a person, but never to be answered by a machine
  bool truncated = false;   ///< a limit cut something off
  bool historical = false;  ///< from before the channel was opened
  bool unreadable = false;  ///< could not be parsed; `raw` is what there is
  std::string unreadable_reason;
  std::string content_key;       ///< names the content, whatever the source calls it
  bool same_by_content = false;  ///< an earlier item with this content_key is the same one

  using View = fdk_item;
  friend bool operator==(const Item&, const Item&) = default;
};
void describe(auto& v, item::Like<Item> auto& item, auto& view) {
  using item::Count, item::Limit;
  v.choice("kind", item.kind, ItemKind::kMessage, ItemKind::kOrderEvent, view.kind);
  v.choice({"direction", "dir"}, item.direction, Direction::kInbound, Direction::kOutbound, view.direction);
  v.text({"dedup_key", "key"}, item.dedup_key, view.dedup_key, Limit{FDK_MAX_KEY, true});
  v.text({"conversation_key", "conversation"}, item.conversation_key, view.conversation_key, Limit{FDK_MAX_KEY});
  v.text({"message_key", "message"}, item.message_key, view.message_key, Limit{FDK_MAX_KEY});
  v.text({"thread_token", "token"}, item.thread_token, view.thread_token, Limit{FDK_MAX_KEY});
  v.texts({"parent_keys", "parents"}, item.parent_keys, view.parent_keys, view.parent_key_count,
          Count{FDK_MAX_PARENT_KEYS, "a parent key"}, Limit{FDK_MAX_KEY});
  v.text({"author_key", "author"}, item.author.key, view.author_key, Limit{kMostLabel});
  v.text({"author_address", "address"}, item.author.address, view.author_address, Limit{kMostLabel});
  v.text({"author_display", "display"}, item.author.display, view.author_display, Limit{kMostLabel});
  v.choice({"author_role", "role"}, item.author.role, AuthorRole::kCustomer, AuthorRole::kRobot, view.author_role);
  v.number({"sent_at", "sent"}, item.sent_at, view.sent_at);
  v.number({"received_at", "received"}, item.received_at, view.received_at);
  v.text("subject", item.subject, view.subject, Limit{FDK_MAX_SUBJECT});
  v.text("language", item.language, view.language, Limit{FDK_MAX_KEY});
  v.list("parts", item.parts, view.parts, view.part_count, Count{FDK_MAX_PARTS, "a part"});
  v.list("attachments", item.attachments, view.attachments, view.attachment_count,
         Count{FDK_MAX_ATTACHMENTS, "an attachment"});
  v.list("refs", item.refs, view.refs, view.ref_count, Count{FDK_MAX_ATTACHMENTS, "a ref"});
  v.object("receipt", item.receipt, view.receipt, "the receipt");
  v.bytes("raw", item.raw, view.raw);
  v.body("attributes", item.attributes, view.attributes, Limit{FDK_MAX_ATTRIBUTES});
  v.number("revision", item.revision, view.revision);
  v.flag("automatic", item.automatic, view.flags, FDK_FLAG_AUTOMATIC);
  v.flag("truncated", item.truncated, view.flags, FDK_FLAG_TRUNCATED);
  v.flag("historical", item.historical, view.flags, FDK_FLAG_HISTORICAL);
  v.flag("no_reply", item.no_reply, view.flags, FDK_FLAG_NO_REPLY);
  v.flag("unreadable", item.unreadable, view.flags, FDK_FLAG_UNREADABLE);
  v.text({"unreadable_reason", "reason"}, item.unreadable_reason, view.unreadable_reason, Limit{FDK_MAX_SUBJECT});
  v.text("content_key", item.content_key, view.content_key, Limit{FDK_MAX_KEY});
  v.flag("same_by_content", item.same_by_content, view.flags, FDK_FLAG_SAME_BY_CONTENT);
  v.rule(item.receipt || item.kind != ItemKind::kReceipt, "a receipt item without a receipt");
}

}  // namespace frontdesk::sdk
