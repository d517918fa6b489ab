#include "desk/channel/book.h"

#include <utility>

#include "desk/audit/recorded.h"
#include "desk/event_feed.h"
#include "storage/sql/transaction.h"
#include "storage/tables/channel.h"

namespace frontdesk::desk {

Result<void> ChannelBook::record(const std::string& action, ChannelId id, const std::string& before,
                                 const std::string& after) {
  return record_act(context_.trail, tx_, actor_,
                    {.action = action,
                     .object_type = "channel",
                     .object_id = id.raw(),
                     .reason = {},
                     .before = before,
                     .after = after});
}

Result<void> ChannelBook::announce(ChannelId id, ChannelState state) {
  json::Writer out;
  out.begin_object().member("id", to_text(id)).member("state", to_text(state)).end_object();
  return context_.events.append(tx_, "channel", out.take());
}

std::string describe(const storage::ChannelRecord& row) {
  json::Writer out;
  out.begin_object().member("plugin", row.plugin).member("name", row.name).member("enabled", row.enabled).end_object();
  return out.take();
}

Result<json::Value> config_of(const storage::ChannelRecord& row) {
  auto parsed = json::parse(row.config_json);
  if (!parsed.value) return Error{ErrorCode::kCorrupt, "a stored channel configuration is no JSON"};
  return std::move(*parsed.value);
}

}  // namespace frontdesk::desk
