#include "wire/item_rules.h"

#include <array>
#include <cstdint>
#include <initializer_list>

namespace frontdesk::wire {

namespace {

constexpr std::size_t kMaxLabel = 1024;  // addresses, names, codes

struct TextRule {
  std::string_view name;
  std::string_view text;
  std::size_t max_bytes;
};

std::string broken(std::initializer_list<TextRule> rules) {
  for (const auto& rule : rules) {
    if (rule.text.size() > rule.max_bytes) {
      return std::string(rule.name) + " is longer than " + std::to_string(rule.max_bytes) + " bytes";
    }
    if (!is_clean_text(rule.text)) return std::string(rule.name) + " is not clean UTF-8";
  }
  return {};
}

template <class Enum>
bool is_between(Enum value, Enum first, Enum last) {
  return value >= first && value <= last;
}

/// Values that came through the C interface may be anything.
std::string broken_choices(const sdk::Item& item) {
  if (!is_between(item.kind, sdk::ItemKind::kMessage, sdk::ItemKind::kOrderEvent)) return "kind is unknown";
  if (!is_between(item.direction, sdk::Direction::kInbound, sdk::Direction::kOutbound)) return "direction is unknown";
  if (!is_between(item.author.role, sdk::AuthorRole::kCustomer, sdk::AuthorRole::kRobot)) {
    return "author_role is unknown";
  }
  if (item.receipt && !is_between(item.receipt->status, sdk::ReceiptStatus::kFailed, sdk::ReceiptStatus::kRead)) {
    return "status of the receipt is unknown";
  }
  return {};
}

std::string broken_parts(const sdk::Item& item) {
  if (item.parts.size() > FDK_MAX_PARTS) return "too many parts";
  for (const auto& part : item.parts) {
    if (!is_between(part.role, sdk::PartRole::kBody, sdk::PartRole::kHtml)) return "role of a part is unknown";
    auto why = broken({{"mime of a part", part.mime, kMaxLabel}, {"text of a part", part.text, std::string::npos}});
    if (!why.empty()) return why;
  }
  return {};
}

std::string broken_attachments(const sdk::Item& item) {
  if (item.attachments.size() > FDK_MAX_ATTACHMENTS) return "too many attachments";
  for (const auto& attachment : item.attachments) {
    auto why = broken({{"name of an attachment", attachment.name, kMaxLabel},
                       {"mime of an attachment", attachment.mime, kMaxLabel},
                       {"content_id of an attachment", attachment.content_id, kMaxLabel},
                       {"ref of an attachment", attachment.ref, kMaxLabel}});
    if (!why.empty()) return why;
    // Nobody would ever ask for the content: a file of no bytes would pass for what was sent.
    if (attachment.data.empty() && !attachment.ref.empty())
      return "ref of an attachment: fetching is not supported yet";
  }
  return {};
}

std::string broken_links(const sdk::Item& item) {
  if (item.parent_keys.size() > FDK_MAX_PARENT_KEYS) return "too many parent keys";
  for (const auto& key : item.parent_keys) {
    auto why = broken({{"a parent key", key, FDK_MAX_KEY}});
    if (!why.empty()) return why;
  }
  if (item.refs.size() > FDK_MAX_ATTACHMENTS) return "too many refs";
  for (const auto& ref : item.refs) {
    auto why = broken({{"kind of a ref", ref.kind, FDK_MAX_KEY}, {"value of a ref", ref.value, kMaxLabel}});
    if (!why.empty()) return why;
  }
  if (!item.receipt) return item.kind == sdk::ItemKind::kReceipt ? "a receipt item without a receipt" : "";
  return broken({{"message_key of the receipt", item.receipt->message_key, FDK_MAX_KEY},
                 {"diagnostic", item.receipt->diagnostic, FDK_MAX_SUBJECT},
                 {"code", item.receipt->code, kMaxLabel},
                 {"failed_recipient", item.receipt->failed_recipient, kMaxLabel}});
}

}  // namespace

std::string broken_rule(const sdk::Item& item) {
  if (item.dedup_key.empty()) return "dedup_key is missing";
  auto why = broken({{"dedup_key", item.dedup_key, FDK_MAX_KEY},
                     {"conversation_key", item.conversation_key, FDK_MAX_KEY},
                     {"message_key", item.message_key, FDK_MAX_KEY},
                     {"thread_token", item.thread_token, FDK_MAX_KEY},
                     {"author_key", item.author.key, kMaxLabel},
                     {"author_address", item.author.address, kMaxLabel},
                     {"author_display", item.author.display, kMaxLabel},
                     {"subject", item.subject, FDK_MAX_SUBJECT},
                     {"language", item.language, FDK_MAX_KEY},
                     {"unreadable_reason", item.unreadable_reason, FDK_MAX_SUBJECT},
                     {"attributes", item.attributes, FDK_MAX_ATTRIBUTES}});
  if (why.empty()) why = broken_choices(item);
  if (why.empty()) why = broken_links(item);
  if (why.empty()) why = broken_parts(item);
  if (why.empty()) why = broken_attachments(item);
  return why;
}

bool is_clean_text(std::string_view text) {
  // Lead byte → length and smallest code point; continuation bytes are checked one by one (RFC 3629).
  static constexpr std::array<std::uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  std::size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) {
      if (lead == 0) return false;
      ++at;
      continue;
    }
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
    if (length == 0 || lead > 0xf4 || at + length > text.size()) return false;
    std::uint32_t point = lead & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
      const auto next = static_cast<unsigned char>(text[at + i]);
      if ((next & 0xc0) != 0x80) return false;
      point = (point << 6) | (next & 0x3fU);
    }
    if (point < kSmallest[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
    at += length;
  }
  return true;
}

}  // namespace frontdesk::wire
