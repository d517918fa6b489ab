#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "app/configuration/check.h"
#include "app/configuration/profile_file.h"
#include "app/configuration/site.h"

namespace frontdesk::app {
namespace {

class ConfigurationTest : public ::testing::Test {
 protected:
  ConfigurationTest() {
    char name[] = "/tmp/frontdesk-config-XXXXXX";
    directory_ = ::mkdtemp(name);
  }
  ~ConfigurationTest() override { std::filesystem::remove_all(directory_); }

  std::string file(const std::string& content) {
    std::string path = directory_ + "/file.yaml";
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  std::string directory_;
};

TEST_F(ConfigurationTest, the_packaged_site_configuration_has_no_mistakes) {
  const auto reading = read_site_config(FRONTDESK_SOURCE_DIR "/config/frontdesk.yaml");
  for (const auto& mistake : reading.mistakes) ADD_FAILURE() << to_text("frontdesk.yaml", mistake);
  EXPECT_EQ(reading.config.listen_port, 8480);
}

// M-26, M-27, M-28, M-35, D-02: the file that is shipped says what the domain tests prove
TEST_F(ConfigurationTest, the_packaged_profile_reproduces_the_procedure) {
  const auto reading = read_profile(FRONTDESK_SOURCE_DIR "/config/profile/sop.yaml");
  for (const auto& mistake : reading.mistakes) ADD_FAILURE() << to_text("sop.yaml", mistake);
  const domain::Profile expected = domain::default_profile();
  EXPECT_EQ(*reading.profile.access, *expected.access);
  EXPECT_EQ(reading.profile.limits, expected.limits);
  EXPECT_EQ(reading.profile.type_caps, expected.type_caps);
  EXPECT_EQ(reading.profile.default_priority, expected.default_priority);
}

TEST_F(ConfigurationTest, every_mistake_is_told_with_its_line) {
  const auto reading =
      read_site_config(file("listen:\n  port: 70000\n  speed: 3\nlog: {level: loud}\nplugins: yes\nwhat: 1\n"));
  std::vector<std::string> told;
  for (const auto& mistake : reading.mistakes) told.push_back(to_text("f", mistake));
  EXPECT_EQ(told, (std::vector<std::string>{"f:2: listen.port: must be a number from 0 to 65535",
                                            "f:3: listen.speed: unknown key",
                                            "f:4: log.level: must be debug, info, warning or error",
                                            "f:5: plugins: must be a group of keys", "f:6: what: unknown key"}));
}

TEST_F(ConfigurationTest, users_of_plugin_hosts_are_a_range_that_no_account_of_the_system_has) {
  const auto reading = read_site_config(file("plugins: {host_users: 1879048192-1879048447}\n"));
  ASSERT_TRUE(reading.mistakes.empty());
  EXPECT_EQ(reading.config.plugin_host_users, (channels::UserRange{1'879'048'192, 1'879'048'447}));
  for (const char* wrong :
       {"5", "0-10", "999-2000", "3000-2000", "3000-", "-5", "3000-4000x", "60000-65534", "65535-70000", "60000-70000",
        "4294967290-4294967294", "4294967290-99999999999", "''", "[1000, 2000]"}) {
    const auto refused = read_site_config(file(std::string("plugins: {host_users: ") + wrong + "}\n"));
    ASSERT_EQ(refused.mistakes.size(), 1U) << wrong;
    EXPECT_EQ(refused.mistakes[0].key, "plugins.host_users") << wrong;
  }
}

TEST_F(ConfigurationTest, addresses_and_names_that_cannot_work_are_told) {
  const auto reading =
      read_site_config(file("listen:\n  address: localhost\n  host_names: [cafe.de, 'a,IP:192.0.2.1']\n"));
  ASSERT_EQ(reading.mistakes.size(), 2U);
  EXPECT_EQ(reading.mistakes[0].key, "listen.address");
  EXPECT_EQ(reading.mistakes[1].key, "listen.host_names");
}

TEST_F(ConfigurationTest, profile_groups_must_be_groups) {
  for (const std::string& content :
       {std::string("clocks: nonsense"), std::string("types: [a]"), std::string("numbers: P"), std::string("clocks:"),
        std::string("types: {complaint: P1}"), std::string("types: {complaint: {words: refund}}"),
        std::string("types: {complaint: {at_most: 4 h}}"), std::string("clocks: {response: 4 h}")}) {
    EXPECT_EQ(read_profile(file(content)).mistakes.size(), 1U) << content;
  }
}

// security.md, bad inputs 24 and 25.
TEST_F(ConfigurationTest, roles_name_known_rights_with_a_scope_that_is_kept) {
  const auto told = [&](const std::string& text) {
    const auto reading = read_profile(file(text));
    return reading.mistakes.empty() ? std::string() : to_text("sop.yaml", reading.mistakes.front());
  };
  const std::string admin = "roles:\n  admin: {run_users: all}\n";
  EXPECT_EQ(told(admin + "  agent: {resolve: team, answer: own}\nteams: {after_sales: [li.min]}\n"), "");
  EXPECT_NE(told(admin + "  emperor: {resolve: all}\n").find("roles.emperor: is not a role"), std::string::npos);
  EXPECT_NE(told(admin + "  agent: {fly: all}\n").find("roles.agent.fly: is not a right"), std::string::npos);
  EXPECT_NE(told(admin + "  agent: {resolve: some}\n").find("must be own, team or all"), std::string::npos);
  // What nobody keeps is not promised: lists show every ticket or none.
  EXPECT_NE(told(admin + "  agent: {see_tickets: own}\n").find("reaches all or nothing"), std::string::npos);
  EXPECT_NE(told("roles:\n  agent: {answer: all}\n").find("must have the right run_users"), std::string::npos);
}

TEST_F(ConfigurationTest, hostile_files_are_refused_and_never_crash) {
  const std::string deep(100'000, '['), deep_map = std::string(100'000, '{');
  std::string bomb = "a: &a [1,1]\nb: &b [*a,*a]\n";
  const std::string large(2U << 20, 'x');
  for (const std::string& content :
       {deep, deep_map, bomb, large, std::string("\xff\xfe"), std::string("a\0b", 3),
        std::string("listen: {port: 1, port: 2}"), std::string("\t- x"), std::string("- a\n- b\n")}) {
    EXPECT_FALSE(read_site_config(file(content)).mistakes.empty()) << content.substr(0, 30);
  }
  EXPECT_FALSE(read_site_config(directory_ + "/missing.yaml").mistakes.empty());
}

TEST_F(ConfigurationTest, missing_folders_are_warnings_and_no_mistakes) {
  const std::string here = "profile: " FRONTDESK_SOURCE_DIR "/config/profile/sop.yaml\n";
  const std::string site =
      file(here + "web_root: /nowhere/web\nplugins: {host: /nowhere/host, directories: [/tmp, /nowhere/p]}\n");
  const auto check = check_configuration(site);
  EXPECT_TRUE(check.mistakes.empty()) << check.mistakes.front();
  ASSERT_EQ(check.warnings.size(), 3U);
  EXPECT_EQ(check.warnings[0], site + ": web_root: there is no folder '/nowhere/web'; browsers will find no pages");
  EXPECT_NE(check.warnings[1].find("plugins.host: there is no file '/nowhere/host'"), std::string::npos);
  EXPECT_NE(check.warnings[2].find("plugins.directories: there is no folder '/nowhere/p'"), std::string::npos);

  const std::string host = directory_ + "/host";
  std::ofstream(host) << "x";
  const auto whole =
      check_configuration(file(here + "web_root: /tmp\nplugins: {host: " + host + ", directories: [/tmp]}\n"));
  EXPECT_TRUE(whole.warnings.empty()) << whole.warnings.front();
}

TEST_F(ConfigurationTest, a_site_file_that_cannot_be_read_is_the_only_mistake) {
  const auto check = check_configuration(directory_ + "/missing.yaml");
  ASSERT_EQ(check.mistakes.size(), 1U);
  EXPECT_NE(check.mistakes[0].find("missing.yaml"), std::string::npos);
  EXPECT_TRUE(check.warnings.empty());
}

TEST_F(ConfigurationTest, proxies_base_path_and_anchor_are_read_and_their_mistakes_named) {
  const auto good = read_site_config(
      file("listen: {trusted_proxies: [127.0.0.1, 10.0.0.0/8], base_path: /desk}\naudit: {anchor_file: /mnt/a}\n"));
  ASSERT_TRUE(good.mistakes.empty()) << good.mistakes.front().text;
  EXPECT_EQ(good.config.trusted_proxies, (std::vector<std::string>{"127.0.0.1", "10.0.0.0/8"}));
  EXPECT_EQ(good.config.base_path, "/desk");
  EXPECT_EQ(good.config.anchor_file, "/mnt/a");
  for (const char* wrong : {"listen: {trusted_proxies: [proxy.example]}", "listen: {trusted_proxies: 127.0.0.1}",
                            "listen: {base_path: desk}", "listen: {base_path: /desk/}", "listen: {base_path: '/a\"b'}",
                            "listen: {base_path: //a}", "audit: {anchor_file: here}", "audit: {anchor: /a}"})
    EXPECT_EQ(read_site_config(file(wrong)).mistakes.size(), 1U) << wrong;
}

TEST_F(ConfigurationTest, an_empty_file_or_a_folder_is_no_configuration) {
  for (const std::string& path : {file(""), file("  \n\n"), directory_}) {
    const auto check = check_configuration(path);
    ASSERT_EQ(check.mistakes.size(), 1U) << path;
    EXPECT_NE(check.mistakes[0].find(path == directory_ ? "folder" : "empty"), std::string::npos) << check.mistakes[0];
  }
  EXPECT_FALSE(read_profile(directory_).mistakes.empty());
}

TEST_F(ConfigurationTest, a_file_of_comments_gives_the_defaults) {
  const auto reading = read_site_config(file("# nothing\n"));
  EXPECT_TRUE(reading.mistakes.empty());
  EXPECT_EQ(reading.config.listen_address, "127.0.0.1");
}

}  // namespace
}  // namespace frontdesk::app
