// The command line as the administrator types it, against a whole daemon.
#include <gtest/gtest.h>
#include <stdio.h>
#include <sys/wait.h>

#include <string>

#include "app/control/protocol.h"
#include "app/daemon.h"
#include "base/bytes.h"
#include "unit/app/daemon_fixture.h"

namespace frontdesk::app {
namespace {

constexpr const char* kPassword = "purple lighthouse 42";

struct Told {
  int code = -1;
  std::string text;  ///< standard output and error
};

class CommandLine : public ::testing::Test {
 protected:
  CommandLine() {
    auto started = Daemon::start(folder_.config());
    EXPECT_TRUE(started) << started.error().message;
    if (started) daemon_ = std::move(*started);
  }

  /// Runs frontdesk with the words and `input` on its standard input.
  Told frontdesk(const std::string& words, const std::string& input = "") {
    folder_.write("input", input);
    std::string line = FRONTDESK_CLI " --socket ";
    line.append(folder_.socket()).append(" ").append(words).append(" <").append(folder_.file("input")).append(" 2>&1");
    Told told;
    FILE* out = ::popen(line.c_str(), "r");
    char chunk[4096];
    for (std::size_t got; (got = ::fread(chunk, 1, sizeof chunk, out)) > 0;) told.text.append(chunk, got);
    const int status = ::pclose(out);
    told.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return told;
  }

  void add(const std::string& name, const std::string& roles) {
    const Told added = frontdesk("user add " + name + " --display-name " + name + " --role " + roles, kPassword);
    ASSERT_EQ(added.code, 0) << added.text;
  }

  /// The bytes of the trail's first record that holds the words; empty when there is none.
  std::string record_with(const std::string& words) {
    const std::string lines = frontdesk("audit export").text;
    for (std::size_t at = 0, end; (end = lines.find('\n', at)) != std::string::npos; at = end + 1) {
      const auto line = json::parse(lines.substr(at, end - at));
      const auto bytes = from_base64(line.value ? line.value->get("record").as_string() : "");
      std::string record = bytes ? std::string(bytes->begin(), bytes->end()) : "";
      if (record.find(words) != std::string::npos) return record;
    }
    return {};
  }

  test::DaemonFolder folder_;
  std::unique_ptr<Daemon> daemon_;
};

TEST_F(CommandLine, gives_a_user_back_who_was_disabled) {
  add("lin", "agent");
  ASSERT_EQ(frontdesk("user disable lin").code, 0);
  const Told enabled = frontdesk("--json user enable lin");
  EXPECT_EQ(enabled.code, 0) << enabled.text;
  EXPECT_NE(enabled.text.find(R"("disabled":false)"), std::string::npos) << enabled.text;
  EXPECT_FALSE(record_with("user.enable").empty());
  EXPECT_EQ(frontdesk("user enable nobody").code, 1);
}

TEST_F(CommandLine, sets_a_password_by_the_rules_and_on_record) {
  add("lin", "agent");
  const Told weak = frontdesk("user password lin", "short");
  EXPECT_EQ(weak.code, 1);
  EXPECT_NE(weak.text.find("12"), std::string::npos) << weak.text;
  EXPECT_TRUE(record_with("user.password").empty());

  const Told set = frontdesk("user password lin", "green harbour 77 lanterns");
  EXPECT_EQ(set.code, 0) << set.text;
  EXPECT_EQ(set.text.find("lanterns"), std::string::npos) << set.text;
  EXPECT_NE(record_with("user.password").find("command-line"), std::string::npos);
}

// A link that is cut for the sake of a table lets nobody in.
TEST_F(CommandLine, prints_the_set_up_link_whole_and_alone) {
  const Told link = frontdesk("setup link");
  EXPECT_EQ(link.text, daemon_->base_url() + "/setup#token=" + folder_.read("data/setup-token"));
}

TEST_F(CommandLine, prints_a_generated_password_once) {
  add("lin", "agent");
  const Told made = frontdesk("--json user password lin --generate");
  ASSERT_EQ(made.code, 0) << made.text;
  const auto row = json::parse(made.text);
  ASSERT_TRUE(row.value) << made.text;
  const std::string password(row.value->get("password").as_string());
  EXPECT_GE(password.size(), 20U);
  EXPECT_TRUE(record_with(password).empty());
  EXPECT_EQ(frontdesk("user list").text.find(password), std::string::npos);
}

TEST_F(CommandLine, changes_roles_but_keeps_an_administrator) {
  add("root.admin", "admin");
  add("lin", "agent");
  const Told more = frontdesk("--json user role lin agent,supervisor");
  EXPECT_EQ(more.code, 0) << more.text;
  EXPECT_NE(more.text.find(R"(["agent","supervisor"])"), std::string::npos) << more.text;
  EXPECT_FALSE(record_with("user.role").empty());

  const Told last = frontdesk("user role root.admin agent");
  EXPECT_EQ(last.code, 1);
  EXPECT_NE(last.text.find("last administrator"), std::string::npos) << last.text;
  EXPECT_EQ(frontdesk("user role lin emperor").code, 1);
}

TEST_F(CommandLine, unknown_words_are_answered_with_the_known_ones) {
  const Told view = frontdesk("ticket list --view nonsense");
  EXPECT_EQ(view.code, 1);
  EXPECT_NE(view.text.find("open, mine, unassigned, overdue, resolved, closed, all"), std::string::npos) << view.text;
  const Told fate = frontdesk("channel ledger 1 --fate nonsense");
  EXPECT_EQ(fate.code, 1);
  EXPECT_NE(fate.text.find("pending, ticket, follow_up, duplicate, quarantined"), std::string::npos) << fate.text;
}

TEST_F(CommandLine, a_limit_below_one_is_refused) {
  for (const char* words : {"ticket list --limit -1", "ticket list --limit=0"}) {
    const Told told = frontdesk(words);
    EXPECT_EQ(told.code, 1) << words;
    EXPECT_NE(told.text.find("the limit must be 1 or more"), std::string::npos) << told.text;
  }
  EXPECT_EQ(frontdesk("ticket list --limit 1").code, 0);
}

TEST_F(CommandLine, an_unknown_verb_is_told_even_where_help_is_asked_for) {
  for (const char* words :
       {"nonsense --help", "--help nonsense", "user nonsense --help", "user nonsense", "nonsense"}) {
    const Told told = frontdesk(words);
    EXPECT_NE(told.code, 0) << words;
    EXPECT_NE(told.text.find("'nonsense' is unknown"), std::string::npos) << words << ":\n" << told.text;
  }
  for (const char* words : {"--help", "user --help", "user password --help"})
    EXPECT_EQ(frontdesk(words).code, 0) << words;
}

}  // namespace
}  // namespace frontdesk::app
