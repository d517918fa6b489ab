// A supervisor with real host processes, and a desk that only remembers.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/log.h"
#include "channels/supervisor.h"
#include "unit/channels/fake_desk.h"

namespace frontdesk::channels::test {

inline constexpr ChannelId kFirst{101};
inline constexpr ChannelId kSecond{102};

class SupervisorTest : public testing::Test {
 protected:
  SupervisorTest() {
    set_log_level(LogLevel::kError);
    options_.plugin_folders = {FRONTDESK_TEST_PLUGINS};
    options_.trusted_owners_only = false;
    options_.host.program = FRONTDESK_PLUGIN_HOST;
    options_.host.data_limit_bytes = 64U << 20;
    options_.host.ping_every = std::chrono::milliseconds(50);
    // A lawful plugin on a busy machine is within these; who waits for an unlawful one sets shorter ones.
    options_.host.pong_limit = std::chrono::minutes(1);
    options_.poll_limit = std::chrono::minutes(1);
    options_.cancel_grace = std::chrono::minutes(1);
    options_.host.close_limit = std::chrono::milliseconds(500);
  }
  ~SupervisorTest() override {
    if (supervisor_) supervisor_->stop();
    set_log_level(LogLevel::kInfo);
  }

  void add(ChannelId id, const std::string& plugin, const json::Value& config = json::Object{}) {
    static const PluginCatalogue installed = PluginCatalogue::scan({{FRONTDESK_TEST_PLUGINS}, false});
    const Plugin* files = installed.find(plugin);
    desk_.change([&] {
      desk::ChannelSetup& setup = desk_.channels[id].setup;
      setup.id = id;
      setup.plugin = plugin;
      setup.enabled = true;
      setup.config = config;
      if (files != nullptr) setup.approved_library_sha256 = files->library_sha256;
      if (files != nullptr) setup.approved_manifest_sha256 = files->manifest_sha256;
    });
  }
  static json::Value counting(std::int64_t count) {
    json::Value config;
    config.set("count", count);
    return config;
  }
  static json::Value going(const std::string& way) {
    json::Value config;
    config.set("way", way);
    return config;
  }
  void start() {
    supervisor_ = std::make_unique<Supervisor>(options_, Ports{desk_, desk_, desk_}, clock_, random_);
    const auto started = supervisor_->start();
    ASSERT_TRUE(started) << started.error().message;
  }
  void queue_reply(std::int64_t number, const std::string& recipient) {
    desk::OutboundJob job;
    job.id = OutboxId{number};
    job.channel = kFirst;
    job.conversation = ConversationId{number};
    job.idempotency_key = "reply-" + std::to_string(number);
    job.content.recipients = {{desk::PersonRole::kTo, recipient, {}}};
    job.content.text = "你好";
    job.queued_at = clock_.now();
    desk_.change([&] { desk_.outbox.push_back({job, {}}); });
  }
  bool wait_for_state(ChannelId id, desk::ChannelState state) {
    return desk_.wait_until([&] { return desk_.channels[id].health.state == state; });
  }
  bool wait_for_code(ChannelId id, const std::string& code) {
    return desk_.wait_until([&] { return desk_.channels[id].health.code == code; });
  }
  bool wait_for_reports(std::size_t index) {
    return desk_.wait_until([&] { return !desk_.outbox[index].reports.empty(); });
  }
  bool wait_for_items(ChannelId id, std::size_t count) {
    return desk_.wait_until([&] { return desk_.channels[id].keys.size() >= count; });
  }

  SystemClock clock_;
  SystemRandom random_;
  FakeDesk desk_;
  SupervisorOptions options_;
  std::unique_ptr<Supervisor> supervisor_;
};

}  // namespace frontdesk::channels::test
