#include "desk/machine/room_history.h"

#include <frontdesk/json.h>

#include <string_view>
#include <utility>

#include "storage/tables/setting.h"

namespace frontdesk::desk {
namespace {

constexpr std::string_view kRoomSetting = "machine.room";
constexpr std::chrono::hours kLeastKnown{24};
/// Further away nobody plans, and a sum of so many microseconds could run over.
constexpr double kMostSeconds = 86'400.0 * 36'500;

std::vector<RoomSample> parse_history(std::string_view text) {
  std::vector<RoomSample> history;
  const auto parsed = json::parse(text);
  if (!parsed.value) return history;
  for (const json::Value& sample : parsed.value->items())
    history.push_back({Micros{sample.get("at").as_int(0)}, sample.get("free").as_int(0)});
  return history;
}

}  // namespace

Result<std::vector<RoomSample>> load_room_history(storage::ReadTx& tx) {
  auto setting = storage::find_setting(tx, kRoomSetting);
  if (!setting) return std::move(setting).error();
  return *setting ? parse_history((*setting)->value) : std::vector<RoomSample>{};
}

Result<void> add_room_sample(storage::Tx& tx, const RoomSample& sample) {
  auto setting = storage::find_setting(tx, kRoomSetting);
  if (!setting) return std::move(setting).error();
  auto history = *setting ? parse_history((*setting)->value) : std::vector<RoomSample>{};
  const auto dropped = std::erase_if(
      history, [&](const RoomSample& old) { return old.at > sample.at || sample.at - old.at > kRoomKept; });
  const bool is_due = history.empty() || sample.at - history.back().at >= kRoomSampleEvery;
  if (!is_due && dropped == 0) return {};
  if (is_due) history.push_back(sample);
  json::Value kept{json::Array{}};
  for (const RoomSample& each : history) {
    json::Value value;
    value.set("at", each.at.count()).set("free", each.free_bytes);
    kept.push(std::move(value));
  }
  auto stored = storage::put_setting(tx, kRoomSetting, json::serialize(kept), *setting ? (*setting)->version : 0,
                                     UserId{}, sample.at);
  if (!stored) return std::move(stored).error();
  return {};
}

std::optional<Duration> full_in(const std::vector<RoomSample>& history, const RoomSample& now) {
  if (history.empty()) return std::nullopt;
  const RoomSample& oldest = history.front();
  const std::int64_t shrunk = oldest.free_bytes - now.free_bytes;
  const Duration over = now.at - oldest.at;
  if (over < kLeastKnown || shrunk <= 0) return std::nullopt;
  const double seconds =
      std::chrono::duration<double>(over).count() * static_cast<double>(now.free_bytes) / static_cast<double>(shrunk);
  if (seconds > kMostSeconds) return std::nullopt;
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

}  // namespace frontdesk::desk
