#include "desk/inbound/item.h"

#include <frontdesk/json.h>

#include <algorithm>

namespace frontdesk::desk {
namespace {

json::Value attribute(const std::string& attributes, std::string_view name) {
  const auto parsed = json::parse(attributes);
  return parsed.value && parsed.value->is_object() ? parsed.value->get(name) : json::Value();
}

}  // namespace

std::string InboundItem::ledger_key() const {
  return revision > 0 ? dedup_key + "#" + std::to_string(revision) : dedup_key;
}

std::string InboundItem::sender() const {
  if (!author.address.empty()) return author.address;
  return author.key == kUnknownAuthor ? std::string() : author.key;
}

domain::IdentityKind InboundItem::sender_kind() const {
  if (author.address.find('@') != std::string::npos) return domain::IdentityKind::kEmail;
  const bool digits =
      !author.address.empty() && author.address.find_first_not_of("+0123456789 -()") == std::string::npos;
  return digits ? domain::IdentityKind::kPhone : domain::IdentityKind::kOpenId;
}

std::string_view InboundItem::text(PartRole role) const {
  const auto found = std::ranges::find(parts, role, &sdk::Part::role);
  return found == parts.end() ? std::string_view() : found->text;
}

std::string InboundItem::take_text(PartRole role) {
  const auto found = std::ranges::find(parts, role, &sdk::Part::role);
  return found == parts.end() ? std::string() : std::exchange(found->text, {});
}

std::string_view InboundItem::unsupported() const {
  switch (kind) {
    case ItemKind::kMessage:
    case ItemKind::kReceipt: break;
    case ItemKind::kMessageEdited: return "unsupported: the desk does not follow edits of messages yet";
    case ItemKind::kMessageDeleted: return "unsupported: the desk does not follow deletions of messages yet";
    case ItemKind::kConversationEvent: return "unsupported: the desk does not act on events of conversations yet";
    case ItemKind::kOrderEvent: return "unsupported: the desk does not act on events of orders yet";
  }
  return {};
}

bool InboundItem::is_copy_of_ours() const {
  return is_ours() && !attributes.empty() && attribute(attributes, "copy_of_ours").as_bool();
}

bool InboundItem::is_server_report() const {
  if (!automatic || attributes.empty()) return false;
  return attribute(attributes, "automatic").as_string() == "report";
}

void InboundItem::join_parts() {
  std::vector<sdk::Part> joined;
  for (sdk::Part& part : parts) {
    const auto same = std::ranges::find(joined, part.role, &sdk::Part::role);
    if (same == joined.end()) {
      joined.push_back(std::move(part));
    } else {
      if (!same->text.empty()) same->text += '\n';
      same->text += part.text;
    }
  }
  parts = std::move(joined);
}

std::vector<std::string> InboundItem::order_numbers() const {
  std::vector<std::string> orders;
  for (const sdk::Ref& ref : refs) {
    if (ref.kind == "order") orders.push_back(ref.value);
  }
  return orders;
}

}  // namespace frontdesk::desk
