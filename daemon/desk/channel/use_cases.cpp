// Channels: what administrators do to them, and what people see of them.
#include "desk/channel/service.h"
#include "desk/channel/views.h"
#include "desk/limits.h"
#include "desk/use_case/entry.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kConfigBytes = std::size_t{256} * 1024;
constexpr std::size_t kMostPluginCharacters = 200;

}  // namespace

struct ListChannels {
  static constexpr UseCase kUseCase{
      .name = "channel.list", .route = {Method::kGet, "/channels"}, .right = Right::kSeeChannels};
  template <class V>
  static void describe(V&) {}
  Result<Page<ChannelView>> run(Desk& desk, const Asked&) {
    auto channels = desk.channel_query.list();
    if (!channels) return std::move(channels).error();
    return Page<ChannelView>{std::move(*channels), {}};
  }
};

struct AddChannel {
  static constexpr UseCase kUseCase{.name = "channel.add",
                                    .route = {Method::kPost, "/channels"},
                                    .right = Right::kRunChannels,
                                    .status = 201,
                                    .most_bytes = kConfigBytes,
                                    .body_schema = "NewChannel"};
  std::string plugin;
  std::string name;
  json::Value config;

  template <class V>
  static void describe(V& v) {
    v.text("plugin", &AddChannel::plugin, {.most = kMostPluginCharacters});
    v.text("name", &AddChannel::name, {.most = kMostChannelNameCharacters});
    v.tree("config", &AddChannel::config, false);
  }
  Result<ChannelView> run(Desk& desk, const Asked& asked) {
    return desk.channels.add(asked.actor, plugin, name, config);
  }
};

/// A connection test; `channel_id` lends the secrets that are left as {"set": true}.
struct CheckChannel {
  static constexpr UseCase kUseCase{.name = "channel.check",
                                    .route = {Method::kPost, "/channels/check"},
                                    .right = Right::kRunChannels,
                                    .most_bytes = kConfigBytes,
                                    .body_schema = "CheckRequest"};
  std::string plugin;
  json::Value config;
  std::optional<ChannelId> channel_id;

  template <class V>
  static void describe(V& v) {
    v.text("plugin", &CheckChannel::plugin, {.most = kMostPluginCharacters});
    v.tree("config", &CheckChannel::config, false);
    v.id("channel_id", &CheckChannel::channel_id, true);
  }
  Result<CheckOutcome> run(Desk& desk, const Asked& asked) {
    return desk.channels.check(asked.actor, plugin, config, channel_id);
  }
};

struct ShowChannel {
  static constexpr UseCase kUseCase{
      .name = "channel.show", .route = {Method::kGet, "/channels/{channel}"}, .right = Right::kSeeChannels};
  ChannelId channel;

  template <class V>
  static void describe(V& v) {
    v.path("channel", &ShowChannel::channel);
  }
  Result<ChannelView> run(Desk& desk, const Asked&) { return desk.channel_query.find(channel); }
};

namespace {

std::optional<std::int64_t> version_in_store(Desk& desk, ChannelId channel) {
  auto now = desk.channel_query.find(channel);
  return now ? std::optional(now->version) : std::nullopt;
}

}  // namespace

struct ChangeChannel : ChannelChange {
  static constexpr UseCase kUseCase{.name = "channel.change",
                                    .route = {Method::kPatch, "/channels/{channel}"},
                                    .right = Right::kRunChannels,
                                    .needs_version = true,
                                    .most_bytes = kConfigBytes,
                                    .body_schema = "ChannelChange"};
  ChannelId channel;

  template <class V>
  static void describe(V& v) {
    v.path("channel", &ChangeChannel::channel);
    v.text("name", &ChangeChannel::name, {.most = kMostChannelNameCharacters, .optional = true});
    v.tree("config", &ChangeChannel::config, true);
    v.flag("enabled", &ChangeChannel::enabled);
  }
  [[nodiscard]] std::optional<std::int64_t> current_version(Desk& desk) const {
    return version_in_store(desk, channel);
  }
  Result<ChannelView> run(Desk& desk, const Asked& asked) {
    return desk.channels.change(asked.actor, channel, asked.seen_version, *this);
  }
};

struct RemoveChannel {
  static constexpr UseCase kUseCase{.name = "channel.remove",
                                    .route = {Method::kDelete, "/channels/{channel}"},
                                    .right = Right::kRunChannels,
                                    .needs_version = true,
                                    .status = 204};
  ChannelId channel;

  template <class V>
  static void describe(V& v) {
    v.path("channel", &RemoveChannel::channel);
  }
  [[nodiscard]] std::optional<std::int64_t> current_version(Desk& desk) const {
    return version_in_store(desk, channel);
  }
  Result<void> run(Desk& desk, const Asked& asked) {
    return desk.channels.remove(asked.actor, channel, asked.seen_version);
  }
};

struct PollChannel {
  static constexpr UseCase kUseCase{.name = "channel.poll-now",
                                    .route = {Method::kPost, "/channels/{channel}/poll"},
                                    .right = Right::kRunChannels,
                                    .status = 202};
  ChannelId channel;

  template <class V>
  static void describe(V& v) {
    v.path("channel", &PollChannel::channel);
  }
  Result<void> run(Desk& desk, const Asked&) { return desk.channels.poll_now(channel); }
};

/// What could not be read is read again, one item or all (M-01, N-02).
struct ReadAgain {
  static constexpr UseCase kUseCase{.name = "channel.read_again",
                                    .route = {Method::kPost, "/channels/{channel}/read-again"},
                                    .right = Right::kRunChannels};
  ChannelId channel;
  std::optional<JournalId> item;

  template <class V>
  static void describe(V& v) {
    v.path("channel", &ReadAgain::channel);
    v.id("item", &ReadAgain::item, true);
  }
  Result<ReadAgainRequest> run(Desk& desk, const Asked& asked) {
    return desk.channels.read_again(asked.actor, channel, item);
  }
};

/// Every item of a channel with its one fate.
struct ListLedger {
  static constexpr UseCase kUseCase{
      .name = "channel.ledger", .route = {Method::kGet, "/channels/{channel}/ledger"}, .right = Right::kSeeChannels};
  ChannelId channel;
  std::string fate;
  std::size_t limit = 50;
  std::string after;

  template <class V>
  static void describe(V& v) {
    v.path("channel", &ListLedger::channel);
    v.number("limit", &ListLedger::limit, kPageLimit);
    v.text("after", &ListLedger::after, kCursor);
    v.one_of("fate", &ListLedger::fate, fate_words());
  }
  Result<LedgerPage> run(Desk& desk, const Asked&) { return desk.channel_query.ledger(channel, fate, limit, after); }
};

FD_USE_CASE(ListChannels)
FD_USE_CASE(AddChannel)
FD_USE_CASE(CheckChannel)
FD_USE_CASE(ShowChannel)
FD_USE_CASE(ChangeChannel)
FD_USE_CASE(RemoveChannel)
FD_USE_CASE(PollChannel)
FD_USE_CASE(ReadAgain)
FD_USE_CASE(ListLedger)

}  // namespace frontdesk::desk
