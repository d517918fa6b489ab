#include "desk/channel/service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "desk/audit/recorded.h"
#include "desk/channel/binding.h"
#include "desk/channel/book.h"
#include "desk/channel/difference.h"
#include "desk/event_feed.h"
#include "desk/limits.h"
#include "desk/outbound/outcome.h"
#include "desk/plugin/approval.h"
#include "storage/store.h"
#include "storage/tables/channel.h"
#include "storage/tables/channel_account.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::desk {
namespace {

using storage::ChannelRecord;

Result<std::string> checked_name(const std::string& name) {
  std::string shown = text::shorten(text::one_line(text::repair_utf8(name)), kMostChannelNameCharacters);
  if (shown.empty()) return Error{ErrorCode::kInvalid, "give the channel a name", "error.channel_name"};
  return shown;
}

/// Replies that wait would wait for ever: each fails, with a word to its ticket.
Result<void> fail_waiting_replies(Context& context, storage::Tx& tx, ChannelId id) {
  auto waiting = storage::queued_outbox(tx, id);
  if (!waiting) return std::move(waiting).error();
  const SendReport failed{.status = SendStatus::kFailed, .remote_key = {}, .reason = kChannelRemoved, .retry_at = {}};
  for (const storage::OutboxRecord& row : *waiting) {
    FD_TRY(record_outcome(context, tx, row, failed));
  }
  return {};
}

constexpr const char* kSecretAnew = "error.secret_anew";

bool reads_again(const PluginDescription& plugin) {
  return std::ranges::any_of(plugin.manifest.get("capabilities").items(),
                             [](const json::Value& one) { return one.as_string() == "read_again"; });
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

/// As accounts are compared: an address in capitals is the same.
std::string folded(const std::string& account) { return text::fold(text::trim(account)); }

/// Paths of the secrets that `kept` does not have, or has with another value.
std::vector<std::string> new_secrets(const SecretMap& secrets, const SecretMap& kept) {
  std::vector<std::string> paths;
  for (const auto& [path, secret] : secrets) {
    const auto before = kept.find(path);
    if (before == kept.end() || before->second.reveal() != secret.reveal()) paths.push_back(path);
  }
  return paths;
}

}  // namespace

Result<ChannelService::CheckedConfig> ChannelService::check_config(const std::string& plugin, const json::Value& config,
                                                                   const Kept& kept) const {
  // The schema is checked with the secrets in place: a kept one counts as given.
  auto checked = runtime_.check_config(plugin, with_kept_secrets(config, kept.secrets));
  if (!checked) return std::move(checked).error();
  auto [shown, secrets] = take_secrets(checked->config, checked->secret_paths);
  FD_TRY(check_binding(plugin, config, kept, shown, checked->free_paths));
  return CheckedConfig{std::move(shown), std::move(secrets), folded(checked->account)};
}

Result<void> ChannelService::check_binding(const std::string& plugin, const json::Value& config, const Kept& kept,
                                           const json::Value& checked,
                                           const std::vector<std::string>& free_paths) const {
  const auto lent = lent_secrets(config, kept.secrets);
  if (lent.empty()) return {};
  std::vector<std::string> changes;
  if (plugin != kept.plugin) {
    changes.emplace_back("plugin");
  } else {
    // As the plugin reads it today: settings that it learnt since are no change of the administrator's.
    auto before = runtime_.check_config(plugin, with_kept_secrets(kept.config, kept.secrets));
    const json::Value shown = before ? take_secrets(before->config, before->secret_paths).first : kept.config;
    changes = binding_changes(settings_of(shown), settings_of(checked), free_paths);
  }
  if (changes.empty()) return {};
  return Error{ErrorCode::kInvalid,
               "give " + listed(lent) + " again: kept for other settings than these (" + listed(changes) + ")",
               kSecretAnew};
}

Result<ChannelService::Kept> ChannelService::load_kept(storage::ReadTx& tx, ChannelId id) const {
  auto row = storage::load_channel(tx, id);
  if (!row) return std::move(row).error();
  auto config = config_of(*row);
  if (!config) return std::move(config).error();
  auto secrets = open_secrets(context_, tx, id);
  if (!secrets) return std::move(secrets).error();
  return Kept{row->plugin, std::move(*config), std::move(*secrets)};
}

Result<ChannelView> ChannelService::add(const Actor& actor, const std::string& plugin, const std::string& name,
                                        const json::Value& config) {
  auto shown_name = checked_name(name);
  if (!shown_name) return std::move(shown_name).error();
  auto checked = check_config(plugin, config, {});
  if (!checked) return std::move(checked).error();
  ChannelRecord row;
  row.id = context_.ids.next<ChannelId>();  // of a channel that was not here before
  row.plugin = plugin;
  row.name = std::move(*shown_name);
  row.enabled = true;
  row.config_json = json::serialize(checked->shown);
  row.state = storage::ChannelState::kStarting;
  row.created_at = row.activated_at = context_.clock.now();
  runtime_.rescan_plugins();
  const auto files = find_installed(runtime_, plugin);
  auto added = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    if (files) {
      FD_TRY(require_approved(context_, tx, actor, *files));
    }
    auto removed = storage::find_removed_channel(tx, plugin, checked->account);
    if (!removed) return std::move(removed).error();
    if (*removed) row.id = **removed;
    auto sealed = seal_secrets(context_, tx, row.id, checked->secrets);
    if (!sealed) return std::move(sealed).error();
    FD_TRY(*removed ? storage::restore_channel(tx, row, *sealed) : storage::insert_channel(tx, row, *sealed));
    FD_TRY(storage::set_channel_account(tx, row.id, plugin, checked->account));
    ChannelBook book(context_, tx, actor);
    FD_TRY(book.announce(row.id, ChannelState::kStarting));
    auto difference = compare(context_.masker, {}, row, new_secrets(checked->secrets, {}));
    if (!difference) return std::move(difference).error();
    return book.record("channel.add", row.id, "", difference->after);
  });
  if (!added) return std::move(added).error();
  context_.events.announce();
  runtime_.apply(row.id);
  return find(row.id);
}

