#include "desk/channel_service.h"

#include <frontdesk/json.h>

#include <algorithm>

#include "base/text.h"
#include "desk/channel_secrets.h"
#include "desk/delivery_outcome.h"
#include "desk/event_feed.h"
#include "desk/limits.h"
#include "desk/ticket_book.h"
#include "privacy/key_ring.h"
#include "privacy/masker.h"
#include "privacy/vault.h"
#include "storage/channel_repository.h"
#include "storage/journal_repository.h"
#include "storage/outbox_repository.h"
#include "storage/store.h"

namespace frontdesk::desk {
namespace {

using storage::ChannelRecord;

constexpr std::size_t kMostRows = 200;

std::string channel_event(ChannelId id, ChannelState state) {
  json::Writer out;
  out.begin_object().member("id", to_text(id)).member("state", to_text(state)).end_object();
  return out.take();
}

Result<std::string> checked_name(const std::string& name) {
  std::string shown = text::shorten(text::one_line(text::repair_utf8(name)), kMostChannelNameCharacters);
  if (shown.empty()) return Error{ErrorCode::kInvalid, "give the channel a name", "error.channel_name"};
  return shown;
}

Result<json::Value> parse_config(const std::string& text) {
  auto parsed = json::parse(text);
  if (!parsed.value) return Error{ErrorCode::kCorrupt, "a stored channel configuration is no JSON"};
  return std::move(*parsed.value);
}

/// What a change was before and after, as masked JSON or empty.
struct Difference {
  std::string before;
  std::string after;
};

Result<void> record(Context& context, storage::Tx& tx, const Actor& actor, const char* action, ChannelId id,
                    Difference difference) {
  return TicketBook(context, tx, actor)
      .record({.action = action,
               .object_type = "channel",
               .object_id = id.raw(),
               .reason = {},
               .before = std::move(difference.before),
               .after = std::move(difference.after)});
}

std::string name_json(const ChannelRecord& row) {
  json::Writer out;
  out.begin_object().member("plugin", row.plugin).member("name", row.name).member("enabled", row.enabled).end_object();
  return out.take();
}

/// Replies that wait would wait for ever: each fails, with a word to its ticket.
Result<void> fail_waiting_replies(Context& context, storage::Tx& tx, ChannelId id) {
  auto waiting = storage::queued_outbox(tx, id);
  if (!waiting) return std::move(waiting).error();
  const SendReport failed{.status = SendStatus::kFailed, .remote_key = {}, .reason = kChannelRemoved, .retry_at = {}};
  for (const storage::OutboxRecord& row : *waiting) {
    if (auto done = record_outcome(context, tx, row, failed); !done) return done;
  }
  return {};
}

Result<ChannelView> to_view(storage::ReadTx& tx, const ChannelRecord& row) {
  ChannelView view;
  view.id = row.id;
  view.plugin = row.plugin;
  view.name = row.name;
  view.enabled = row.enabled;
  view.state = static_cast<ChannelState>(row.state);
  view.reason_code = row.reason_code;
  view.reason_text = row.reason_text;
  view.last_success_at = row.last_success_at;
  view.activated_at = row.activated_at;
  view.version = row.version;
  auto config = parse_config(row.config_json);
  if (!config) return std::move(config).error();
  view.config = std::move(*config);
  auto fates = storage::count_fates(tx, row.id);
  if (!fates) return std::move(fates).error();
  view.received = fates->received();
  view.pending = fates->pending;
  view.failed = fates->quarantined;
  auto outbox = storage::count_outbox(tx, row.id);
  if (!outbox) return std::move(outbox).error();
  view.outbox = outbox->waiting;
  return view;
}

Result<ChannelSetup> to_setup(Context& context, storage::ReadTx& tx, const ChannelRecord& row) {
  ChannelSetup setup;
  setup.id = row.id;
  setup.plugin = row.plugin;
  setup.name = row.name;
  setup.enabled = row.enabled;
  setup.cursor = row.cursor;
  setup.activated_at = row.activated_at;
  setup.state = static_cast<ChannelState>(row.state);
  if (auto done = add_approval(tx, setup); !done) return std::move(done).error();
  auto config = parse_config(row.config_json);
  if (!config) return std::move(config).error();
  setup.config = without_secret_marks(*config);
  auto values = storage::list_channel_values(tx, row.id);
  if (!values) return std::move(values).error();
  for (storage::ChannelValue& value : *values) {
    auto clear = context.keys.open(tx, {"channel_state", value.name, row.id.raw()}, value.sealed);
    if (!clear) return std::move(clear).error();
    setup.state_entries.emplace_back(std::move(value.name), to_string(*clear));
  }
  return setup;
}

}  // namespace

std::string_view to_text(ChannelState state) {
  switch (state) {
    case ChannelState::kStopped: return "stopped";
    case ChannelState::kStarting: return "starting";
    case ChannelState::kOk: return "ok";
    case ChannelState::kDegraded: return "degraded";
    case ChannelState::kNeedsReauth: return "needs_reauth";
    case ChannelState::kQuarantined: return "quarantined";
  }
  return "stopped";
}

Result<SecretMap> ChannelService::stored_secrets(storage::ReadTx& tx, ChannelId id) const {
  auto sealed = storage::load_channel_secrets(tx, id);
  if (!sealed) return std::move(sealed).error();
  if (sealed->empty()) return SecretMap{};
  auto clear = context_.keys.open_text(tx, {"channel", "secrets_sealed", id.raw()}, *sealed);
  if (!clear) return std::move(clear).error();
  return decode_secrets(clear->reveal());
}

Result<Bytes> ChannelService::seal_secrets(storage::Tx& tx, ChannelId id, const SecretMap& secrets) {
  auto key = context_.keys.key_for_writing(tx, privacy::KeyScope::kChannel, id.raw(), context_.clock.now());
  if (!key) return std::move(key).error();
  return context_.vault.seal(*key, {"channel", "secrets_sealed", id.raw()}, as_bytes(encode_secrets(secrets).reveal()));
}

Result<ChannelService::CheckedChannel> ChannelService::check_input(const std::string& plugin, const json::Value& config,
                                                                   const SecretMap& kept) const {
  if (runtime_ == nullptr) return Error{ErrorCode::kUnavailable, "the channels are not running"};
  // The schema is checked with the secrets in place: a kept one counts as given.
  auto checked = runtime_->check_config(plugin, with_kept_secrets(config, kept));
  if (!checked) return std::move(checked).error();
  auto [shown, secrets] = take_secrets(std::move(checked->config), checked->secret_paths);
  return CheckedChannel{std::move(shown), std::move(secrets)};
}

std::optional<PluginDescription> ChannelService::installed(const std::string& plugin, bool look_again) const {
  if (runtime_ == nullptr) return std::nullopt;
  if (look_again) runtime_->rescan_plugins();
  for (PluginDescription& one : runtime_->plugins()) {
    if (one.id == plugin) return std::move(one);
  }
  return std::nullopt;
}

Result<std::vector<PluginView>> ChannelService::plugins(const Actor& actor) const {
  if (auto allowed = require(actor, Right::kSeeChannels); !allowed) return std::move(allowed).error();
  auto found = runtime_ != nullptr ? runtime_->plugins() : std::vector<PluginDescription>{};
  return context_.store.read([&](storage::ReadTx& tx) { return view_plugins(tx, std::move(found)); });
}

Result<PluginView> ChannelService::approve_plugin(const Actor& actor, const std::string& plugin,
                                                  const std::string& expected_sha256) {
  if (auto allowed = require(actor, Right::kRunChannels); !allowed) return std::move(allowed).error();
  auto found = installed(plugin, true);
  if (!found) return Error{ErrorCode::kNotFound, "the plugin " + plugin + " is not installed"};
  if (!expected_sha256.empty() && expected_sha256 != found->library_sha256) {
    return Error{ErrorCode::kConflict,
                 "the installed library of " + plugin + " has another SHA-256: " + found->library_sha256,
                 "error.plugin_hash"};
  }
  std::vector<ChannelId> waiting;
  auto done = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto rows = storage::list_channels(tx);
    if (!rows) return std::move(rows).error();
    for (const ChannelRecord& row : *rows) {
      if (row.plugin == plugin) waiting.push_back(row.id);
    }
    return approve(context_, tx, actor, *found);
  });
  if (!done) return std::move(done).error();
  for (const ChannelId id : waiting) runtime_->apply(id);
  auto views = context_.store.read([&](storage::ReadTx& tx) { return view_plugins(tx, {*found}); });
  if (!views) return std::move(views).error();
  return std::move(views->front());
}

