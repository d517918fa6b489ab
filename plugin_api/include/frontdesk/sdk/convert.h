// Between the C structs of plugin.h and the C++ values of types.h. Internal to the SDK, the host and the fake host.
//
// To C: FlatItem and friends hold the arrays the C struct points at; the result views the C++ value, which must outlive
// it. From C: values are copied, members beyond the sender's struct_size read as empty.
#pragma once

#include <frontdesk/plugin.h>
#include <frontdesk/sdk/types.h>

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::sdk::detail {

inline fdk_str str(std::string_view text) { return {text.data(), text.size()}; }
inline fdk_bytes bytes(std::string_view content) { return {content.data(), content.size()}; }
inline std::string_view view(fdk_str text) {
  return {text.data == nullptr ? "" : text.data, text.data == nullptr ? 0 : text.size};
}
inline std::string_view view(fdk_bytes content) {
  return {content.data == nullptr ? "" : static_cast<const char*>(content.data),
          content.data == nullptr ? 0 : content.size};
}
inline std::string own(fdk_str text) { return std::string(view(text)); }
inline std::string own(fdk_bytes content) { return std::string(view(content)); }

template <class T>
T made() {
  T empty;
  std::memset(&empty, 0, sizeof empty);
  empty.struct_size = sizeof(T);
  return empty;
}

/// The struct as this header knows it: what the sender did not know reads as zero.
template <class T>
T read_struct(const T* from) {
  T copy;
  std::memset(&copy, 0, sizeof copy);
  if (from != nullptr) std::memcpy(&copy, from, from->struct_size < sizeof(T) ? from->struct_size : sizeof(T));
  return copy;
}

/// Calls `visit` with each element of an array whose stride is the first element's struct_size.
template <class T, class Visit>
void for_each(const T* first, std::size_t count, Visit visit) {
  if (first == nullptr || count == 0 || first->struct_size < sizeof(first->struct_size)) return;
  const auto* at = reinterpret_cast<const unsigned char*>(first);
  const std::size_t stride = first->struct_size;
  for (std::size_t i = 0; i < count; ++i) visit(read_struct(reinterpret_cast<const T*>(at + i * stride)));
}

inline std::vector<fdk_str> flatten(const std::vector<std::string>& texts) {
  std::vector<fdk_str> flat;
  flat.reserve(texts.size());
  for (const auto& text : texts) flat.push_back(str(text));
  return flat;
}

inline std::vector<std::string> own_all(const fdk_str* texts, std::size_t count) {
  std::vector<std::string> owned;
  for (std::size_t i = 0; texts != nullptr && i < count; ++i) owned.push_back(own(texts[i]));
  return owned;
}

inline fdk_part flatten(const Part& part) {
  auto flat = made<fdk_part>();
  flat.role = static_cast<fdk_part_role>(part.role);
  flat.mime = str(part.mime);
  flat.text = str(part.text);
  return flat;
}

inline std::vector<fdk_attachment> flatten(const std::vector<Attachment>& attachments) {
  std::vector<fdk_attachment> flat;
  for (const auto& attachment : attachments) {
    auto one = made<fdk_attachment>();
    one.is_inline = attachment.is_inline ? 1 : 0;
    one.data = bytes(attachment.data);
    one.ref = str(attachment.ref);
    one.name = str(attachment.name);
    one.mime = str(attachment.mime);
    one.content_id = str(attachment.content_id);
    one.size = attachment.data.empty() ? attachment.size : attachment.data.size();
    flat.push_back(one);
  }
  return flat;
}

inline std::vector<Attachment> own_attachments(const fdk_attachment* first, std::size_t count) {
  std::vector<Attachment> owned;
  for_each(first, count, [&](const fdk_attachment& one) {
    owned.push_back(
        {own(one.name), own(one.mime), own(one.content_id), one.is_inline != 0, own(one.data), own(one.ref), one.size});
  });
  return owned;
}

/// The C view of one Item.
class FlatItem {
 public:
  explicit FlatItem(const Item& item) : parents_(flatten(item.parent_keys)), attachments_(flatten(item.attachments)) {
    for (const auto& part : item.parts) parts_.push_back(flatten(part));
    for (const auto& ref : item.refs) {
      auto one = made<fdk_ref>();
      one.kind = str(ref.kind);
      one.value = str(ref.value);
      refs_.push_back(one);
    }
    if (item.receipt) {
      receipt_ = made<fdk_receipt>();
      receipt_.status = static_cast<fdk_receipt_status>(item.receipt->status);
      receipt_.message_key = str(item.receipt->message_key);
      receipt_.diagnostic = str(item.receipt->diagnostic);
      receipt_.code = str(item.receipt->code);
      receipt_.failed_recipient = str(item.receipt->failed_recipient);
    }
    has_receipt_ = item.receipt.has_value();
    fill(item);
  }

  /// Valid as long as this object stays where it is and the Item lives.
  [[nodiscard]] fdk_item get() const {
    fdk_item flat = flat_;
    flat.parent_keys = parents_.data();
    flat.parent_key_count = parents_.size();
    flat.parts = parts_.data();
    flat.part_count = parts_.size();
    flat.attachments = attachments_.data();
    flat.attachment_count = attachments_.size();
    flat.refs = refs_.data();
    flat.ref_count = refs_.size();
    flat.receipt = has_receipt_ ? &receipt_ : nullptr;
    return flat;
  }

 private:
  void fill(const Item& item) {
    flat_ = made<fdk_item>();
    flat_.kind = static_cast<fdk_item_kind>(item.kind);
    flat_.direction = static_cast<fdk_direction>(item.direction);
    if (item.automatic) flat_.flags |= FDK_FLAG_AUTOMATIC;
    if (item.unreadable) flat_.flags |= FDK_FLAG_UNREADABLE;
    if (item.truncated) flat_.flags |= FDK_FLAG_TRUNCATED;
    if (item.historical) flat_.flags |= FDK_FLAG_HISTORICAL;
    if (item.no_reply) flat_.flags |= FDK_FLAG_NO_REPLY;
    flat_.revision = item.revision;
    flat_.author_role = static_cast<fdk_author_role>(item.author.role);
    flat_.dedup_key = str(item.dedup_key);
    flat_.conversation_key = str(item.conversation_key);
    flat_.message_key = str(item.message_key);
    flat_.thread_token = str(item.thread_token);
    flat_.author_key = str(item.author.key);
    flat_.author_address = str(item.author.address);
    flat_.author_display = str(item.author.display);
    flat_.sent_at = item.sent_at;
    flat_.received_at = item.received_at;
    flat_.subject = str(item.subject);
    flat_.language = str(item.language);
    flat_.unreadable_reason = str(item.unreadable_reason);
    flat_.raw = bytes(item.raw);
    flat_.attributes = str(item.attributes);
  }

  fdk_item flat_{};
  fdk_receipt receipt_{};
  bool has_receipt_ = false;
  std::vector<fdk_str> parents_;
  std::vector<fdk_part> parts_;
  std::vector<fdk_attachment> attachments_;
  std::vector<fdk_ref> refs_;
};

inline Item own_item(const fdk_item& from) {
  Item item;
  item.kind = static_cast<ItemKind>(from.kind);
  item.direction = static_cast<Direction>(from.direction);
  item.automatic = (from.flags & FDK_FLAG_AUTOMATIC) != 0;
  item.unreadable = (from.flags & FDK_FLAG_UNREADABLE) != 0;
  item.truncated = (from.flags & FDK_FLAG_TRUNCATED) != 0;
  item.historical = (from.flags & FDK_FLAG_HISTORICAL) != 0;
  item.no_reply = (from.flags & FDK_FLAG_NO_REPLY) != 0;
  item.revision = from.revision;
  item.dedup_key = own(from.dedup_key);
  item.conversation_key = own(from.conversation_key);
  item.message_key = own(from.message_key);
  item.thread_token = own(from.thread_token);
  item.parent_keys = own_all(from.parent_keys, from.parent_key_count);
  item.author = {own(from.author_key), own(from.author_address), own(from.author_display),
                 static_cast<AuthorRole>(from.author_role)};
  item.sent_at = from.sent_at;
  item.received_at = from.received_at;
  item.subject = own(from.subject);
  item.language = own(from.language);
  for_each(from.parts, from.part_count, [&](const fdk_part& part) {
    item.parts.push_back({static_cast<PartRole>(part.role), own(part.mime), own(part.text)});
  });
  item.attachments = own_attachments(from.attachments, from.attachment_count);
  for_each(from.refs, from.ref_count, [&](const fdk_ref& ref) {
    item.refs.push_back({own(ref.kind), own(ref.value)});
  });
  for_each(from.receipt, from.receipt == nullptr ? 0 : 1, [&](const fdk_receipt& receipt) {
    item.receipt = Receipt{static_cast<ReceiptStatus>(receipt.status), own(receipt.message_key),
                           own(receipt.diagnostic), own(receipt.code), own(receipt.failed_recipient)};
  });
  item.unreadable_reason = own(from.unreadable_reason);
  item.raw = own(from.raw);
  item.attributes = own(from.attributes);
  return item;
}

/// The C view of one Outbound.
class FlatOutbound {
 public:
  explicit FlatOutbound(const Outbound& message)
      : parents_(flatten(message.parent_keys)), attachments_(flatten(message.attachments)) {
    add_part(FDK_PART_BODY, "text/plain", message.text);
    if (!message.html.empty()) add_part(FDK_PART_HTML, "text/html", message.html);
    for (const auto& recipient : message.recipients) {
      auto one = made<fdk_recipient>();
      one.role = static_cast<fdk_recipient_role>(recipient.role);
      one.address = str(recipient.address);
      one.display = str(recipient.display);
      recipients_.push_back(one);
    }
    flat_ = made<fdk_outbound>();
    flat_.attempt = message.attempt;
    flat_.flags = message.automatic ? fdk_outbound_flags{FDK_OUTBOUND_AUTOMATIC} : 0;
    flat_.idempotency_key = str(message.idempotency_key);
    flat_.message_key = str(message.message_key);
    flat_.conversation_key = str(message.conversation_key);
    flat_.reply_to_key = str(message.reply_to_key);
    flat_.subject = str(message.subject);
    flat_.thread_token = str(message.thread_token);
    flat_.attributes = str(message.attributes);
    flat_.deadline = message.deadline.count();
  }

  /// Valid as long as this object stays where it is and the Outbound lives.
  [[nodiscard]] fdk_outbound get() const {
    fdk_outbound flat = flat_;
    flat.parent_keys = parents_.data();
    flat.parent_key_count = parents_.size();
    flat.recipients = recipients_.data();
    flat.recipient_count = recipients_.size();
    flat.parts = parts_.data();
    flat.part_count = parts_.size();
    flat.attachments = attachments_.data();
    flat.attachment_count = attachments_.size();
    return flat;
  }

 private:
  void add_part(fdk_part_role role, std::string_view mime, const std::string& text) {
    auto one = made<fdk_part>();
    one.role = role;
    one.mime = str(mime);
    one.text = str(text);
    parts_.push_back(one);
  }

  fdk_outbound flat_{};
  std::vector<fdk_str> parents_;
  std::vector<fdk_recipient> recipients_;
  std::vector<fdk_part> parts_;
  std::vector<fdk_attachment> attachments_;
};

inline Outbound own_outbound(const fdk_outbound& from) {
  Outbound message;
  message.idempotency_key = own(from.idempotency_key);
  message.message_key = own(from.message_key);
  message.conversation_key = own(from.conversation_key);
  message.reply_to_key = own(from.reply_to_key);
  message.parent_keys = own_all(from.parent_keys, from.parent_key_count);
  for_each(from.recipients, from.recipient_count, [&](const fdk_recipient& to) {
    message.recipients.push_back({static_cast<RecipientRole>(to.role), own(to.address), own(to.display)});
  });
  message.subject = own(from.subject);
  for_each(from.parts, from.part_count, [&](const fdk_part& part) {
    if (part.role == FDK_PART_HTML) message.html = own(part.text);
    if (part.role == FDK_PART_BODY) message.text = own(part.text);
  });
  message.attachments = own_attachments(from.attachments, from.attachment_count);
  message.thread_token = own(from.thread_token);
  message.attributes = own(from.attributes);
  message.attempt = from.attempt;
  message.automatic = (from.flags & FDK_OUTBOUND_AUTOMATIC) != 0;
  message.deadline = Monotonic(from.deadline);
  return message;
}

inline Error own_error(fdk_status status, const fdk_problem& problem) {
  return {static_cast<Status>(status), own(problem.user_code), own(problem.user_text), own(problem.internal_text),
          std::chrono::nanoseconds(problem.retry_after)};
}

/// Tells the sink about `error` and returns its status.
inline fdk_status report(const fdk_problem_sink* sink, const Error& error) {
  auto problem = made<fdk_problem>();
  problem.status = static_cast<fdk_status>(error.status);
  problem.retry_after = error.retry_after.count();
  problem.user_code = str(error.code);
  problem.user_text = str(error.text);
  problem.internal_text = str(error.detail);
  if (sink != nullptr && sink->report != nullptr) sink->report(sink->ctx, &problem);
  return problem.status;
}

/// A sink that keeps the reported problem.
class ProblemCatcher {
 public:
  [[nodiscard]] fdk_problem_sink sink() {
    auto sink = made<fdk_problem_sink>();
    sink.ctx = this;
    sink.report = [](void* ctx, const fdk_problem* problem) {
      const fdk_problem seen = read_struct(problem);
      static_cast<ProblemCatcher*>(ctx)->error_ = own_error(seen.status, seen);
    };
    return sink;
  }
  /// The error for a call that returned `status`.
  [[nodiscard]] Error error(fdk_status status) const {
    Error found = error_;
    found.status = static_cast<Status>(status);
    return found;
  }

 private:
  Error error_;
};

}  // namespace frontdesk::sdk::detail
