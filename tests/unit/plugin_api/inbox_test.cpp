// What the host's inbox does with a batch before it goes over the wire, against a daemon that the test plays.
#include <frontdesk/sdk/services.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
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
  InboxTest() : link_(daemon_.socket()), services_(link_, calls_, note_), sdk_(services_.host()) {
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
  SendNotePage note_;
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
  for (int i = 0; i < 30; ++i) items.push_back(wordy_item(std::to_string(i), 100));
  const auto outcomes = sdk_.inbox().submit(items, "c");
  ASSERT_TRUE(outcomes) << outcomes.error().code;
  EXPECT_EQ(outcomes->size(), 30U);
  std::size_t taken = 0;
  for (const wire::Submit& submit : daemon_.submits()) taken += submit.items.size();
  EXPECT_EQ(taken, 30U);
  EXPECT_EQ(daemon_.submits().back().cursor, "c");
}

TEST_F(InboxTest, item_with_the_longest_of_everything_is_taken) {
  // Every quotation mark takes two bytes in the header.
  sdk::Item longest = wordy_item("1", 256, '"');
  for (int i = 0; i < 256; ++i) longest.refs.push_back({"order", std::string(1020, '"')});
  const auto outcomes = sdk_.inbox().submit(std::vector{longest}, "c");
  ASSERT_TRUE(outcomes) << outcomes.error().code;
  ASSERT_EQ(outcomes->size(), 1U);
  EXPECT_EQ((*outcomes)[0].outcome, sdk::Outcome::kAccepted) << (*outcomes)[0].text;
}