Result<void> ChannelService::pin_plugins() {
  if (runtime_ == nullptr) return {};
  auto found = runtime_->plugins();
  return context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto rows = storage::list_channels(tx);
    if (!rows) return std::move(rows).error();
    for (const PluginDescription& one : found) {
      const bool in_use =
          std::ranges::any_of(*rows, [&](const ChannelRecord& row) { return row.plugin == one.id && row.enabled; });
      if (!in_use) continue;
      // What was changed is not an error here: its channels say so.
      auto pinned = require_approved(context_, tx, Actor::system(), one);
      if (!pinned && pinned.error().code != ErrorCode::kConflict) return pinned;
    }
    return {};
  });
}

Result<std::vector<ChannelView>> ChannelService::list(const Actor& actor) {
  if (auto allowed = require(actor, Right::kSeeChannels); !allowed) return std::move(allowed).error();
  const auto activity = runtime_ != nullptr ? runtime_->activity() : std::vector<ChannelActivity>{};
  return context_.store.read([&](storage::ReadTx& tx) -> Result<std::vector<ChannelView>> {
    auto rows = storage::list_channels(tx);
    if (!rows) return std::move(rows).error();
    std::vector<ChannelView> views;
    for (const ChannelRecord& row : *rows) {
      auto view = to_view(tx, row);
      if (!view) return std::move(view).error();
      for (const ChannelActivity& one : activity) {
        if (one.id == row.id) view->next_poll_at = one.next_poll_at;
      }
      views.push_back(std::move(*view));
    }
    return views;
  });
}

