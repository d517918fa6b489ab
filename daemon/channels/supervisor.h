// Supervisor: the running channels. Every plugin lives in a process of its own; one thread watches them all.
//
//   Supervisor supervisor(options, {intake, delivery, stored_channels}, clock, random);
//   supervisor.start();                 // scans the plugins, starts the enabled channels
//   ChannelService channel_service(context, supervisor);
//   …
//   supervisor.stop();                  // asks every host to end, waits up to about 15 s, kills the rest
//
// Thread rule: any thread; check() and poll_now() block and must not be called on the store's writer thread.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "channels/channel/life.h"
#include "channels/options.h"
#include "channels/plugin_catalogue.h"
#include "channels/runtime.h"
#include "desk/ports.h"

namespace frontdesk::channels {

class Supervisor final : public desk::ChannelRuntime {
 public:
  /// Scans the plugin folders; what cannot be used is logged. All references must outlive the supervisor.
  Supervisor(SupervisorOptions options, Ports ports, const Clock& clock, RandomSource& random);
  ~Supervisor() override;

  /// Loads all channels and starts the enabled ones. Errors: those of the port. Once.
  Result<void> start();
  /// Ends all hosts and the thread; later calls of apply() and the like do nothing. May be called twice.
  void stop();
  /// Breaks off all connection tests and refuses new ones: before the stop, so that nobody waits for them.
  void cancel_checks();

  [[nodiscard]] std::vector<desk::PluginDescription> plugins() const override;
  [[nodiscard]] std::vector<desk::UnusablePlugin> unusable_plugins() const override;
  void rescan_plugins() override;
  [[nodiscard]] std::vector<desk::ChannelActivity> activity() const override;
  Result<CheckedConfig> check_config(const std::string& plugin, const json::Value& config) const override;
  Result<desk::CheckOutcome> check(const std::string& plugin, const json::Value& config,
                                   std::vector<std::pair<std::string, Secret>> secrets) override;
  void apply(ChannelId id) override;
  /// Errors: kUnavailable when the channel does not run, or has nothing to poll.
  Result<void> poll_now(ChannelId id) override;
  void wake_outbound(ChannelId id) override;

  /// The thread that watches the hosts takes up a question within 5 s. Blocks until then.
  [[nodiscard]] bool answers() const;
  /// How every known channel is doing right now; empty when the supervisor does not run.
  [[nodiscard]] std::vector<ChannelSnapshot> snapshot() const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace frontdesk::channels
