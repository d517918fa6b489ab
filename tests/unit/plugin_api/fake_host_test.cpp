// The fake host keeps the promises plugin tests rely on; also the SDK against a host.
#include "testing/fake_host.h"

#include <gtest/gtest.h>

namespace frontdesk::fake {
namespace {

using namespace std::chrono_literals;

sdk::Item message(const std::string& key, const std::string& text) {
  sdk::Item item;
  item.dedup_key = key;
  item.author.key = "a";
  item.parts = {{sdk::PartRole::kBody, "text/plain", text}};
  return item;
}

TEST(FakeHost, tells_new_known_and_changed_items_apart) {
  FakeHost host;
  const std::vector<sdk::Item> items = {message("1", "甲"), message("1", "甲"), message("1", "乙"), message("", "")};
  const auto outcomes = host.services().inbox().submit(items, "c1");
  ASSERT_TRUE(outcomes);
  const sdk::Outcome expected[] = {sdk::Outcome::kAccepted, sdk::Outcome::kDuplicate, sdk::Outcome::kConflict,
                                   sdk::Outcome::kRejected};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ((*outcomes)[i].outcome, expected[i]) << i;
  EXPECT_EQ(host.items().size(), 1U);
  EXPECT_EQ(host.cursor(), "c1");
}

TEST(FakeHost, refused_submit_takes_nothing) {
  FakeHost host;
  host.refuse_submits(1, {sdk::Status::kRetry, "busy"});
  ASSERT_TRUE(host.services().state().put("k", "v"));
  const auto refused = host.services().inbox().submit(message("1", "x"), "c1");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().status, sdk::Status::kRetry);
  EXPECT_EQ(refused.error().code, "busy");
  EXPECT_TRUE(host.items().empty());
  EXPECT_TRUE(host.committed_state().empty());
  ASSERT_TRUE(host.services().inbox().commit("c2"));
  EXPECT_EQ(host.committed_state().at("k"), "v");
  EXPECT_EQ(host.cursor(), "c2");
}

TEST(FakeHost, state_waits_for_a_cursor_or_a_commit) {
  FakeHost host;
  ASSERT_TRUE(host.services().state().put("k", "v"));
  ASSERT_TRUE(host.services().inbox().submit(message("1", "x")));
  EXPECT_TRUE(host.committed_state().empty());
  ASSERT_TRUE(host.services().inbox().submit(message("2", "x"), "c"));
  EXPECT_EQ(host.committed_state().at("k"), "v");
}

TEST(FakeHost, sleeping_moves_time_and_cancel_wakes) {
  FakeHost host;
  const auto clock = host.services().clock();
  const auto before = clock.now();
  EXPECT_TRUE(clock.sleep_for(90s));
  EXPECT_EQ(clock.now() - before, 90'000'000);
  host.cancel_at_sleep(1);
  EXPECT_FALSE(clock.sleep_for(1h));
  EXPECT_TRUE(host.services().cancel().requested());
  EXPECT_EQ(host.sleeps().back(), 1h);
}

TEST(SdkInbox, splits_large_batches_and_sends_the_cursor_last) {
  FakeHost host;
  std::vector<sdk::Item> items;
  for (int i = 0; i < 600; ++i) items.push_back(message(std::to_string(i), "x"));
  const auto outcomes = host.services().inbox().submit(items, "end");
  ASSERT_TRUE(outcomes);
  EXPECT_EQ(outcomes->size(), 600U);
  const auto batches = host.batches();
  ASSERT_EQ(batches.size(), 3U);
  EXPECT_FALSE(batches[0].cursor);
  EXPECT_FALSE(batches[1].cursor);
  EXPECT_EQ(batches[2].cursor, "end");
}

TEST(SdkInbox, splits_by_bytes) {
  FakeHost host;
  std::vector<sdk::Item> items;
  for (int i = 0; i < 3; ++i) items.push_back(message(std::to_string(i), std::string(5U << 20, 'x')));
  ASSERT_TRUE(host.services().inbox().submit(items));
  EXPECT_EQ(host.batches().size(), 3U);
}

TEST(SdkSecrets, are_found_and_rotated) {
  FakeHost host;
  host.set_secret("imap.password", "one");
  EXPECT_EQ(host.services().secrets().get("imap.password")->reveal(), "one");
  EXPECT_FALSE(host.services().secrets().get("other"));
  ASSERT_TRUE(host.services().secrets().put("imap.password", "two"));
  EXPECT_EQ(host.secret("imap.password"), "two");
}

}  // namespace
}  // namespace frontdesk::fake