Result<ChannelView> ChannelService::find(const Actor& actor, ChannelId id) {
  if (auto allowed = require(actor, Right::kSeeChannels); !allowed) return std::move(allowed).error();
  const auto activity = runtime_ != nullptr ? runtime_->activity() : std::vector<ChannelActivity>{};
  return context_.store.read([&](storage::ReadTx& tx) -> Result<ChannelView> {
    auto row = storage::load_channel(tx, id);
    if (!row) return std::move(row).error();
    auto view = to_view(tx, *row);
    if (!view) return view;
    for (const ChannelActivity& one : activity) {
      if (one.id == id) view->next_poll_at = one.next_poll_at;
    }
    return view;
  });
}

Result<ChannelView> ChannelService::add(const Actor& actor, const std::string& plugin, const std::string& name,
                                        const json::Value& config) {
  if (auto allowed = require(actor, Right::kRunChannels); !allowed) return std::move(allowed).error();
  auto shown_name = checked_name(name);
  if (!shown_name) return std::move(shown_name).error();
  auto checked = check_input(plugin, config, {});
  if (!checked) return std::move(checked).error();
  ChannelRecord row;
  row.id = context_.ids.next<ChannelId>();
  row.plugin = plugin;
  row.name = std::move(*shown_name);
  row.enabled = true;
  row.config_json = json::serialize(checked->config);
  row.state = storage::ChannelState::kStarting;
  row.created_at = row.activated_at = context_.clock.now();
  const auto files = installed(plugin, true);
  auto added = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    if (files) {
      if (auto done = require_approved(context_, tx, actor, *files); !done) return done;
    }
    auto sealed = seal_secrets(tx, row.id, checked->secrets);
    if (!sealed) return std::move(sealed).error();
    if (auto done = storage::insert_channel(tx, row, *sealed); !done) return done;
    if (auto done = context_.events.append(tx, "channel", channel_event(row.id, ChannelState::kStarting)); !done)
      return done;
    return record(context_, tx, actor, "channel.create", row.id, {"", name_json(row)});
  });
  if (!added) return std::move(added).error();
  context_.events.announce();
  runtime_->apply(row.id);
  return find(actor, row.id);
}

