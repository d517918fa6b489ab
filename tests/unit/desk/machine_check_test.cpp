// The checks of the machine: what each finds, what it lets pass, and that each says so in both languages.
#include "desk/machine/check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "desk/machine/check_view.h"
#include "desk/machine/words.h"
#include "desk/use_case/texts.h"

namespace frontdesk::desk {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Micros kNow{1'710'484'200'000'000};
constexpr std::int64_t kGigabyte = 1'000'000'000;

/// Everything is known and nothing is wrong.
Facts healthy() {
  Facts facts;
  facts.now = kNow;
  facts.silent_socket = "";
  facts.configuration_mistakes.emplace();
  facts.database = DatabaseFacts{"/data/frontdesk.db", true, 19, 19};
  facts.store = StoreFacts{};
  facts.room = RoomFacts{"/data", 20 * kGigabyte, 40 * kGigabyte, hours(24 * 90)};
  facts.sizes = SizeFacts{.database = 1000, .log = 1000, .files = 1000, .backups = 1000};
  facts.key_files.emplace();
  facts.certificates = {{"/data/tls.pem", kNow + hours(24 * 60)}};
  facts.damaged_files = 0;
  facts.trail = TrailFacts{{}, 100, 100, kNow - minutes(1), {}};
  facts.backup = BackupFacts{{}, kNow - hours(24 * 400)};
  facts.backup->state.copied_at = kNow - hours(20);
  facts.clock_jump.emplace();
  facts.zone = ZoneFacts{"Asia/Shanghai", true};
  facts.channels = {{ChannelId{1}, "shop", true, ChannelState::kOk, "", Duration(hours(13)), Duration(hours(12))}};
  facts.plugins.emplace();
  facts.traffic = TrafficFacts{};
  facts.duties.emplace();
  return facts;
}

std::set<std::string> found_in(const Facts& facts) {
  std::set<std::string> names;
  for (const Examined& examined : examine(facts))
    if (examined.finds()) names.emplace(examined.check->name);
  return names;
}

/// For each check, what makes it find something, and what comes near and does not.
struct Case {
  std::function<void(Facts&)> wrong;
  std::function<void(Facts&)> near = [](Facts&) {};
};

const std::map<std::string, Case, std::less<>>& cases() {
  static const auto channel_is = [](ChannelState state) {
    return Case{[state](Facts& f) { f.channels->front().state = state; },
                [state](Facts& f) {
                  f.channels->front().state = state;
                  f.channels->front().enabled = false;
                }};
  };
  static const auto copied = [](Duration ago) { return [ago](Facts& f) { f.backup->state.copied_at = kNow - ago; }; };
  static const auto ends_in = [](Duration left) {
    return [left](Facts& f) { f.certificates->front().ends_at = kNow + left; };
  };
  static const std::map<std::string, Case, std::less<>> kCases{
      {"daemon_silent", {[](Facts& f) { f.silent_socket = "/run/desk.sock"; }}},
      {"configuration_mistaken", {[](Facts& f) { f.configuration_mistakes->emplace_back("desk.yaml:3: port: what"); }}},
      {"database_unusable", {[](Facts& f) { f.database->is_usable = false; }}},
      {"schema_newer", {[](Facts& f) { f.database->schema = 20; }, [](Facts& f) { f.database->schema = 3; }}},
      {"store_refuses", {[](Facts& f) {
         f.store = StoreFacts{false, false, "the disk is full"};
       }}},
      {"disk_reserve_used", {[](Facts& f) {
         f.store = StoreFacts{true, false, "the disk is full"};
       }}},
      {"disk_little_room",
       {[](Facts& f) { f.room->free_bytes = 500 << 20; }, [](Facts& f) { f.room->free_bytes = 520 << 20; }}},
      {"disk_full_soon",
       {[](Facts& f) { f.room->full_in = hours(24 * 29); }, [](Facts& f) { f.room->full_in = std::nullopt; }}},
      {"log_large", {[](Facts& f) { f.sizes->log = 2 * kGigabyte; }, [](Facts& f) { f.sizes->log = kGigabyte; }}},
      {"files_damaged", {[](Facts& f) { f.damaged_files = 3; }}},
      {"records_changed", {[](Facts& f) {
         f.trail->alarms = {{"ticket", 7, "changed past the desk"}};
       }}},
      {"anchor_old",
       {[](Facts& f) { f.trail->anchored = 90, f.trail->anchored_at = kNow - minutes(11); },
        [](Facts& f) { f.trail->anchored_at = kNow - hours(90); }}},
      {"anchor_missed", {[](Facts& f) { f.trail->missed = {"/mnt/elsewhere/anchors"}; }}},
      {"copy_failed", {[](Facts& f) { f.backup->state.copy_trouble = "no room"; }}},
      {"drill_failed", {[](Facts& f) { f.backup->state.drill_trouble = "page 3 was changed"; }}},
      {"copy_old", {copied(hours(50)), copied(hours(48))}},
      {"copy_never",
       {[](Facts& f) { f.backup->state.copied_at = {}; },
        [](Facts& f) { f.backup->state.copied_at = {}, f.backup->first_record_at = kNow - hours(70); }}},
      {"key_file_gone", {[](Facts& f) {
         f.key_files = {{"/data/vault.key", true, 0, 0, 990}};
       }}},
      {"key_file_open", {[](Facts& f) {
         f.key_files = {{"/data/vault.key", false, 0644, 990, 990}};
       }}},
      {"certificate_ended", {ends_in(-minutes(1)), ends_in(hours(24 * 22))}},
      {"certificate_ends", {ends_in(hours(24 * 20)), ends_in(hours(24 * 22))}},
      {"clock_jumped", {[](Facts& f) {
         f.clock_jump.emplace(ClockJump{kNow, -hours(30)});
       }}},
      {"zone_unknown", {[](Facts& f) {
         f.zone = ZoneFacts{"Mars/Base", false};
       }}},
      {"channel_quarantined", channel_is(ChannelState::kQuarantined)},
      {"channel_needs_sign_in", channel_is(ChannelState::kNeedsReauth)},
      {"channel_degraded", channel_is(ChannelState::kDegraded)},
      {"channel_silent",
       {[](Facts& f) { f.channels->front().silent_for = hours(25); },
        [](Facts& f) { f.channels->front().silent_for = minutes(59), f.channels->front().usual_gap = minutes(3); }}},
      {"plugin_changed", {[](Facts& f) {
         f.plugins.emplace({PluginFacts{"io.frontdesk.email", true, ""}});
       }}},
      {"plugin_unusable", {[](Facts& f) {
         f.plugins.emplace({PluginFacts{"example.old", false, "made for ABI 0"}});
       }}},
      {"items_wait",
       {[](Facts& f) { f.traffic = TrafficFacts{.items = 2, .oldest_item = minutes(11)}; },
        [](Facts& f) { f.traffic = TrafficFacts{.items = 200, .oldest_item = minutes(1)}; }}},
      {"replies_wait",
       {[](Facts& f) { f.traffic = TrafficFacts{.replies = 1, .oldest_reply = minutes(16)}; },
        [](Facts& f) { f.traffic = TrafficFacts{.replies = 99, .oldest_reply = minutes(14)}; }}},
      {"replies_failed", {[](Facts& f) { f.traffic->failed = 1; }}},
      {"replies_in_doubt", {[](Facts& f) { f.traffic->in_doubt = 1; }}},
      {"duty_fails", {[](Facts& f) {
         f.duties.emplace({DutyFault{"old events", "the disk is full"}});
       }}},
  };
  return kCases;
}

TEST(MachineCheck, a_healthy_machine_has_no_findings_and_nothing_unknown) {
  EXPECT_TRUE(found_in(healthy()).empty());
  for (const Examined& examined : examine(healthy())) EXPECT_TRUE(examined.findings) << examined.check->name;
}

TEST(MachineCheck, what_could_not_be_looked_at_is_unknown_and_not_fine) {
  for (const Examined& examined : examine(Facts{}))
    EXPECT_EQ(view_of(examined, "en", Audience::kOperator).state, "unknown") << examined.check->name;
}

TEST(MachineCheck, each_finds_its_fault_alone_and_lets_pass_what_comes_near) {
  for (const Check& check : checks()) {
    const auto its_case = cases().find(check.name);
    ASSERT_NE(its_case, cases().end()) << check.name << " has no case in this test";
    Facts facts = healthy();
    its_case->second.wrong(facts);
    EXPECT_EQ(found_in(facts), std::set<std::string>{std::string(check.name)});
    facts = healthy();
    its_case->second.near(facts);
    EXPECT_FALSE(found_in(facts).contains(std::string(check.name))) << check.name;
  }
  EXPECT_EQ(cases().size(), checks().size());
}

// Each with what happened, to which object, and what to do (P-39).
TEST(MachineCheck, each_finding_is_told_whole_in_both_languages) {
  for (const Check& check : checks()) {
    Facts facts = healthy();
    cases().find(check.name)->second.wrong(facts);
    const Findings findings = check.look(facts);
    ASSERT_TRUE(findings && findings->size() == 1) << check.name;
    for (const std::string_view language : {"en", "zh-CN"}) {
      EXPECT_FALSE(title_of(check, language).empty()) << check.name;
      const std::string found = what_of(check, findings->front(), language);
      const std::string todo = todo_of(check, findings->front(), language);
      for (const std::string& words : {found, todo}) {
        EXPECT_FALSE(words.empty()) << check.name;
        EXPECT_EQ(words.find("{{"), std::string::npos) << words;
      }
      // Every value that the finding has is told, so nothing is left to guess.
      const std::string both = found + todo;
      for (const FindingValue& value : findings->front().values) {
        const auto* text = std::get_if<std::string>(&value.value);
        if (text == nullptr) continue;
        EXPECT_NE(both.find(*text), std::string::npos) << check.name << " does not tell " << value.name << ": " << both;
      }
      // A name in the words that no value has would leave a hole.
      const auto& texts = catalogue(language).get("checks").get(check.name);
      for (const char* member : {"found", "todo"}) {
        std::string_view words = texts.get(member).as_string();
        for (auto at = words.find("{{"); at != std::string_view::npos; at = words.find("{{", at + 2)) {
          const std::string_view name = words.substr(at + 2, words.find("}}", at) - at - 2);
          EXPECT_NE(std::ranges::find(findings->front().values, name, &FindingValue::name),
                    findings->front().values.end())
              << check.name << " has no value " << name;
        }
      }
    }
  }
}

TEST(MachineCheck, every_text_belongs_to_a_check) {
  for (const auto& [name, texts] : catalogue("zh-CN").get("checks").members())
    EXPECT_NE(std::ranges::find(checks(), name, &Check::name), checks().end()) << name;
}

TEST(MachineCheck, paths_and_reasons_of_the_machine_are_for_operators_only) {
  Facts facts = healthy();
  cases().find("key_file_open")->second.wrong(facts);
  cases().find("channel_degraded")->second.wrong(facts);
  for (const Examined& examined : examine(facts)) {
    if (!examined.finds()) continue;
    const CheckView office = view_of(examined, "en", Audience::kOffice);
    EXPECT_EQ(office.state, "found");
    EXPECT_EQ(office.findings.front().found.empty(), examined.check->audience == Audience::kOperator);
    EXPECT_FALSE(view_of(examined, "en", Audience::kOperator).findings.front().found.empty());
  }
}

TEST(MachineWords, sizes_and_durations_are_told_by_their_largest_units) {
  EXPECT_EQ(bytes_in_words(0), "0 B");
  EXPECT_EQ(bytes_in_words(999), "999 B");
  EXPECT_EQ(bytes_in_words(1400), "1.4 kB");
  EXPECT_EQ(bytes_in_words(52'400'000), "52 MB");
  EXPECT_EQ(bytes_in_words(9'990'000'000'000), "9.9 TB");
  EXPECT_EQ(duration_in_words(Duration(0), "en"), "0 s");
  EXPECT_EQ(duration_in_words(hours(76), "en"), "3 d 4 h");
  EXPECT_EQ(duration_in_words(-hours(76), "zh-CN"), "3 天 4 小时");
  EXPECT_EQ(duration_in_words(minutes(61), "en"), "1 h 1 min");
  EXPECT_EQ(duration_in_words(hours(24) + minutes(5), "en"), "1 d");
}

}  // namespace
}  // namespace frontdesk::desk
