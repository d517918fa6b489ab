// The life of a channel: loading, hosts that come and go, rest. What runs inside a host is in channel_work.cpp.
#include "channels/channel/life.h"

#include <utility>

#include "base/log.h"
#include "channels/secret_references.h"

namespace frontdesk::channels {
namespace {

constexpr Duration kLoadAgain = std::chrono::seconds(5);
constexpr Duration kStartAgain = std::chrono::seconds(10);
constexpr const char* kPluginChanged = "plugin_changed";

}  // namespace

ChannelLife::ChannelLife(Runtime& runtime, ChannelId id)
    : runtime_(runtime),
      id_(id),
      policy_(runtime.random),
      output_(runtime.clock, id),
      health_(runtime, id),
      sends_(runtime, id, [this] { pump(); }),
      calls_(*runtime.reactor, runtime.options.cancel_grace,
             {[this](std::uint64_t request) {
                if (host_) host_->send(wire::Cancel{request});
              },
              [this](const std::string& which) {
                if (host_) host_->kill("hung", "the plugin hangs in " + which);
              }}) {}

void ChannelLife::apply() {
  if (stopped_) return;
  policy_.reset();
  failures_ = 0;
  health_.sending_works();
  start_timer_.cancel();
  if (!host_) return load();
  reload_ = true;
  state_ = RunState::kStopping;
  host_->stop();
}

void ChannelLife::stop(std::function<void()> stopped) {
  stopped_ = std::move(stopped);
  start_timer_.cancel();
  if (host_) {
    state_ = RunState::kStopping;
    return host_->stop();
  }
  finish_stop();
}

void ChannelLife::finish_stop() {
  state_ = RunState::kStopped;
  sends_.release();
  // A reply that is being claimed right now must be given back, or it would count as perhaps sent.
  sends_.when_idle(stopped_);
}

void ChannelLife::load() {
  state_ = RunState::kLoading;
  runtime_.worker.run([port = &runtime_.ports.channels, installed = &runtime_.installed,
                       id = id_] { return load_setup(*port, *installed, id); },
                      lifetime_.guard([this, number = ++load_number_](Result<Loaded> result) {
                        if (number == load_number_ && !stopped_ && !host_) loaded(std::move(result));
                      }));
}

Result<ChannelLife::Loaded> ChannelLife::load_setup(desk::ChannelPort& port, const InstalledPlugins& installed,
                                                    ChannelId id) {
  Result<desk::ChannelSetup> setup = port.load(id);
  if (!setup) return std::move(setup).error();
  Loaded loaded;
  loaded.setup = std::move(*setup);
  loaded.plugin = installed.find(loaded.setup.plugin);
  if (!loaded.plugin) return loaded;
  // Defaults of a newer version of the plugin join what is stored; faults of the rest are the plugin's to tell.
  schema::CheckedForm checked = loaded.plugin->form->check(loaded.setup.config);
  loaded.setup.config = std::move(checked.config);
  loaded.secret_paths = std::move(checked.secret_paths);
  for (const std::string& path : loaded.secret_paths) {
    const Result<Secret> secret = port.secret(id, path);
    // "Not set" is a statement; "cannot be read now" is none.
    if (!secret && (secret.error().code == ErrorCode::kUnavailable || secret.error().code == ErrorCode::kIo))
      return secret.error();
    if (secret && !secret->empty()) loaded.set_secrets.push_back(path);
  }
  return loaded;
}

void ChannelLife::loaded(Result<Loaded> result) {
  if (!result && result.error().code == ErrorCode::kNotFound) {
    state_ = RunState::kStopped;
    sends_.take_interrupted(std::exchange(interrupted_, {}));
    return sends_.forget();
  }
  if (!result) {
    log_warning("the channel could not be loaded", {{"channel", id_}, {"reason", result.error()}});
    return try_again_in(kLoadAgain, RunState::kBackingOff);
  }
  loaded_ = std::move(*result);
  cursor_ = loaded_->setup.cursor;
  const desk::ChannelSetup& setup = loaded_->setup;
  const std::optional<Plugin>& plugin = loaded_->plugin;
  sends_.set_abilities({.looks_up = plugin && plugin->looks_up_sends && setup.enabled,
                        .tells_hand_over = plugin && plugin->tells_hand_over});
  sends_.take_interrupted(std::exchange(interrupted_, {}));
  if (!setup.enabled) return rest(desk::ChannelState::kStopped, {}, {});
  if (!plugin) {
    return rest(desk::ChannelState::kStopped, "plugin_missing", "The plugin " + setup.plugin + " is not installed.");
  }
  const bool approved = setup.approved_library_sha256 == plugin->library_sha256 &&
                        setup.approved_manifest_sha256 == plugin->manifest_sha256;
  if (!approved) return rest_changed();
  plugin_ = *plugin;
  start_host();
}

void ChannelLife::rest(desk::ChannelState state, const std::string& code, const std::string& text) {
  state_ = RunState::kStopped;
  sends_.release();
  health_.set(state, code, text);
}

void ChannelLife::rest_changed() {
  rest(desk::ChannelState::kStopped, kPluginChanged,
       "The files of the plugin " + loaded_->setup.plugin + " are not those that were approved.");
}

void ChannelLife::start_host() {
  state_ = RunState::kStarting;
  const desk::ChannelState shown = health_.now().state;
  // A try after a failure goes on showing the failure until it is over.
  if (shown == desk::ChannelState::kStopped || shown == desk::ChannelState::kOk) {
    health_.set(desk::ChannelState::kStarting);
  }
  policy_.started(runtime_.clock.monotonic());
  inbox_ = make_inbox();
  secrets_ = make_secrets();
  host_ = std::make_unique<HostLife>(
      *runtime_.reactor, runtime_.options.host, runtime_.users, *plugin_, to_text(id_), output_,
      HostLife::Events{[this] { host_ready(); }, [this](const wire::Frame& frame) { take_frame(frame); },
                       [this](const HostEnd& end) { host_ended(end); }},
      sends_.note_for_host());
  host_->start();
}

void ChannelLife::host_ready() {
  wire::Open open;
  open.config =
      json::serialize(with_secret_references(loaded_->setup.config, loaded_->secret_paths, loaded_->set_secrets));
  open.cursor = cursor_;
  open.crashes = own_crashes_;
  for (const auto& [name, value] : loaded_->setup.state_entries) open.state.push_back({name, value});
  HostLink::Sent fate{};
  const std::uint64_t request = host_->ask(open, &fate);
  if (fate != HostLink::Sent::kTooLarge) return calls_.begin(Call::kOpen, request, runtime_.options.open_limit);
  opened(
      {sdk::Status::kConfig, "settings_too_large", "The channel's settings are larger than a message may be.", {}, {}});
}

void ChannelLife::host_ended(const HostEnd& end) {
  const std::unique_ptr<HostLife> ended = std::move(host_);
  inbox_.reset();
  secrets_.reset();
  calls_.reset();
  poll_timer_.cancel();
  stream_timer_.cancel();
  silence_timer_.cancel();
  health_timer_.cancel();
  held_health_.reset();
  poll_due_ = stream_due_ = false;
  next_poll_at_ = Micros{};
  sends_.interrupted();
  const std::optional<Duration> planned = std::exchange(retry_delay_, std::nullopt);
  if (stopped_) return finish_stop();
  if (std::exchange(reload_, false)) return load();
  if (planned) {
    sends_.release();
    return try_again_in(*planned, RunState::kBackingOff);
  }

  if (end.code == kPluginChanged) {
    // The files were replaced after the last scan. Nothing of them has run.
    runtime_.worker.run(
        [installed = &runtime_.installed]() -> Result<void> {
          installed->scan();
          return {};
        },
        [](const Result<void>&) {});
    return rest_changed();
  }

  if (!end.is_crash) {
    log_warning("the plugin host could not be started", {{"channel", id_}, {"reason", end.reason}});
    health_.set(desk::ChannelState::kDegraded, end.code, end.reason);
    return try_again_in(kStartAgain, RunState::kBackingOff);
  }

  ++restarts_;
  if (end.by_itself) ++own_crashes_;
  const Duration now = runtime_.clock.monotonic();
  const RestartPolicy::Decision decision = end.is_killed ? policy_.killed(now) : policy_.crashed(now);
  log_warning(
      "plugin host ended",
      {{"channel", id_}, {"code", end.code}, {"reason", end.reason}, {"quarantined", decision.quarantine ? 1 : 0}});
  if (decision.quarantine) {
    sends_.release();
    health_.set(desk::ChannelState::kQuarantined, end.code, end.reason);
    return try_again_in(decision.delay, RunState::kQuarantined);
  }
  health_.set(desk::ChannelState::kDegraded, end.code, end.reason);
  try_again_in(decision.delay, RunState::kBackingOff);
}

void ChannelLife::try_again_in(Duration delay, RunState meanwhile) {
  state_ = meanwhile;
  start_timer_ = runtime_.reactor->after(delay, [this] { load(); });
}

bool ChannelLife::poll_now() {
  if (state_ != RunState::kRunning || (!plugin_->polls && !plugin_->streams)) return false;
  poll_due_ = plugin_->polls;
  stream_due_ = plugin_->streams;
  if (calls_.streams()) calls_.cancel_stream();
  pump();
  return true;
}

void ChannelLife::wake_outbound() {
  if (state_ == RunState::kRunning && plugin_->sends) sends_.wake();
}

void ChannelLife::take_interrupted(std::vector<desk::OutboundJob> jobs) {
  for (desk::OutboundJob& job : jobs) interrupted_.push_back(std::move(job));
}

ChannelSnapshot ChannelLife::snapshot() const {
  return {.channel = id_, .pid = host_ ? host_->pid() : 0, .restarts = restarts_, .next_poll_at = next_poll_at_};
}

}  // namespace frontdesk::channels
