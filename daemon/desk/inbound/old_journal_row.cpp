#include "desk/inbound/old_journal_row.h"

#include <cstring>

namespace frontdesk::desk {
namespace {

constexpr std::uint8_t kBeforeAttributes = 1;
constexpr std::uint8_t kBeforeNames = 2;
constexpr std::int64_t kMostEntries = 10'000;

/// Reads past the end give empty values and make ok() false.
class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  std::int64_t number() {
    std::int64_t value = 0;
    if (rest_.size() < sizeof value) {
      ok_ = false;
      return 0;
    }
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_ = rest_.subspan(sizeof value);
    return value;
  }
  bool flag() { return number() != 0; }
  std::string text() {
    const std::int64_t size = number();
    if (size < 0 || static_cast<std::uint64_t>(size) > rest_.size()) ok_ = false;
    if (!ok_) return {};
    std::string value(as_chars(rest_.first(static_cast<std::size_t>(size))));
    rest_ = rest_.subspan(static_cast<std::size_t>(size));
    return value;
  }
  std::int64_t count() {
    const std::int64_t value = number();
    if (value < 0 || value > kMostEntries) ok_ = false;
    return ok_ ? value : 0;
  }
  StoredBlob blob() {
    const BlobId id{number()};
    return {id, number()};
  }

 private:
  ByteView rest_;
  bool ok_ = true;
};

Error unknown_form() { return {ErrorCode::kCorrupt, "a journal payload has an unknown form"}; }

ReceiptStatus receipt_status(std::int64_t then) {
  return then == 3 ? ReceiptStatus::kFailed : then == 2 ? ReceiptStatus::kDelayed : ReceiptStatus::kDelivered;
}

}  // namespace

Result<JournalItem> decode_old_row(ByteView bytes) {
  if (bytes.empty() || bytes[0] < kBeforeAttributes || bytes[0] > kBeforeNames) return unknown_form();
  Reader in(bytes.subspan(1));
  JournalItem row;
  InboundItem& item = row.item;
  sdk::Receipt receipt;
  std::string sender, sender_kind;  // one text, and the word for its kind
  item.parts = {
      {PartRole::kBody, "text/plain", {}}, {PartRole::kQuoted, "text/plain", {}}, {PartRole::kHtml, "text/html", {}}};
  const bool is_receipt = in.number() == 2;
  for (std::string* text : {&item.dedup_key, &item.conversation_key, &item.message_key, &item.thread_token, &sender,
                            &item.author.display, &sender_kind, &item.subject, &item.parts[0].text, &item.parts[1].text,
                            &item.parts[2].text, &item.unreadable_reason, &receipt.message_key}) {
    *text = in.text();
  }
  (sender_kind == "open_id" ? item.author.key : item.author.address) = std::move(sender);
  std::erase_if(item.parts, [](const sdk::Part& part) { return part.text.empty(); });
  for (std::int64_t left = in.count(); left > 0; --left) item.parent_keys.push_back(in.text());
  for (std::int64_t left = in.count(); left > 0; --left) item.refs.push_back({"order", in.text()});
  item.sent_at = in.number();
  item.received_at = in.number();
  item.automatic = in.flag();
  item.unreadable = in.flag();
  receipt.status = receipt_status(in.number());
  row.raw = in.blob();
  for (std::int64_t left = in.count(); left > 0; --left) {
    sdk::Attachment& attachment = item.attachments.emplace_back();
    attachment.name = in.text();
    attachment.mime = in.text();
    attachment.content_id = in.text();
    attachment.is_inline = in.flag();
    row.attachments.push_back(in.blob());
  }
  if (bytes[0] != kBeforeAttributes) {
    item.no_reply = in.flag();
    item.truncated = in.flag();
    item.historical = in.flag();
    item.attributes = in.text();
  }
  if (!in.ok() || !in.at_end()) return unknown_form();
  if (is_receipt) {
    receipt.diagnostic = std::move(item.unreadable_reason);
    item.kind = ItemKind::kReceipt;
    item.receipt = std::move(receipt);
  }
  return row;
}

}  // namespace frontdesk::desk
