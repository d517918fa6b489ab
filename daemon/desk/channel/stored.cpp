#include "desk/channel/stored.h"

#include <frontdesk/sdk/read_again.h>

#include <utility>

#include "base/text.h"
#include "desk/actor.h"
#include "desk/channel/book.h"
#include "desk/channel/read_again.h"
#include "desk/channel/secrets.h"
#include "desk/event_feed.h"
#include "desk/plugin/approval.h"
#include "privacy/masker.h"
#include "privacy/seal/key_ring.h"
#include "storage/store.h"
#include "storage/tables/channel.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kMostHealthCharacters = 300;

Result<ChannelSetup> to_setup(Context& context, storage::ReadTx& tx, const storage::ChannelRecord& row) {
  ChannelSetup setup;
  setup.id = row.id;
  setup.plugin = row.plugin;
  setup.name = row.name;
  setup.enabled = row.enabled;
  setup.cursor = row.cursor;
  setup.activated_at = row.activated_at;
  setup.state = static_cast<ChannelState>(row.state);
  FD_TRY(add_approval(tx, setup));
  auto config = config_of(row);
  if (!config) return std::move(config).error();
  setup.config = without_secret_marks(*config);
  auto values = storage::list_channel_values(tx, row.id);
  if (!values) return std::move(values).error();
  for (storage::ChannelValue& value : *values) {
    if (sdk::is_desk_state(value.name)) continue;
    auto clear = context.keys.open(tx, {"channel_state", value.name, row.id.raw()}, value.sealed);
    if (!clear) return std::move(clear).error();
    setup.state_entries.emplace_back(std::move(value.name), to_string(*clear));
  }
  auto wanted = wanted_again(context, tx, row.id);
  if (!wanted) return std::move(wanted).error();
  if (!wanted->empty()) setup.state_entries.emplace_back(sdk::kReadAgainState, std::move(*wanted));
  return setup;
}

}  // namespace

Result<std::vector<ChannelSetup>> StoredChannels::load_all() {
  return context_.store.read([&](storage::ReadTx& tx) -> Result<std::vector<ChannelSetup>> {
    auto rows = storage::list_channels(tx);
    if (!rows) return std::move(rows).error();
    std::vector<ChannelSetup> setups;
    for (const storage::ChannelRecord& row : *rows) {
      auto setup = to_setup(context_, tx, row);
      if (!setup) return std::move(setup).error();
      setups.push_back(std::move(*setup));
    }
    return setups;
  });
}

Result<ChannelSetup> StoredChannels::load(ChannelId id) {
  return context_.store.read([&](storage::ReadTx& tx) -> Result<ChannelSetup> {
    auto row = storage::load_channel(tx, id);
    if (!row) return std::move(row).error();
    return to_setup(context_, tx, *row);
  });
}

Result<Secret> StoredChannels::secret(ChannelId id, const std::string& path) {
  auto secrets = context_.store.read([&](storage::ReadTx& tx) { return open_secrets(context_, tx, id); });
  if (!secrets) return std::move(secrets).error();
  const auto found = secrets->find(path);
  if (found == secrets->end()) return Error{ErrorCode::kNotFound, "the channel has no secret " + path};
  return std::move(found->second);
}

Result<void> StoredChannels::put_secret(ChannelId id, const std::string& path, Secret value) {
  return context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto secrets = open_secrets(context_, tx, id);
    if (!secrets) return std::move(secrets).error();
    secrets->insert_or_assign(path, std::move(value));
    auto sealed = seal_secrets(context_, tx, id, *secrets);
    if (!sealed) return std::move(sealed).error();
    FD_TRY(storage::set_channel_secrets(tx, id, *sealed));
    return ChannelBook(context_, tx, Actor::system()).record("channel.secret", id, "", "");
  });
}

Result<void> StoredChannels::save_health(ChannelId id, const ChannelHealth& health) {
  auto saved = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto before = storage::load_channel(tx, id);
    if (!before) return std::move(before).error();
    const auto state = static_cast<storage::ChannelState>(health.state);
    // A plugin's words may quote a message; admins see them, who may see no customer data.
    const std::string text =
        context_.masker.mask(text::repair_utf8(health.text)).text.preview(kMostHealthCharacters).text();
    FD_TRY(storage::set_channel_state(tx, id, state, health.code, text, health.last_success_at));
    if (before->state == state && before->reason_code == health.code) return {};
    const Actor system = Actor::system();
    ChannelBook book(context_, tx, system);
    FD_TRY(book.announce(id, health.state));
    if (health.state == ChannelState::kQuarantined) return book.record("plugin.quarantine", id, "", describe(*before));
    if (health.state == ChannelState::kNeedsReauth) return book.record("channel.reauth", id, "", describe(*before));
    return {};
  });
  if (saved) context_.events.announce();
  return saved;
}

}  // namespace frontdesk::desk