Result<ChannelView> ChannelService::change(const Actor& actor, ChannelId id, std::optional<std::int64_t> seen_version,
                                           const ChannelChange& change) {
  if (change.enabled.value_or(false)) runtime_.rescan_plugins();
  auto changed = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto row = storage::load_channel(tx, id);
    if (!row) return std::move(row).error();
    const ChannelRecord before = *row;
    row->version = seen_version.value_or(row->version);
    auto edited = edit(tx, actor, *row, change);
    if (!edited) return std::move(edited).error();
    const auto& sealed = edited->secrets_sealed;
    auto version = storage::update_channel(tx, *row, sealed ? std::optional<ByteView>(*sealed) : std::nullopt);
    if (!version) return std::move(version).error();
    FD_TRY(storage::hasten_outbox(tx, id, context_.clock.now()));
    ChannelBook book(context_, tx, actor);
    FD_TRY(book.announce(id, static_cast<ChannelState>(row->state)));
    auto difference = compare(context_.masker, before, *row, edited->new_secrets);
    if (!difference) return std::move(difference).error();
    return book.record("channel.change", id, difference->before, difference->after);
  });
  if (!changed) return std::move(changed).error();
  context_.events.announce();
  runtime_.apply(id);
  return find(id);
}

Result<ChannelService::Edited> ChannelService::edit(storage::Tx& tx, const Actor& actor, ChannelRecord& row,
                                                    const ChannelChange& change) {
  if (change.enabled.value_or(false)) {
    const auto files = find_installed(runtime_, row.plugin);
    if (files) {
      FD_TRY(require_approved(context_, tx, actor, *files));
    }
  }
  if (change.name) {
    auto name = checked_name(*change.name);
    if (!name) return std::move(name).error();
    row.name = std::move(*name);
  }
  if (change.enabled) row.enabled = *change.enabled;
  if (!change.config && !row.is_proven)
    return Error{ErrorCode::kConflict, "the channel was changed past the desk; save its settings anew first",
                 "error.row_changed"};
  if (!change.config) return Edited{};
  auto kept = load_kept(tx, row.id);
  if (!kept) return std::move(kept).error();
  auto checked = check_config(row.plugin, *change.config, *kept);
  if (!checked) return std::move(checked).error();
  row.config_json = json::serialize(checked->shown);
  FD_TRY(storage::set_channel_account(tx, row.id, row.plugin, checked->account));
  auto sealed = seal_secrets(context_, tx, row.id, checked->secrets);
  if (!sealed) return std::move(sealed).error();
  return Edited{std::move(*sealed), new_secrets(checked->secrets, kept->secrets)};
}

/// For channels from before forms said whose messages they carry; a form that does not fit any more says nothing.
Result<void> ChannelService::note_account(storage::Tx& tx, const ChannelRecord& row) const {
  auto kept = load_kept(tx, row.id);
  if (!kept) return {};
  const auto checked = runtime_.check_config(row.plugin, with_kept_secrets(kept->config, kept->secrets));
  if (!checked) return {};
  return storage::set_channel_account(tx, row.id, row.plugin, folded(checked->account));
}

