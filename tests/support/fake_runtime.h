// FakeRuntime: channels that never run. Accepts every configuration, takes "password" for a secret and "account" for
// whose messages a channel carries, and remembers what it was told.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "desk/ports.h"

namespace frontdesk::test {

class FakeRuntime final : public desk::ChannelRuntime {
 public:
  [[nodiscard]] std::vector<desk::PluginDescription> plugins() const override { return installed; }
  Result<CheckedConfig> check_config(const std::string&, const json::Value& config) const override {
    return CheckedConfig{
        config, {"password", "second.password"}, {"from", "folder"}, std::string(config.get("account").as_string())};
  }
  Result<desk::CheckOutcome> check(const std::string&, const json::Value&,
                                   std::vector<std::pair<std::string, Secret>> secrets) override {
    checked_secret = secrets.empty() ? "" : secrets.front().second.reveal();
    ++checks;
    return outcome;
  }
  void apply(ChannelId) override { ++applied; }
  Result<void> poll_now(ChannelId) override { return {}; }
  void wake_outbound(ChannelId) override { ++woken; }
  [[nodiscard]] std::vector<desk::ChannelActivity> activity() const override { return polls; }

  std::vector<desk::PluginDescription> installed;
  std::vector<desk::ChannelActivity> polls;
  desk::CheckOutcome outcome{true, {}};
  int applied = 0;
  int woken = 0;
  int checks = 0;
  std::string checked_secret;
};

}  // namespace frontdesk::test
