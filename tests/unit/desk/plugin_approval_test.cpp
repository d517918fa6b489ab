// A plugin runs only as the files that an administrator has approved.
#include "desk/plugin/approval.h"

#include "desk/channel/service.h"
#include "desk/channel/stored.h"
#include "desk/plugin/service.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

/// One installed plugin whose files can be replaced; remembers which channels it was told to load.
class OnePlugin final : public ChannelRuntime {
 public:
  [[nodiscard]] std::vector<PluginDescription> plugins() const override {
    return {{"test.plugin", "1.0.0", json::Value(json::Object{}), "/plugins/plugin.so", library, "manifest"}};
  }
  Result<CheckedConfig> check_config(const std::string&, const json::Value& config) const override {
    return CheckedConfig{config, {}};
  }
  Result<CheckOutcome> check(const std::string&, const json::Value&,
                             std::vector<std::pair<std::string, Secret>>) override {
    ++checks;
    return CheckOutcome{true, {}};
  }
  [[nodiscard]] std::vector<UnusablePlugin> unusable_plugins() const override { return unusable; }
  void apply(ChannelId id) override { applied.push_back(id); }
  Result<void> poll_now(ChannelId) override { return {}; }
  void wake_outbound(ChannelId) override {}
  [[nodiscard]] std::vector<ChannelActivity> activity() const override {
    return applied.empty() ? std::vector<ChannelActivity>{}
                           : std::vector<ChannelActivity>{{applied.front(), Micros{77}}};
  }

  std::string library = "first";
  std::vector<UnusablePlugin> unusable;
  int checks = 0;
  std::vector<ChannelId> applied;
};

class PluginApprovalTest : public DeskTest {
 protected:
  PluginApprovalTest() : admin_(add_user("chen", {Role::kAdmin})) {}

  ChannelView add_channel() { return must(channels_.add(admin_, "test.plugin", "邮箱", json::Value(json::Object{}))); }
  PluginView plugin() { return must(plugins_.list()).at(0); }
  std::int64_t approvals_on_record() {
    return count("SELECT count(*) FROM audit_record WHERE action = 'plugin.approve'");
  }

  OnePlugin runtime_;
  ChannelService channels_{*context_, runtime_};
  ChannelQuery channel_query_{*context_, runtime_};
  PluginService plugins_{*context_, runtime_};
  StoredChannels stored_{*context_};
  Actor admin_;
};

TEST_F(PluginApprovalTest, first_channel_pins_the_installed_files) {
  EXPECT_EQ(plugin().trust, PluginTrust::kNew);
  const auto channel = add_channel();
  EXPECT_EQ(plugin().trust, PluginTrust::kApproved);
  EXPECT_EQ(plugin().approved_at, clock_.now());
  const auto setup = must(stored_.load(channel.id));
  EXPECT_EQ(setup.approved_library_sha256, "first");
  EXPECT_EQ(setup.approved_manifest_sha256, "manifest");
  add_channel();
  EXPECT_EQ(approvals_on_record(), 1);
}

// P-22
TEST_F(PluginApprovalTest, changed_files_are_refused_until_they_are_approved) {
  const auto channel = add_channel();
  runtime_.library = "second";
  EXPECT_EQ(plugin().trust, PluginTrust::kChanged);
  EXPECT_EQ(plugin().approved_library_sha256, "first");
  EXPECT_EQ(channels_.add(admin_, "test.plugin", "二号", json::Value(json::Object{})).error().key,
            "error.plugin_changed");
  EXPECT_EQ(channels_.check(admin_, "test.plugin", json::Value(json::Object{}), {}).error().key,
            "error.plugin_changed");
  EXPECT_EQ(runtime_.checks, 0) << "no code of the new files has run";
  EXPECT_EQ(channels_.change(admin_, channel.id, channel.version, {.enabled = true}).error().key,
            "error.plugin_changed");
  EXPECT_TRUE(channels_.change(admin_, channel.id, channel.version, {.name = "改名"}).ok());

  runtime_.applied.clear();
  const auto approved = must(plugins_.approve(admin_, "test.plugin", "second"));
  EXPECT_EQ(approved.trust, PluginTrust::kApproved);
  EXPECT_EQ(runtime_.applied, std::vector<ChannelId>{channel.id});
  EXPECT_EQ(must(stored_.load(channel.id)).approved_library_sha256, "second");
  EXPECT_EQ(approvals_on_record(), 2);
  EXPECT_TRUE(channels_.check(admin_, "test.plugin", json::Value(json::Object{}), {}).ok());
}

TEST_F(PluginApprovalTest, connection_test_pins_too) {
  must(channels_.check(admin_, "test.plugin", json::Value(json::Object{}), {}));
  EXPECT_EQ(plugin().trust, PluginTrust::kApproved);
}

TEST_F(PluginApprovalTest, approval_is_for_admins_and_for_the_files_they_saw) {
  Input approve;
  approve.path = {"test.plugin"};
  EXPECT_EQ(tickets_->perform("plugin.approve", agent_, approve).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(plugins_.approve(admin_, "test.other", "").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(plugins_.approve(admin_, "test.plugin", "third").error().key, "error.plugin_hash");
  EXPECT_EQ(plugin().trust, PluginTrust::kNew);
}

TEST_F(PluginApprovalTest, plugin_that_cannot_be_used_is_listed_with_its_reason_and_never_approved) {
  runtime_.unusable = {{"test.broken", "/plugins/broken", "manifest.json: abi: is missing"}};
  const auto listed = must(plugins_.list());
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[1].trust, PluginTrust::kUnusable);
  EXPECT_EQ(listed[1].problem, "manifest.json: abi: is missing");
  const auto refused = plugins_.approve(admin_, "test.broken", "");
  EXPECT_EQ(refused.error().key, "error.plugin_unusable");
  EXPECT_NE(refused.error().message.find("abi: is missing"), std::string::npos);
}

TEST_F(PluginApprovalTest, desk_older_than_approvals_pins_once_at_its_start) {
  add_channel();
  must(store_->write_and_wait([](storage::Tx& tx) { return tx.execute("DELETE FROM plugin_approval"); }));
  must(plugins_.pin());
  EXPECT_EQ(plugin().trust, PluginTrust::kApproved);
  runtime_.library = "second";
  must(plugins_.pin());
  EXPECT_EQ(plugin().trust, PluginTrust::kChanged) << "a start approves nothing new";
}

TEST_F(PluginApprovalTest, next_poll_of_a_running_channel_is_told) {
  const auto channel = add_channel();
  EXPECT_EQ(must(channel_query_.find(channel.id)).next_poll_at, Micros{77});
  EXPECT_EQ(must(channel_query_.list()).back().next_poll_at, Micros{77});
}

}  // namespace
}  // namespace frontdesk::desk