Result<ChannelView> ChannelService::change(const Actor& actor, ChannelId id, std::int64_t seen_version,
                                           const ChannelChange& change) {
  if (auto allowed = require(actor, Right::kRunChannels); !allowed) return std::move(allowed).error();
  const bool enables = change.enabled.value_or(false);
  if (enables && runtime_ != nullptr) runtime_->rescan_plugins();
  auto changed = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto row = storage::load_channel(tx, id);
    if (!row) return std::move(row).error();
    const std::string before = name_json(*row);
    row->version = seen_version;
    if (const auto files = enables ? installed(row->plugin, false) : std::nullopt; files) {
      if (auto done = require_approved(context_, tx, actor, *files); !done) return done;
    }
    std::optional<Bytes> sealed;
    if (change.name) {
      auto name = checked_name(*change.name);
      if (!name) return std::move(name).error();
      row->name = std::move(*name);
    }
    if (change.enabled) row->enabled = *change.enabled;
    if (change.config) {
      auto kept = stored_secrets(tx, id);
      if (!kept) return std::move(kept).error();
      auto checked = check_input(row->plugin, *change.config, *kept);
      if (!checked) return std::move(checked).error();
      row->config_json = json::serialize(checked->config);
      auto resealed = seal_secrets(tx, id, checked->secrets);
      if (!resealed) return std::move(resealed).error();
      sealed = std::move(*resealed);
    }
    auto version = storage::update_channel(tx, *row, sealed ? std::optional<ByteView>(*sealed) : std::nullopt);
    if (!version) return std::move(version).error();
    if (auto done = storage::hasten_outbox(tx, id, context_.clock.now()); !done) return done;
    const auto state = static_cast<ChannelState>(row->state);
    if (auto done = context_.events.append(tx, "channel", channel_event(id, state)); !done) return done;
    return record(context_, tx, actor, "channel.change", id, {before, name_json(*row)});
  });
  if (!changed) return std::move(changed).error();
  context_.events.announce();
  if (runtime_ != nullptr) runtime_->apply(id);
  return find(actor, id);
}

Result<void> ChannelService::remove(const Actor& actor, ChannelId id, std::int64_t seen_version) {
  if (auto allowed = require(actor, Right::kRunChannels); !allowed) return allowed;
  auto removed = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto row = storage::load_channel(tx, id);
    if (!row) return std::move(row).error();
    if (row->version != seen_version) return storage::other_version(*row, seen_version);
    if (auto done = storage::remove_channel(tx, id, context_.clock.now()); !done) return done;
    if (auto done = fail_waiting_replies(context_, tx, id); !done) return done;
    if (auto done = context_.events.append(tx, "channel", channel_event(id, ChannelState::kStopped)); !done)
      return done;
    return record(context_, tx, actor, "channel.remove", id, {name_json(*row), ""});
  });
  if (!removed) return removed;
  context_.events.announce();
  if (runtime_ != nullptr) runtime_->apply(id);
  return removed;
}

Result<CheckOutcome> ChannelService::check(const Actor& actor, const std::string& plugin, const json::Value& config,
                                           std::optional<ChannelId> existing) {
  if (auto allowed = require(actor, Right::kRunChannels); !allowed) return std::move(allowed).error();
  SecretMap kept;
  if (existing) {
    auto stored = context_.store.read([&](storage::ReadTx& tx) { return stored_secrets(tx, *existing); });
    if (!stored) return std::move(stored).error();
    kept = std::move(*stored);
  }
  auto checked = check_input(plugin, config, kept);
  if (!checked) return std::move(checked).error();
  // A test runs the plugin's code as much as a channel does.
  if (const auto files = installed(plugin, true)) {
    auto approved =
        context_.store.write_and_wait([&](storage::Tx& tx) { return require_approved(context_, tx, actor, *files); });
    if (!approved) return std::move(approved).error();
  }
  std::vector<std::pair<std::string, Secret>> secrets;
  for (auto& [path, value] : checked->secrets) secrets.emplace_back(path, std::move(value));
  return runtime_->check(plugin, without_secret_marks(checked->config), std::move(secrets));
}

Result<void> ChannelService::poll_now(const Actor& actor, ChannelId id) {
  if (auto allowed = require(actor, Right::kRunChannels); !allowed) return allowed;
  if (runtime_ == nullptr) return Error{ErrorCode::kUnavailable, "the channels are not running"};
  return runtime_->poll_now(id);
}

