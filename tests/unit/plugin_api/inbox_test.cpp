// What the host's inbox does with a batch before it goes over the wire, against a daemon that the test plays.
#include <frontdesk/sdk/services.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include "host/channel_runner.h"
#include "host/services.h"
#include "wire/messages.h"

namespace frontdesk::host {
namespace {

using namespace std::chrono_literals;

/// Takes every Submit and answers "accepted" for each of its items.
class PlayedDaemon {
 public:
  PlayedDaemon() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    mine_.reset(ends[0]);
    theirs_.reset(ends[1]);
    thread_ = std::thread([this] { play(); });
  }
  ~PlayedDaemon() { end(); }
  PlayedDaemon(const PlayedDaemon&) = delete;
  PlayedDaemon& operator=(const PlayedDaemon&) = delete;

  [[nodiscard]] int socket() const { return theirs_.get(); }
  /// Everything that was submitted; ends the session.
  const std::vector<wire::Submit>& submits() {
    end();
    return submits_;
  }
  void end() {
    ::shutdown(mine_.get(), SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
  }

 private:
  void play() {
    wire::FrameDecoder decoder;
    while (wire::receive(mine_.get(), decoder) == wire::Transfer::kDone) {
      wire::Frame frame;
      while (decoder.next(frame) == wire::FrameDecoder::Next::kFrame) {
        auto submit = wire::decode<wire::Submit>(frame);
        if (!submit.value) continue;
        wire::SubmitReply reply;
        reply.outcomes.resize(submit.value->items.size());
        submits_.push_back(std::move(*submit.value));
        wire::FrameSender sender;
        sender.push(*wire::pack(wire::encode(reply, frame.request)));
        sender.flush(mine_.get());
      }
    }
  }

  wire::Descriptor mine_;
  wire::Descriptor theirs_;
  std::vector<wire::Submit> submits_;
  std::thread thread_;
};

class InboxTest : public testing::Test {
 protected:
  InboxTest() : link_(daemon_.socket()), services_(link_, calls_), sdk_(services_.host()) {
    services_.accept(wire::HelloAck{});
    reader_ = std::thread([this] { link_.serve([](const wire::Frame&) {}); });
  }
  ~InboxTest() override {
    daemon_.end();
    reader_.join();
  }

  static sdk::Item item(const std::string& key, std::size_t text_bytes) {
    sdk::Item out;
    out.dedup_key = key;
    out.author.key = "a";
    out.parts = {{sdk::PartRole::kBody, "text/plain", std::string(text_bytes, 'x')}};
    return out;
  }
  /// Small in bytes, but its description needs some 200 KiB of header for every 100 attachments.
  static sdk::Item wordy_item(const std::string& key, std::size_t attachments, char filler = 'n') {
    sdk::Item out = item(key, 1);
    for (std::size_t i = 0; i < attachments; ++i) {
      out.attachments.push_back({std::string(1020, filler), "image/png", std::string(1020, filler), false, "x", "", 0});
    }
    return out;
  }

