// Which strategy files which kind.
#include <algorithm>
#include <utility>

#include "desk/inbound/filing/filing.h"

namespace frontdesk::desk {
namespace {

// Kinds the desk has no place for yet become messages of their own text, so that nothing a customer did is lost.
constexpr std::pair<ItemKind, FilingStrategy> kStrategies[] = {
    {ItemKind::kMessage, file_message},           {ItemKind::kMessageEdited, file_message},
    {ItemKind::kMessageDeleted, file_message},    {ItemKind::kReceipt, file_receipt},
    {ItemKind::kConversationEvent, file_message}, {ItemKind::kOrderEvent, file_message},
};

}  // namespace

FilingStrategy strategy_for(ItemKind kind) {
  const auto* found = std::ranges::find(kStrategies, kind, &std::pair<ItemKind, FilingStrategy>::first);
  return found == std::end(kStrategies) ? file_message : found->second;
}

}  // namespace frontdesk::desk
