// What a channel takes in and sends out, as plain C++ values. Members mean what plugin.h says of their namesakes; all
// text is UTF-8. Thread rule: plain values.
#pragma once

#include <frontdesk/plugin.h>
#include <frontdesk/sdk/result.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::sdk {

/// Microseconds since 1970-01-01 UTC; 0 = unknown.
using WallTime = std::int64_t;
/// A point on the host's monotonic clock; 0 = none.
using Monotonic = std::chrono::nanoseconds;

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
enum class RecipientRole : fdk_recipient_role {
  kTo = FDK_RECIPIENT_TO,
  kCc = FDK_RECIPIENT_CC,
  kBcc = FDK_RECIPIENT_BCC,
};
enum class Delivery : fdk_delivery {
  kAccepted = FDK_DELIVERY_ACCEPTED,
  kDelivered = FDK_DELIVERY_DELIVERED,
  kQueuedRemotely = FDK_DELIVERY_QUEUED_REMOTELY,
};
enum class Outcome : fdk_outcome {
  kAccepted = FDK_OUTCOME_ACCEPTED,
  kDuplicate = FDK_OUTCOME_DUPLICATE,
  kConflict = FDK_OUTCOME_CONFLICT,
  kRejected = FDK_OUTCOME_REJECTED,
};

struct Part {
  PartRole role = PartRole::kBody;
  std::string mime = "text/plain";
  std::string text;
};

/// `data` holds the bytes, or `ref` says what fetch_attachment shall fetch; with neither it is a mere name.
struct Attachment {
  std::string name;
  std::string mime;
  std::string content_id;
  bool is_inline = false;
  std::string data;
  std::string ref;
  std::uint64_t size = 0;  ///< when `data` is empty
};

struct Ref {
  std::string kind;  ///< order, sku, tracking, refund, phone, email, url, or the plugin's own word
  std::string value;
};

struct Receipt {
  ReceiptStatus status = ReceiptStatus::kFailed;
  std::string message_key;
  std::string diagnostic;
  std::string code;
  std::string failed_recipient;
};

struct Author {
  std::string key;
  std::string address;
  std::string display;
  AuthorRole role = AuthorRole::kCustomer;
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
};

struct ItemOutcome {
  Outcome outcome = Outcome::kAccepted;
  std::string text;  ///< why, for conflict and rejected
};

struct Recipient {
  RecipientRole role = RecipientRole::kTo;
  std::string address;
  std::string display;
};

struct Outbound {
  std::string idempotency_key;
  std::string message_key;
  std::string conversation_key;
  std::string reply_to_key;
  std::vector<std::string> parent_keys;  ///< oldest first
  std::vector<Recipient> recipients;
  std::string subject;
  std::string text;  ///< the FDK_PART_BODY
  std::string html;  ///< empty when there is none
  std::vector<Attachment> attachments;
  std::string thread_token;
  std::string attributes;
  std::uint32_t attempt = 1;
  bool automatic = false;
  Monotonic deadline{0};
};

struct SendResult {
  Delivery delivery = Delivery::kAccepted;
  std::string remote_key;
  WallTime remote_time = 0;
};

struct OpenRequest {
  std::string_view instance_id;
  std::string_view config;  ///< JSON; secrets are referred to as "secret:<path>"
  std::string_view cursor;
};

struct PollRequest {
  std::string_view cursor;
  std::uint32_t max_items = 256;
  std::uint64_t max_bytes = 8U << 20;
  Monotonic deadline{0};
};

struct PollResult {
  bool more = false;                       ///< poll again at once
  std::chrono::nanoseconds next_after{0};  ///< 0: the channel's interval
};

struct Header {
  std::string name;
  std::string value;
};

struct HttpRequest {
  std::string method;
  std::string path;
  std::string query;
  std::vector<Header> headers;  ///< names in lower case
  std::string body;
  std::string remote_address;
  WallTime received_at = 0;
};

struct HttpResponse {
  int status = 200;
  std::vector<Header> headers;
  std::string body;
};

/// One step of a connection test.
struct CheckStep {
  Status status = Status::kOk;
  std::string name;  ///< stable word, e.g. "imap_login"
  std::string text;  ///< English, for the admin
};

}  // namespace frontdesk::sdk