TEST_F(InboxTest, single_item_with_too_much_description_is_rejected_and_the_cursor_moves) {
  // Every control character takes six bytes in the header.
  sdk::Item wordy = wordy_item("1", 256, '\x01');
  for (int i = 0; i < 256; ++i) wordy.refs.push_back({"order", std::string(1020, '\x01')});
  const auto outcomes = sdk_.inbox().submit(std::vector{wordy, item("2", 1)}, "c");
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

TEST_F(InboxTest, size_of_an_attachment_beyond_all_bounds_rejects_its_item_only) {
  sdk::Item huge = item("1", 1);
  huge.attachments.push_back({"a.bin", "image/png", "", false, "", "", ~std::uint64_t{0}});
  const auto outcomes = sdk_.inbox().submit(std::vector{huge, item("2", 1)}, "c");
  ASSERT_TRUE(outcomes);
  EXPECT_EQ(outcomes->at(0).outcome, sdk::Outcome::kRejected);
  EXPECT_EQ(outcomes->at(1).outcome, sdk::Outcome::kAccepted);
}

/// What a C author would see of one submit.
struct Seen {
  fdk_status status = FDK_OK;
  std::vector<std::pair<fdk_outcome, std::string>> outcomes;
  std::string problem;
};

class MistakenBatchTest : public InboxTest {
 protected:
  static fdk_item plain(const char* key) {
    auto item = sdk::detail::made<fdk_item>();
    item.kind = FDK_ITEM_MESSAGE;
    item.direction = FDK_INBOUND;
    item.author_role = FDK_AUTHOR_CUSTOMER;
    item.dedup_key = sdk::detail::str(key);
    item.author_key = sdk::detail::str("u1");
    return item;
  }
  Seen submit(const fdk_batch* batch) {
    Seen seen;
    auto sink = sdk::detail::made<fdk_outcome_sink>();
    sink.ctx = &seen;
    sink.outcome = [](void* ctx, std::size_t, fdk_outcome outcome, fdk_str text) {
      static_cast<Seen*>(ctx)->outcomes.emplace_back(outcome, sdk::detail::own(text));
    };
    sink.problem = sdk::detail::made<fdk_problem_sink>();
    sink.problem.ctx = &seen;
    sink.problem.report = [](void* ctx, const fdk_problem* problem) {
      static_cast<Seen*>(ctx)->problem = sdk::detail::own(problem->user_text);
    };
    const auto* inbox = static_cast<const fdk_inbox*>(
        services_.host()->get_service(services_.host()->ctx, sdk::detail::str(FDK_SERVICE_INBOX)));
    seen.status = inbox->submit(inbox->ctx, batch, &sink);
    return seen;
  }
  static fdk_batch batch_of(const fdk_item* items, std::size_t count) {
    auto batch = sdk::detail::made<fdk_batch>();
    batch.items = items;
    batch.item_count = count;
    return batch;
  }
};

TEST_F(MistakenBatchTest, items_without_a_size_are_refused_with_the_reason_and_an_outcome_each) {
  std::array<fdk_item, 2> items = {plain("1"), plain("2")};
  items[0].struct_size = 0;
  const fdk_batch batch = batch_of(items.data(), items.size());
  const Seen seen = submit(&batch);
  EXPECT_EQ(seen.status, FDK_REJECTED);
  ASSERT_EQ(seen.outcomes.size(), 2U);
  EXPECT_EQ(seen.outcomes[0].first, FDK_OUTCOME_REJECTED);
  EXPECT_NE(seen.problem.find("struct_size of items[0] is 0"), std::string::npos) << seen.problem;
  EXPECT_TRUE(daemon_.submits().empty());
}

TEST_F(MistakenBatchTest, item_of_a_plugin_that_was_built_before_a_member_came_is_taken) {
  fdk_item old = plain("1");
  old.struct_size = offsetof(fdk_item, content_key);
  const fdk_batch batch = batch_of(&old, 1);
  const Seen seen = submit(&batch);
  EXPECT_EQ(seen.status, FDK_OK);
  ASSERT_EQ(seen.outcomes.size(), 1U);
  EXPECT_EQ(seen.outcomes[0].first, FDK_OUTCOME_ACCEPTED) << seen.outcomes[0].second;
}

// P-04
TEST_F(MistakenBatchTest, refused_items_are_told_to_the_daemon_for_its_ledger) {
  std::array<fdk_item, 3> items = {plain("1"), plain("two \xff"), plain("3")};
  const std::string long_text(300, 'x');
  items[2].language = sdk::detail::str(long_text);
  const fdk_batch batch = batch_of(items.data(), items.size());
  EXPECT_EQ(submit(&batch).status, FDK_OK);
  const auto& refused = daemon_.submits().at(0).refused;
  ASSERT_EQ(refused.size(), 2U);
  EXPECT_EQ(refused[0].key, "") << "it is no lawful text";
  EXPECT_EQ(refused[0].content.size(), 64U);
  EXPECT_EQ(refused[1].key, "3");
  EXPECT_FALSE(refused[1].reason.empty());
}

TEST_F(MistakenBatchTest, later_item_of_another_size_is_rejected_alone) {
  std::array<fdk_item, 3> items = {plain("1"), plain("2"), plain("3")};
  items[1].struct_size = 0;
  const fdk_batch batch = batch_of(items.data(), items.size());
  const Seen seen = submit(&batch);
  EXPECT_EQ(seen.status, FDK_OK);
  ASSERT_EQ(seen.outcomes.size(), 3U);
  EXPECT_EQ(seen.outcomes[1].first, FDK_OUTCOME_REJECTED);
  EXPECT_NE(seen.outcomes[1].second.find("items[1]"), std::string::npos) << seen.outcomes[1].second;
  EXPECT_EQ(daemon_.submits().at(0).items.size(), 2U);
}

TEST_F(MistakenBatchTest, parts_that_cannot_be_read_reject_their_item_instead_of_vanishing) {
  fdk_part part = {0, FDK_PART_BODY, sdk::detail::str("text/plain"), sdk::detail::str("hello")};
  std::array<fdk_item, 3> items = {plain("1"), plain("2"), plain("3")};
  items[0].parts = &part;
  items[0].part_count = 1;
  items[1].attachment_count = 4;
  fdk_receipt receipt{};
  items[2].receipt = &receipt;
  const fdk_batch batch = batch_of(items.data(), items.size());
  const Seen seen = submit(&batch);
  ASSERT_EQ(seen.outcomes.size(), 3U);
  for (const auto& [outcome, text] : seen.outcomes) EXPECT_EQ(outcome, FDK_OUTCOME_REJECTED) << text;
  EXPECT_NE(seen.outcomes[0].second.find("parts[0]"), std::string::npos) << seen.outcomes[0].second;
  EXPECT_NE(seen.outcomes[1].second.find("attachments is null"), std::string::npos) << seen.outcomes[1].second;
  EXPECT_NE(seen.outcomes[2].second.find("receipt"), std::string::npos) << seen.outcomes[2].second;
}

TEST_F(MistakenBatchTest, batch_that_is_none_is_refused) {
  EXPECT_EQ(submit(nullptr).status, FDK_REJECTED);
  fdk_batch batch = batch_of(nullptr, 3);
  const Seen seen = submit(&batch);
  EXPECT_EQ(seen.status, FDK_REJECTED);
  EXPECT_EQ(seen.outcomes.size(), 3U);
  batch.struct_size = 0;
  EXPECT_EQ(submit(&batch).status, FDK_REJECTED);
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
  SendNotePage note;
  Services services(link, calls, note);
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

fdk_status make_sizeless_channel(const fdk_host*, const fdk_channel** channel) {
  static fdk_channel table{};
  *channel = &table;
  return FDK_OK;
}
fdk_status make_openless_channel(const fdk_host*, const fdk_channel** channel) {
  static fdk_channel table = sdk::detail::made<fdk_channel>();
  *channel = &table;
  return FDK_OK;
}
fdk_status make_no_channel(const fdk_host*, const fdk_channel**) { return FDK_OK; }
fdk_status make_failure(const fdk_host*, const fdk_channel**) { return FDK_CONFIG; }

/// Starts a channel in a child and returns what its host told of the failure.
std::string words_about(fdk_status (*create)(const fdk_host*, const fdk_channel**)) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  const int child = ::fork();
  if (child == 0) {
    DaemonLink link(ends[1]);
    CallSlots calls;
    SendNotePage note;
    Services services(link, calls, note);
    fdk_plugin_entry entry{};
    entry.create = create;
    ChannelRunner runner(link, calls, services, entry);
    runner.start("i");
    ::pause();
  }
  ::close(ends[1]);
  wire::FrameDecoder decoder;
  wire::Frame frame;
  while (decoder.next(frame) != wire::FrameDecoder::Next::kFrame &&
         wire::receive(ends[0], decoder) == wire::Transfer::kDone) {
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  const auto failed = wire::decode<wire::Failed>(frame);
  return failed.value ? failed.value->text : "nothing was told";
}

TEST(ChannelStruct, what_keeps_it_from_being_made_is_named) {
  EXPECT_NE(words_about(make_sizeless_channel).find("struct_size of the channel is 0"), std::string::npos);
  EXPECT_NE(words_about(make_openless_channel).find("function open is null"), std::string::npos);
  EXPECT_NE(words_about(make_no_channel).find("*channel null"), std::string::npos);
  EXPECT_NE(words_about(make_failure).find("create returned 4"), std::string::npos);
}

// N-08: a plugin that was built for a smaller struct still runs
TEST(ChannelStruct, members_beyond_its_size_are_absent) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(poll_short_channel(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace frontdesk::host
