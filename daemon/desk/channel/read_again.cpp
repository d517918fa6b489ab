#include "desk/channel/read_again.h"

#include <frontdesk/plugin.h>

#include <utility>

#include "desk/inbound/backlog.h"
#include "desk/inbound/item_codec.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/traffic/read_again.h"

namespace frontdesk::desk {
namespace {

Result<JournalItem> open_kept(Context& context, storage::ReadTx& tx, const storage::UnreadItem& kept) {
  auto payload = context.keys.open(tx, {"journal", "payload_sealed", kept.id.raw()}, kept.payload_sealed);
  if (!payload) return std::move(payload).error();
  return decode_item(*payload);
}

}  // namespace

Result<ReadAgainRequest> request_again(Context& context, storage::Tx& tx, ChannelId channel,
                                       std::optional<JournalId> only, bool plugin_can) {
  auto unread = storage::unread_items(tx, channel, only, 2 * kMostReadAgain);
  if (!unread) return std::move(unread).error();
  if (only && unread->empty())
    return Error{ErrorCode::kNotFound, "this item was read, or its source is not known any more",
                 "error.not_unreadable"};
  auto open_requests = storage::count_asked_again(tx, channel);
  if (!open_requests) return std::move(open_requests).error();
  ReadAgainRequest request;
  const Micros now = context.clock.now();
  bool is_refused = false;
  for (const storage::UnreadItem& one : *unread) {
    auto kept = open_kept(context, tx, one);
    if (!kept) {  // its key is gone, or its bytes were changed: its reason says so already
      FD_TRY(storage::note_tried_again(tx, one.id, now));
    } else if (!kept->item.unreadable) {
      FD_TRY(storage::take_up_again(tx, one.id, IntakeBacklog::kWeightOfLife, now));
      request.taken_up.push_back(one.id);
    } else if (!plugin_can) {
      is_refused = true;
    } else if (one.asked_at != Micros{}) {
      ++request.asked;
    } else if (*open_requests < kMostReadAgain) {
      FD_TRY(storage::ask_again(tx, one.id, now));
      ++*open_requests;
      ++request.asked;
    } else {
      ++request.left;
    }
  }
  request.worked = static_cast<std::int64_t>(request.taken_up.size());
  if (is_refused && request.worked == 0)
    return Error{ErrorCode::kConflict, "this channel's plugin cannot read a message again", "error.plugin_reads_once"};
  return request;
}

Result<std::string> wanted_again(Context& context, storage::ReadTx& tx, ChannelId channel) {
  auto asked = storage::asked_again(tx, channel, kMostReadAgain);
  if (!asked) return std::move(asked).error();
  std::string keys;
  for (const storage::UnreadItem& one : *asked) {
    const auto kept = open_kept(context, tx, one);
    if (!kept) continue;
    if (keys.size() + kept->item.dedup_key.size() + 1 > FDK_MAX_STATE_VALUE) break;
    keys.append(kept->item.dedup_key).append("\n");
  }
  return keys;
}

}  // namespace frontdesk::desk
