// The gate's count of credit: what a lawful host sends is always within it.
#include "channels/channel/submit_gate.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "support/fake_clock.h"
#include "unit/channels/fake_desk.h"

namespace frontdesk::channels::test {
namespace {

class SubmitGateTest : public testing::Test {
 protected:
  SubmitGateTest() {
    SubmitGate::Events events;
    events.reply = [this](const wire::SubmitReply& reply, std::uint64_t) { windows_.push_back(reply.window); };
    events.credit = [this](const wire::Credit& credit) { windows_.push_back(credit.window); };
    events.taken = [](const std::optional<std::string>&, std::size_t, std::size_t) {};
    events.misbehaves = [this](const std::string& why) { faults_.push_back(why); };
    events.failed = [] {};
    gate_.emplace(runtime_, ChannelId{1}, std::vector<std::pair<std::string, std::string>>{}, std::move(events));
    reactor_->stop();  // from now on each run() makes one turn
  }
  ~SubmitGateTest() override { worker_.finish(); }

  void submit(std::size_t items) {
    wire::Submit submit;
    for (std::size_t i = 0; i < items; ++i) {
      sdk::Item item;
      item.dedup_key = std::to_string(++number_);
      item.author.key = "customer";
      submit.items.push_back(std::move(item));
    }
    gate_->take(wire::encode(submit, ++number_));
  }

  SystemClock clock_;
  SystemRandom random_;
  FakeDesk desk_;
  SupervisorOptions options_;
  InstalledPlugins installed_{PluginCatalogue::Options{}};
  std::shared_ptr<Reactor> reactor_ = std::make_shared<Reactor>(clock_);
  PortWorker worker_{*reactor_};
  HostUsers users_{std::nullopt};
  Runtime runtime_{reactor_, worker_, clock_, random_, {desk_, desk_, desk_}, installed_, options_, users_};
  std::optional<SubmitGate> gate_;
  std::vector<wire::Window> windows_;
  std::vector<std::string> faults_;
  std::int64_t number_ = 0;
};

TEST_F(SubmitGateTest, window_that_an_answer_opens_again_may_be_used_at_once) {
  desk_.room = false;
  submit(1);
  reactor_->run();
  ASSERT_EQ(windows_.size(), 1U);
  EXPECT_EQ(windows_.back().items, 0U);
  submit(100);  // was on its way when the window was closed
  desk_.room = true;
  reactor_->run();
  ASSERT_EQ(windows_.size(), 2U);
  ASSERT_EQ(windows_.back().items, 256U);
  submit(256);
  EXPECT_TRUE(faults_.empty()) << faults_.front();
}

// P-04
TEST_F(SubmitGateTest, what_the_desk_does_not_act_upon_is_rejected_with_words_and_told_to_the_ledger) {
  wire::Submit submit;
  const auto add = [&](auto change) {
    sdk::Item item;
    item.dedup_key = std::to_string(++number_);
    item.author.key = "customer";
    change(item);
    submit.items.push_back(std::move(item));
  };
  add([](sdk::Item&) {});
  for (const sdk::ItemKind kind : {sdk::ItemKind::kMessageEdited, sdk::ItemKind::kMessageDeleted,
                                   sdk::ItemKind::kConversationEvent, sdk::ItemKind::kOrderEvent}) {
    add([&](sdk::Item& item) { item.kind = kind; });
  }
  add([](sdk::Item& item) { item.direction = sdk::Direction::kOutbound; });
  add([](sdk::Item& item) { item.author.role = sdk::AuthorRole::kStaff; });
  add([](sdk::Item& item) { item.author.role = sdk::AuthorRole::kRobot; });
  submit.refused.push_back({"key", "hash", "by the host"});
  gate_->take(wire::encode(submit, ++number_));
  reactor_->run();
  EXPECT_EQ(desk_.channels[ChannelId{1}].keys.size(), 4U) << "what our side wrote elsewhere is for the desk to place";
  ASSERT_EQ(desk_.refusals.size(), 5U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(desk_.refusals[i].rfind("unsupported: ", 0), 0U) << i;
  EXPECT_EQ(desk_.refusals.back(), "by the host");
}

TEST_F(SubmitGateTest, what_comes_after_the_window_was_closed_is_bounded) {
  desk_.room = false;
  submit(1);
  reactor_->run();
  submit(200);
  reactor_->run();
  submit(200);
  EXPECT_EQ(faults_.size(), 1U);
}

}  // namespace
}  // namespace frontdesk::channels::test