  PlayedDaemon daemon_;
  CallSlots calls_;
  DaemonLink link_;
  Services services_;
  sdk::Services sdk_;
  std::thread reader_;
};

TEST_F(InboxTest, state_never_runs_ahead_of_the_items_it_tells_of) {
  ASSERT_TRUE(sdk_.state().put("seen", "1,2"));
  const std::vector<sdk::Item> items = {item("1", 5U << 20), item("2", 5U << 20)};
  ASSERT_TRUE(sdk_.inbox().submit(items, "c"));
  const auto& submits = daemon_.submits();
  ASSERT_EQ(submits.size(), 2U);
  EXPECT_TRUE(submits[0].state.empty()) << "the second mail is not stored yet";
  EXPECT_FALSE(submits[0].cursor);
  ASSERT_EQ(submits[1].state.size(), 1U);
  EXPECT_EQ(submits[1].cursor, "c");
}

TEST_F(InboxTest, items_alone_leave_the_state_to_its_owner) {
  ASSERT_TRUE(sdk_.state().put("seen", "1"));
  ASSERT_TRUE(sdk_.inbox().submit(item("receipt", 1)));
  ASSERT_TRUE(sdk_.inbox().commit());
  const auto& submits = daemon_.submits();
  ASSERT_EQ(submits.size(), 2U);
  EXPECT_TRUE(submits[0].state.empty());
  EXPECT_EQ(submits[1].state.size(), 1U);
}

TEST_F(InboxTest, batch_with_too_much_description_goes_in_halves) {
  std::vector<sdk::Item> items;
  for (int i = 0; i < 7; ++i) items.push_back(wordy_item(std::to_string(i), 100));
  const auto outcomes = sdk_.inbox().submit(items, "c");
  ASSERT_TRUE(outcomes) << outcomes.error().code;
  EXPECT_EQ(outcomes->size(), 7U);
  std::size_t taken = 0;
  for (const wire::Submit& submit : daemon_.submits()) taken += submit.items.size();
  EXPECT_EQ(taken, 7U);
  EXPECT_EQ(daemon_.submits().back().cursor, "c");
}

TEST_F(InboxTest, single_item_with_too_much_description_is_rejected_and_the_cursor_moves) {
  // Every quotation mark takes two bytes in the header.
  const auto outcomes = sdk_.inbox().submit(std::vector{wordy_item("1", 256, '"'), item("2", 1)}, "c");
  ASSERT_TRUE(outcomes) << outcomes.error().code;
  ASSERT_EQ(outcomes->size(), 2U);
  EXPECT_EQ((*outcomes)[0].outcome, sdk::Outcome::kRejected);
  EXPECT_EQ((*outcomes)[1].outcome, sdk::Outcome::kAccepted);
  EXPECT_EQ(daemon_.submits().back().cursor, "c");
}

TEST_F(InboxTest, attachment_that_would_have_to_be_fetched_is_rejected_with_the_reason) {
  sdk::Item with_ref = item("1", 1);
  with_ref.attachments.push_back({"a.png", "image/png", "", false, "", "remote-7", 10});
  const auto outcomes = sdk_.inbox().submit(std::vector{with_ref}, "c");
  ASSERT_TRUE(outcomes);
  EXPECT_EQ(outcomes->at(0).outcome, sdk::Outcome::kRejected);
  EXPECT_NE(outcomes->at(0).text.find("ref"), std::string::npos);
}

/// An older plugin: its channel struct ends before `poll`, and what lies behind it in memory is not the host's
/// business.
fdk_status make_short_channel(const fdk_host*, const fdk_channel** channel) {
  static fdk_channel table = [] {
    auto out = sdk::detail::made<fdk_channel>();
    out.struct_size = offsetof(fdk_channel, poll);
    out.open = [](void*, const fdk_open_request*, const fdk_problem_sink*) -> fdk_status { return FDK_OK; };
    out.poll = [](void*, const fdk_poll_request*, fdk_poll_result*, const fdk_problem_sink*) -> fdk_status {
      ::_exit(1);
    };
    return out;
  }();
  *channel = &table;
  return FDK_OK;
}

/// Ends the process: 0 when the host answers that such a channel cannot poll.
[[noreturn]] void poll_short_channel() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) ::_exit(2);
  DaemonLink link(ends[1]);
  CallSlots calls;
  Services services(link, calls);
  fdk_plugin_entry entry{};
  entry.create = make_short_channel;
  ChannelRunner runner(link, calls, services, entry);
  runner.start("i");
  runner.handle(wire::encode(wire::Poll{}, 1));
  wire::FrameDecoder decoder;
  wire::Frame frame;
  while (decoder.next(frame) != wire::FrameDecoder::Next::kFrame) wire::receive(ends[0], decoder);
  const auto done = wire::decode<wire::PollDone>(frame);
  ::_exit(done.value && done.value->verdict.status == sdk::Status::kUnsupported ? 0 : 3);
}

// N-08: a plugin that was built for a smaller struct still runs
TEST(ChannelStruct, members_beyond_its_size_are_absent) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(poll_short_channel(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace frontdesk::host