Result<LedgerPage> ChannelService::ledger(const Actor& actor, ChannelId id, const std::string& fate, std::size_t limit,
                                          const std::string& after) {
  if (auto allowed = require(actor, Right::kSeeChannels); !allowed) return std::move(allowed).error();
  if (limit == 0 || limit > kMostRows) return Error{ErrorCode::kInvalid, "limit must be 1 to 200", "error.limit"};
  const auto wanted = storage::parse_fate(fate);
  if (!fate.empty() && !wanted) return Error{ErrorCode::kInvalid, "unknown fate", "error.fate"};
  const auto before = after.empty() ? std::optional(JournalId{}) : parse_id<JournalId>(after);
  if (!before) return Error{ErrorCode::kInvalid, "'after' is not a cursor of this list", "error.cursor"};
  return context_.store.read([&](storage::ReadTx& tx) -> Result<LedgerPage> {
    auto rows = storage::ledger_page(tx, id, wanted, *before, limit + 1);
    if (!rows) return std::move(rows).error();
    LedgerPage page;
    if (rows->size() > limit) {
      rows->pop_back();
      page.next = to_text(rows->back().id);
    }
    for (storage::LedgerEntry& row : *rows) {
      page.items.push_back({row.id, to_hex(row.dedup_key), row.received_at, std::string(storage::to_text(row.fate)),
                            row.ticket, std::move(row.ticket_number), std::move(row.reason)});
    }
    return page;
  });
}

Result<std::vector<ChannelSetup>> ChannelService::load_all() {
  return context_.store.read([&](storage::ReadTx& tx) -> Result<std::vector<ChannelSetup>> {
    auto rows = storage::list_channels(tx);
    if (!rows) return std::move(rows).error();
    std::vector<ChannelSetup> setups;
    for (const ChannelRecord& row : *rows) {
      auto setup = to_setup(context_, tx, row);
      if (!setup) return std::move(setup).error();
      setups.push_back(std::move(*setup));
    }
    return setups;
  });
}

Result<ChannelSetup> ChannelService::load(ChannelId id) {
  return context_.store.read([&](storage::ReadTx& tx) -> Result<ChannelSetup> {
    auto row = storage::load_channel(tx, id);
    if (!row) return std::move(row).error();
    return to_setup(context_, tx, *row);
  });
}

Result<Secret> ChannelService::secret(ChannelId id, const std::string& path) {
  auto secrets = context_.store.read([&](storage::ReadTx& tx) { return stored_secrets(tx, id); });
  if (!secrets) return std::move(secrets).error();
  const auto found = secrets->find(path);
  if (found == secrets->end()) return Error{ErrorCode::kNotFound, "the channel has no secret " + path};
  return std::move(found->second);
}

Result<void> ChannelService::put_secret(ChannelId id, const std::string& path, Secret value) {
  return context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto secrets = stored_secrets(tx, id);
    if (!secrets) return std::move(secrets).error();
    secrets->insert_or_assign(path, std::move(value));
    auto sealed = seal_secrets(tx, id, *secrets);
    if (!sealed) return std::move(sealed).error();
    if (auto done = storage::set_channel_secrets(tx, id, *sealed); !done) return done;
    return record(context_, tx, Actor::system(), "channel.secret", id, {});
  });
}

Result<void> ChannelService::save_health(ChannelId id, const ChannelHealth& health) {
  auto saved = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto before = storage::load_channel(tx, id);
    if (!before) return std::move(before).error();
    const auto state = static_cast<storage::ChannelState>(health.state);
    // A plugin's words may quote a message; admins see them, who may see no customer data.
    const std::string text = context_.masker.mask(text::repair_utf8(health.text)).text.preview(300).text();
    if (auto done = storage::set_channel_state(tx, id, state, health.code, text, health.last_success_at); !done)
      return done;
    if (before->state == state && before->reason_code == health.code) return {};
    if (auto done = context_.events.append(tx, "channel", channel_event(id, health.state)); !done) return done;
    const bool trouble = health.state == ChannelState::kQuarantined || health.state == ChannelState::kNeedsReauth;
    if (!trouble) return {};
    return record(context_, tx, Actor::system(),
                  health.state == ChannelState::kQuarantined ? "plugin.quarantine" : "channel.reauth", id,
                  {"", name_json(*before)});
  });
  if (saved) context_.events.announce();
  return saved;
}

}  // namespace frontdesk::desk
