// A desk that is set up by a file, without a browser.
#include <gtest/gtest.h>

#include <filesystem>

#include "app/configuration/bootstrap_file.h"
#include "app/control/protocol.h"
#include "app/daemon.h"
#include "unit/app/daemon_fixture.h"

namespace frontdesk::app {
namespace {

using test::DaemonFolder;
using test::DaemonProcess;

constexpr const char* kShop =
    "shop: {company: 演示小店, time_zone: Europe/Berlin}\n"
    "administrator: {name: Owner, display_name: 店主, password: 'purple lighthouse 42', language: en}\n";

std::string shop_with(const std::string& channels) {
  std::string all = kShop;
  return all.append("channels: ").append(channels).append("\n");
}

class BootstrapTest : public ::testing::Test {
 protected:
  BootstrapTest() { folder_.write_site("", "bootstrap: " + file() + "\n"); }

  [[nodiscard]] std::string file() const { return folder_.file("bootstrap.yaml"); }
  void write(const std::string& content) const {
    folder_.write("bootstrap.yaml", content);
    namespace fs = std::filesystem;
    fs::permissions(file(), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  }
  [[nodiscard]] std::vector<std::string> told(const std::string& content) const {
    write(content);
    std::vector<std::string> told;
    for (const ConfigMistake& mistake : read_bootstrap(file()).mistakes) told.push_back(to_text("f", mistake));
    return told;
  }
  [[nodiscard]] std::vector<json::Value> ask(const std::string& command, const json::Value& args = {}) const {
    std::vector<json::Value> rows;
    const auto done =
        call_daemon(folder_.socket(), command, args, [&](const json::Value& row) { rows.push_back(row); });
    if (!done) rows.emplace_back(done.error().message);
    return rows;
  }

  const DaemonFolder folder_;
};

TEST_F(BootstrapTest, the_first_start_makes_the_administrator_and_the_shop_and_puts_both_on_record) {
  write(kShop);
  auto daemon = Daemon::start(folder_.config());
  ASSERT_TRUE(daemon) << daemon.error().message;
  const auto users = ask("user.list");
  ASSERT_EQ(users.size(), 1U);
  EXPECT_EQ(users[0].get("name").as_string(), "owner");
  EXPECT_EQ(users[0].get("language").as_string(), "en");
  EXPECT_NE(ask("setup.link")[0].as_string().find("the set-up is done"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder_.file("data/setup-token")));
  std::vector<std::string> acts;
  for (const json::Value& record : ask("audit.list")) acts.emplace_back(record.get("action").as_string());
  for (const char* act : {"user.add", "shop.company", "shop.time_zone"})
    EXPECT_NE(std::find(acts.begin(), acts.end(), act), acts.end()) << act;
}

TEST_F(BootstrapTest, a_desk_that_is_set_up_never_reads_the_file_again) {
  write(kShop);
  ASSERT_TRUE(Daemon::start(folder_.config()));
  write("nonsense: 1\n");
  {
    auto daemon = Daemon::start(folder_.config());
    ASSERT_TRUE(daemon) << daemon.error().message;
    EXPECT_EQ(ask("user.list").size(), 1U);
  }
  DaemonProcess check(folder_.site_file(), true);
  EXPECT_EQ(check.wait(), 0) << check.output();
}

TEST_F(BootstrapTest, a_channel_that_cannot_be_added_is_told_and_nobody_is_let_in) {
  write(shop_with("[{plugin: io.frontdesk.none, name: Shop, config: {port: 993}}]"));
  const auto daemon = Daemon::start(folder_.config());
  ASSERT_FALSE(daemon);
  EXPECT_NE(daemon.error().message.find("bootstrap.yaml: channel Shop"), std::string::npos) << daemon.error().message;
  write(kShop);
  const auto again = Daemon::start(folder_.config());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(ask("user.list").size(), 1U);
}

TEST_F(BootstrapTest, mistakes_are_told_with_line_and_key_and_nothing_is_made) {
  EXPECT_EQ(told("shop: {city: x}\nadministrator: [a]\nchannels: 3\nwhat: 1\n"),
            (std::vector<std::string>{"f:1: shop.city: unknown key", "f:2: administrator: must be a group of keys",
                                      "f:3: channels: must be a list", "f:4: what: unknown key"}));
  EXPECT_EQ(told("administrator: {name: owner, display_name: o, password: short}\n"),
            std::vector<std::string>{"f: administrator.password: a password needs at least 12 characters"});
  EXPECT_EQ(told("shop: {time_zone: Moon/Base}\nadministrator: {name: owner}\n"),
            (std::vector<std::string>{"f: administrator.display_name: the name to show is missing or too long",
                                      "f: administrator.password: a password needs at least 12 characters",
                                      "f: shop.time_zone: the time zone is not known"}));
  EXPECT_EQ(told("channels: [{name: x}]\n"),
            std::vector<std::string>{"f:1: channels: a channel needs plugin, name and config"});
  write("administrator: {name: owner}\n");
  DaemonProcess program(folder_.site_file());
  EXPECT_EQ(program.wait(), 78);
  EXPECT_NE(program.output().find("administrator.display_name"), std::string::npos) << program.output();
  EXPECT_FALSE(std::filesystem::exists(folder_.file("data")));
}

TEST_F(BootstrapTest, a_file_that_everybody_may_read_is_refused) {
  write(kShop);
  namespace fs = std::filesystem;
  fs::permissions(file(), fs::perms::others_read, fs::perm_options::add);
  const auto reading = read_bootstrap(file());
  ASSERT_EQ(reading.mistakes.size(), 1U);
  EXPECT_NE(reading.mistakes[0].text.find("chmod o="), std::string::npos);
}

TEST_F(BootstrapTest, plain_words_of_a_channel_are_flags_and_numbers_and_quoted_ones_stay_words) {
  write(shop_with("[{plugin: p, name: n, config: {a: 993, b: '993', c: true, d: \"true\", e: [1, x], f: {g: -1}}}]"));
  const auto reading = read_bootstrap(file());
  ASSERT_TRUE(reading.mistakes.empty()) << reading.mistakes[0].text;
  ASSERT_EQ(reading.bootstrap.channels.size(), 1U);
  EXPECT_EQ(json::serialize(reading.bootstrap.channels[0].config),
            R"({"a":993,"b":"993","c":true,"d":"true","e":[1,"x"],"f":{"g":-1}})");
}

}  // namespace
}  // namespace frontdesk::app
