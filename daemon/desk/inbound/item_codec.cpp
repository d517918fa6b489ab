#include "desk/inbound/item_codec.h"

#include <cstring>
#include <type_traits>

namespace frontdesk::desk {
namespace {

constexpr std::uint8_t kVersion = 2;
constexpr std::uint8_t kBeforeAttributes = 1;  // still in journals: without what stands at the end
constexpr std::size_t kMostEntries = 10'000;

class Encoder {
 public:
  Encoder() { out_.push_back(kVersion); }
  void number(std::int64_t value) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(&value);
    out_.insert(out_.end(), bytes, bytes + sizeof value);
  }
  void text(std::string_view value) {
    number(static_cast<std::int64_t>(value.size()));
    out_.insert(out_.end(), value.begin(), value.end());
  }
  void texts(const std::vector<std::string>& values) {
    number(static_cast<std::int64_t>(values.size()));
    for (const std::string& value : values) text(value);
  }
  void blob(const StoredBlob& blob) {
    number(blob.id.raw());
    number(blob.size);
  }
  Bytes take() { return std::move(out_); }

 private:
  Bytes out_;
};

/// Reads past the end give empty values and make ok() false.
class Decoder {
 public:
  explicit Decoder(ByteView bytes) : rest_(bytes) {
    ok_ = !rest_.empty() && (rest_[0] == kVersion || rest_[0] == kBeforeAttributes);
    if (!ok_) return;
    version_ = rest_[0];
    rest_ = rest_.subspan(1);
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::uint8_t version() const { return version_; }
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
  std::string text() {
    const std::int64_t size = number();
    if (!ok_ || size < 0 || static_cast<std::uint64_t>(size) > rest_.size()) {
      ok_ = false;
      return {};
    }
    std::string value(as_chars(rest_.first(static_cast<std::size_t>(size))));
    rest_ = rest_.subspan(static_cast<std::size_t>(size));
    return value;
  }
  std::size_t count() {
    const std::int64_t value = number();
    if (value < 0 || value > static_cast<std::int64_t>(kMostEntries)) ok_ = false;
    return ok_ ? static_cast<std::size_t>(value) : 0;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> values(count());
    for (std::string& value : values) value = text();
    return values;
  }
  StoredBlob blob() {
    StoredBlob blob;
    blob.id = BlobId{number()};
    blob.size = number();
    return blob;
  }

 private:
  ByteView rest_;
  bool ok_ = false;
  std::uint8_t version_ = 0;
};

}  // namespace

Bytes encode_item(const JournalItem& journal_item) {
  const InboundItem& item = journal_item.item;
  Encoder out;
  out.number(static_cast<std::int64_t>(item.kind));
  for (const std::string* text : {&item.dedup_key, &item.conversation_key, &item.message_key, &item.thread_token,
                                  &item.author_key, &item.author_name, &item.author_kind, &item.subject, &item.text,
                                  &item.quoted, &item.html, &item.reason, &item.receipt_for}) {
    out.text(*text);
  }
  out.texts(item.parent_keys);
  out.texts(item.order_numbers);
  out.number(item.sent_at.count());
  out.number(item.received_at.count());
  out.number(item.automatic);
  out.number(item.unreadable);
  out.number(static_cast<std::int64_t>(item.receipt));
  out.blob(journal_item.raw);
  out.number(static_cast<std::int64_t>(item.attachments.size()));
  for (std::size_t i = 0; i < item.attachments.size(); ++i) {
    const InboundAttachment& attachment = item.attachments[i];
    out.text(attachment.name);
    out.text(attachment.mime);
    out.text(attachment.content_id);
    out.number(attachment.is_inline);
    out.blob(i < journal_item.attachments.size() ? journal_item.attachments[i] : StoredBlob{});
  }
  out.number(item.no_auto_reply);
  out.number(item.truncated);
  out.number(item.historical);
  out.text(item.attributes);
  return out.take();
}

Result<JournalItem> decode_item(ByteView bytes) {
  Decoder in(bytes);
  JournalItem decoded;
  InboundItem& item = decoded.item;
  item.kind = static_cast<ItemKind>(in.number());
  for (std::string* text : {&item.dedup_key, &item.conversation_key, &item.message_key, &item.thread_token,
                            &item.author_key, &item.author_name, &item.author_kind, &item.subject, &item.text,
                            &item.quoted, &item.html, &item.reason, &item.receipt_for}) {
    *text = in.text();
  }
  item.parent_keys = in.texts();
  item.order_numbers = in.texts();
  item.sent_at = Micros{in.number()};
  item.received_at = Micros{in.number()};
  item.automatic = in.number() != 0;
  item.unreadable = in.number() != 0;
  item.receipt = static_cast<ReceiptStatus>(in.number());
  decoded.raw = in.blob();
  const std::size_t attachments = in.count();
  for (std::size_t i = 0; i < attachments; ++i) {
    InboundAttachment& attachment = item.attachments.emplace_back();
    attachment.name = in.text();
    attachment.mime = in.text();
    attachment.content_id = in.text();
    attachment.is_inline = in.number() != 0;
    decoded.attachments.push_back(in.blob());
  }
  if (in.version() != kBeforeAttributes) {
    item.no_auto_reply = in.number() != 0;
    item.truncated = in.number() != 0;
    item.historical = in.number() != 0;
    item.attributes = in.text();
  }
  if (!in.ok() || !in.at_end()) return Error{ErrorCode::kCorrupt, "a journal payload has an unknown form"};
  return decoded;
}

}  // namespace frontdesk::desk