Result<void> ChannelService::remove(const Actor& actor, ChannelId id, std::optional<std::int64_t> seen_version) {
  auto removed = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto row = storage::load_channel(tx, id);
    if (!row) return std::move(row).error();
    if (seen_version && row->version != *seen_version) return storage::other_version(*row, *seen_version);
    FD_TRY(note_account(tx, *row));
    FD_TRY(storage::remove_channel(tx, id, context_.clock.now()));
    FD_TRY(fail_waiting_replies(context_, tx, id));
    ChannelBook book(context_, tx, actor);
    FD_TRY(book.announce(id, ChannelState::kStopped));
    return book.record("channel.remove", id, describe(*row), "");
  });
  if (!removed) return removed;
  context_.events.announce();
  runtime_.apply(id);
  return removed;
}

Result<CheckOutcome> ChannelService::check(const Actor& actor, const std::string& plugin, const json::Value& config,
                                           std::optional<ChannelId> existing) {
  Kept kept;
  if (existing) {
    auto stored = context_.store.read([&](storage::ReadTx& tx) { return load_kept(tx, *existing); });
    if (!stored) return std::move(stored).error();
    kept = std::move(*stored);
  }
  auto checked = check_config(plugin, config, kept);
  FD_TRY(record_check(actor, plugin, existing, checked));
  if (!checked) return std::move(checked).error();
  // A test runs the plugin's code as much as a channel does.
  runtime_.rescan_plugins();
  if (const auto files = find_installed(runtime_, plugin)) {
    auto approved =
        context_.store.write_and_wait([&](storage::Tx& tx) { return require_approved(context_, tx, actor, *files); });
    if (!approved) return std::move(approved).error();
  }
  std::vector<std::pair<std::string, Secret>> secrets;
  for (auto& [path, value] : checked->secrets) secrets.emplace_back(path, std::move(value));
  return runtime_.check(plugin, without_secret_marks(checked->shown), std::move(secrets));
}

/// Where the test goes and which secrets it takes along; never a secret.
Result<void> ChannelService::record_check(const Actor& actor, const std::string& plugin,
                                          std::optional<ChannelId> existing, const Result<CheckedConfig>& checked) {
  const bool is_asked_anew = !checked && checked.error().key == kSecretAnew;
  if (!checked && !is_asked_anew) return {};  // no form, so nothing that could be tested
  ChannelRecord tested;
  tested.plugin = plugin;
  if (checked) tested.config_json = json::serialize(checked->shown);
  std::vector<std::string> told;
  if (checked) {
    for (const auto& [path, secret] : checked->secrets) told.push_back(path);
  }
  auto difference = compare(context_.masker, {}, tested, told);
  if (!difference) return std::move(difference).error();
  return context_.store.write_and_wait([&](storage::Tx& tx) {
    return record_act(context_.trail, tx, actor,
                      {.action = "channel.check",
                       .object_type = "channel",
                       .object_id = existing ? existing->raw() : 0,
                       .reason = checked ? std::string() : checked.error().message,
                       .before = {},
                       .after = difference->after,
                       .result = checked ? "ok" : "denied"});
  });
}

Result<ReadAgainRequest> ChannelService::read_again(const Actor& actor, ChannelId id, std::optional<JournalId> only) {
  ReadAgainRequest request;
  auto written = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto row = storage::load_channel(tx, id);
    if (!row) return std::move(row).error();
    const auto plugin = find_installed(runtime_, row->plugin);
    auto asked = request_again(context_, tx, id, only, plugin && reads_again(*plugin));
    if (!asked) return std::move(asked).error();
    request = std::move(*asked);
    json::Writer after;
    after.begin_object().member("asked", request.asked).member("worked", request.worked).member("left", request.left);
    if (only) after.member("item", to_text(*only));
    ChannelBook book(context_, tx, actor);
    FD_TRY(book.announce(id, static_cast<ChannelState>(row->state)));
    return book.record("channel.read_again", id, "", after.end_object().take());
  });
  if (!written) return std::move(written).error();
  context_.events.announce();
  if (intake_ != nullptr) intake_->take_up_again(request.taken_up);
  if (request.asked > 0) runtime_.apply(id);
  return request;
}

Result<void> ChannelService::poll_now(ChannelId id) { return runtime_.poll_now(id); }

}  // namespace frontdesk::desk
