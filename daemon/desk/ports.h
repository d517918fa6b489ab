// Ports: what the channels room needs from the desk, and what the desk needs from the channels room.
//
// The desk implements InboundPort, OutboundPort and ChannelPort; channels::Supervisor implements ChannelRuntime.
// Thread rule: any thread; completion callbacks run on the store's writer thread and must be short.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <frontdesk/json.h>

#include "base/id.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "desk/inbound/item.h"
#include "desk/people/person.h"

namespace frontdesk::desk {

/// An item that is not taken, for the ledger.
struct RefusedItem {
  std::string key;      ///< the plugin's; empty: it had no lawful one
  std::string content;  ///< what tells it from others
  std::string reason;   ///< in words
};

/// One submit of a plugin: items, new cursor and state writes are durable together or not at all.
struct InboundBatch {
  ChannelId channel;
  std::vector<InboundItem> items;
  std::vector<RefusedItem> refused;
  std::optional<std::string> cursor;
  std::vector<std::pair<std::string, std::string>> state_writes;  ///< name, value; an empty value removes
};

class InboundPort {
 public:
  virtual ~InboundPort() = default;
  using Done = std::function<void(Result<std::vector<ItemOutcome>>)>;
  /// T1 of the message's path. `done` is called once, after the commit is durable; kUnavailable means "try again".
  /// Does not block; has_room() tells when to hold back.
  virtual void submit(InboundBatch batch, Done done) = 0;
  /// These items of the journal, which had their fate, are pending again: work on them.
  virtual void take_up_again(const std::vector<JournalId>&) {}
  /// False above the high-water mark: give no new credit.
  [[nodiscard]] virtual bool has_room() const = 0;
};

struct OutboundAttachment {
  std::string name;
  std::string mime;
  std::string bytes;
};

/// What a reply says, to whom and in which thread: fixed when it is queued, the same for every try.
struct OutboundMessage {
  std::string message_key;  ///< the id the message is to carry outside
  std::string conversation_key;
  std::vector<std::string> parent_keys;  ///< oldest first
  std::vector<Person> recipients;        ///< one at least; none of role kReplyTo
  std::string subject;
  std::string text;
  std::string thread_token;
  bool automatic = false;
};

/// A reply on its way out.
struct OutboundJob {
  OutboxId id;
  MessageId message;
  ChannelId channel;
  ConversationId conversation;
  std::int64_t attempt = 1;
  Micros queued_at;             ///< or when a human last said "send it again"
  std::string idempotency_key;  ///< constant over retries
  OutboundMessage content;
  std::vector<OutboundAttachment> attachments;
};

enum class SendStatus : std::uint8_t {
  kSent,       ///< the remote side accepted it
  kDelivered,  ///< the remote side says it reached the customer
  kRetry,      ///< a passing fault; try again at `retry_at`
  kFailed,     ///< never, without a change by a human; `reason` says why
  kUnknown,    ///< it may have been sent: a human decides, never resent blindly
};

struct SendReport {
  SendStatus status = SendStatus::kUnknown;
  std::string remote_key;
  std::string reason;  ///< in words for the agent; no personal data
  Micros retry_at;     ///< kRetry only
};

class OutboundPort {
 public:
  virtual ~OutboundPort() = default;
  /// Up to `limit` due jobs of the channel, oldest first, one per conversation. Nothing is claimed: until claim(), they
  /// are due again after whatever happens.
  virtual Result<std::vector<OutboundJob>> look_at_due(ChannelId channel, std::size_t limit) = 0;
  /// Marks one job as `sending`: from now on it may have been sent. kConflict: it is not due any more.
  virtual Result<void> claim(OutboxId job) = 0;
  /// look_at_due and claim in one.
  virtual Result<std::vector<OutboundJob>> claim_due(ChannelId channel, std::size_t limit) = 0;
  /// Records how a job ended: message state, response clock, audit, event. One that was not claimed has lost a try,
  /// too.
  virtual Result<void> report(OutboxId job, const SendReport& report) = 0;
  /// Undoes a claim, if there is one: the job was never handed to anybody, is due again and has lost no try.
  virtual Result<void> give_back(OutboxId job) = 0;
  /// Jobs found in state `sending` at start: whoever sent them died. The caller looks each up or reports kUnknown.
  virtual Result<std::vector<OutboundJob>> take_interrupted() = 0;
  /// Replies of the last days whose fate is unknown, the youngest first: a plugin that can look them up is asked again
  /// when its channel runs anew. A report that still knows nothing changes nothing.
  virtual Result<std::vector<OutboundJob>> take_unknown(ChannelId channel) = 0;
  /// When the next job of any channel becomes due; nullopt when nothing waits.
  virtual Result<std::optional<Micros>> next_due_at() = 0;
};

enum class ChannelState : std::int64_t {
  kStopped = 0,
  kStarting = 1,
  kOk = 2,
  kDegraded = 3,
  kNeedsReauth = 4,
  kQuarantined = 5,
};
std::string_view to_text(ChannelState state);

/// All that the runtime needs to start one channel.
struct ChannelSetup {
  ChannelId id;
  std::string plugin;
  std::string name;
  bool enabled = false;
  json::Value config;  ///< secrets are absent; the plugin asks for them by path
  std::string cursor;
  std::vector<std::pair<std::string, std::string>> state_entries;  ///< the plugin's own key-value store, all of it
  Micros activated_at;
  ChannelState state = ChannelState::kStopped;
  /// Which files of the plugin may run, lower-case hexadecimal; empty: nobody has approved any.
  std::string approved_library_sha256;
  std::string approved_manifest_sha256;
};

struct ChannelHealth {
  ChannelState state = ChannelState::kStopped;
  std::string code;        ///< stable word, e.g. "auth_failed"; empty when ok
  std::string text;        ///< in words, no secrets
  Micros last_success_at;  ///< 0: unchanged
};

class ChannelPort {
 public:
  virtual ~ChannelPort() = default;
  virtual Result<std::vector<ChannelSetup>> load_all() = 0;
  virtual Result<ChannelSetup> load(ChannelId id) = 0;
  virtual Result<Secret> secret(ChannelId id, const std::string& path) = 0;
  virtual Result<void> put_secret(ChannelId id, const std::string& path, Secret value) = 0;
  virtual Result<void> save_health(ChannelId id, const ChannelHealth& health) = 0;
};

struct CheckStep {
  std::string name;   ///< dns, tcp, tls, auth, folder, smtp …
  std::string state;  ///< ok, failed, skipped
  std::string code;
  std::string text;
};
struct CheckOutcome {
  bool ok = false;
  std::vector<CheckStep> steps;
};

struct PluginDescription {
  std::string id;
  std::string version;
  json::Value manifest;
  std::string path;             ///< of the library
  std::string library_sha256;   ///< lower-case hexadecimal, as of the last scan
  std::string manifest_sha256;  ///< lower-case hexadecimal
};

/// A plugin's folder that the desk cannot use.
struct UnusablePlugin {
  std::string id;  ///< as its manifest says; the folder's name where that says none
  std::string folder;
  std::string reason;  ///< English, for its author
};

/// What only the running channels know.
struct ChannelActivity {
  ChannelId id;
  Micros next_poll_at;  ///< 0: none planned
};

/// What the desk may ask of the running channels.
class ChannelRuntime {
 public:
  virtual ~ChannelRuntime() = default;
  [[nodiscard]] virtual std::vector<PluginDescription> plugins() const = 0;
  [[nodiscard]] virtual std::vector<UnusablePlugin> unusable_plugins() const { return {}; }
  /// Looks at the installed files again. Channels that run go on with the files they were started from.
  virtual void rescan_plugins() {}
  /// Of the known channels; empty when the channels are not running.
  [[nodiscard]] virtual std::vector<ChannelActivity> activity() const { return {}; }
  /// Errors of the value against the plugin's schema as "path: what is wrong"; the value with defaults applied and
  /// the paths of its secrets on success.
  struct CheckedConfig {
    json::Value config;
    std::vector<std::string> secret_paths;
    std::vector<std::string> free_paths{};  ///< settings that say nothing about where a secret goes (x-fd-free)
    std::string account{};                  ///< whose messages the channel carries (x-fd-account); empty: not said
  };
  virtual Result<CheckedConfig> check_config(const std::string& plugin, const json::Value& config) const = 0;
  /// Connection test in a short-lived host; `secrets` by path. Blocks for at most 60 s.
  virtual Result<CheckOutcome> check(const std::string& plugin, const json::Value& config,
                                     std::vector<std::pair<std::string, Secret>> secrets) = 0;
  /// The channel was added, changed, paused or removed: load it again.
  virtual void apply(ChannelId id) = 0;
  virtual Result<void> poll_now(ChannelId id) = 0;
  /// A reply was queued for this channel.
  virtual void wake_outbound(ChannelId id) = 0;
};

}  // namespace frontdesk::desk
