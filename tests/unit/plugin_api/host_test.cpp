// The host process over a real socket, with the well-behaved plugin.
#include "host_process.h"

#include <sys/wait.h>

namespace frontdesk::test {
namespace {

using namespace std::chrono_literals;

constexpr char kConfig[] = R"({"count": 300, "batch": 50, "customers": 10, "prefix": "t"})";

struct Opened : HostProcess {
  explicit Opened(const std::string& plugin = "counter", const wire::Open& open = {kConfig, "", {}},
                  const wire::HelloAck& ack = {})
      : HostProcess(plugin) {
    hello = greet(ack);
    post(open, 1);
    done = expect<wire::Done>();
  }
  wire::Hello hello;
  std::optional<wire::Done> done;
};

TEST(Host, says_hello_with_the_embedded_manifest) {
  HostProcess host("counter");
  const wire::Hello hello = host.greet();
  EXPECT_EQ(hello.plugin_id, "test.frontdesk.counter");
  EXPECT_EQ(hello.wire_version, wire::kWireVersion);
  EXPECT_EQ(hello.pid, host.pid());
  EXPECT_EQ(hello.library_sha256.size(), 64U);
  EXPECT_NE(hello.manifest.find("\"config_schema\""), std::string::npos);
}

// P-22
TEST(Host, refuses_another_library_than_the_approved) {
  HostProcess host("counter", {"--sha256", std::string(64, '0')});
  const auto failed = host.expect<wire::Failed>();
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->stage, "changed");
  EXPECT_EQ(WEXITSTATUS(host.wait_for_exit().value_or(-1)), 2);
}

TEST(Host, refuses_another_parent) {
  HostProcess host("counter", {"--parent", "1"});
  const auto failed = host.expect<wire::Failed>();
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->stage, "sandbox");
}

TEST(Host, poll_submits_everything_and_moves_the_cursor) {
  Opened host;
  ASSERT_TRUE(host.done && host.done->verdict.ok());
  host.post(wire::Poll{"", 200, 8U << 20, 0ns}, 2);
  std::size_t items = 0;
  for (int i = 0; i < 4; ++i) {
    const auto submit = host.take_submit();
    ASSERT_TRUE(submit);
    items += submit->items.size();
    EXPECT_EQ(submit->cursor, std::to_string(items));
    EXPECT_EQ(submit->items.back().dedup_key, "t-" + std::to_string(items - 1));
  }
  const auto done = host.expect<wire::PollDone>();
  ASSERT_TRUE(done);
  EXPECT_TRUE(done->verdict.ok());
  EXPECT_TRUE(done->more);
  EXPECT_EQ(items, 200U);
}

TEST(Host, submit_waits_while_the_window_is_closed) {
  Opened host;
  host.post(wire::Poll{"", 100, 8U << 20, 0ns}, 2);
  ASSERT_TRUE(host.take_submit(wire::Window{0, 0}));
  host.post(wire::Ping{}, 3);
  const auto pong = host.expect<wire::Pong>();
  ASSERT_TRUE(pong);
  EXPECT_EQ(pong->control_call, "poll");
  host.post(wire::Credit{});
  EXPECT_TRUE(host.take_submit());
  EXPECT_TRUE(host.expect<wire::PollDone>());
}

TEST(Host, cancel_ends_a_submit_that_waits) {
  Opened host;
  host.post(wire::Poll{"", 100, 8U << 20, 0ns}, 2);
  ASSERT_TRUE(host.expect<wire::Submit>());  // never answered
  host.post(wire::Cancel{2});
  const auto done = host.expect<wire::PollDone>();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->verdict.status, sdk::Status::kCancelled);
}

TEST(Host, stream_runs_beside_send_and_ends_on_cancel) {
  Opened host;
  host.post(wire::Run{"250"}, 7);
  ASSERT_TRUE(host.take_submit());
  wire::Send send;
  send.message.idempotency_key = "k1";
  send.message.recipients = {{sdk::RecipientRole::kTo, "a@example.com", ""}};
  host.post(send, 8);
  std::uint64_t request = 0;
  EXPECT_EQ(host.expect<wire::HandOver>(&request)->idempotency_key, "k1");
  host.post(wire::Done{}, request);
  const auto sent = host.expect<wire::SendReply>();
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->result.remote_key, "remote-k1");
  host.post(wire::Cancel{7});
  const auto done = host.expect<wire::Done>(&request);
  ASSERT_TRUE(done);
  EXPECT_EQ(request, 7U);
  EXPECT_EQ(done->verdict.status, sdk::Status::kCancelled);
}

TEST(Host, a_message_whose_hand_over_is_refused_is_not_sent) {
  Opened host;
  wire::Send send;
  send.message.idempotency_key = "k1";
  send.message.recipients = {{sdk::RecipientRole::kTo, "a@example.com", ""}};
  host.post(send, 8);
  std::uint64_t request = 0;
  ASSERT_TRUE(host.expect<wire::HandOver>(&request));
  host.post(wire::Done{{sdk::Status::kRetry, "not_noted", "Not just now.", {}, {}}}, request);
  EXPECT_EQ(host.expect<wire::SendReply>()->verdict.status, sdk::Status::kRetry);
  host.post(wire::LookupSend{"k1", ""}, 9);
  EXPECT_EQ(host.expect<wire::SendReply>()->verdict.status, sdk::Status::kRejected);
}

TEST(Host, failures_of_send_keep_their_status) {
  Opened host;
  const std::pair<const char*, sdk::Status> cases[] = {{"reject@example.com", sdk::Status::kRejected},
                                                       {"retry@example.com", sdk::Status::kRetry},
                                                       {"auth@example.com", sdk::Status::kAuth},
                                                       {"unknown@example.com", sdk::Status::kUnknownOutcome}};
  for (const auto& [address, status] : cases) {
    wire::Send send;
    send.message.idempotency_key = address;
    send.message.recipients = {{sdk::RecipientRole::kTo, address, ""}};
    host.post(send, 8);
    if (status == sdk::Status::kUnknownOutcome) {
      std::uint64_t request = 0;
      ASSERT_TRUE(host.expect<wire::HandOver>(&request));
      host.post(wire::Done{}, request);
    }
    const auto reply = host.expect<wire::SendReply>();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->verdict.status, status);
  }
  host.post(wire::LookupSend{"unknown@example.com", ""}, 9);
  EXPECT_TRUE(host.expect<wire::SendReply>()->verdict.ok());
  host.post(wire::LookupSend{"reject@example.com", ""}, 10);
  EXPECT_EQ(host.expect<wire::SendReply>()->verdict.status, sdk::Status::kRejected);
}

TEST(Host, check_tells_steps_and_asks_for_secrets) {
  HostProcess host("counter");
  host.greet();
  host.post(wire::Check{kConfig}, 4);
  std::uint64_t request = 0;
  const auto asked = host.expect<wire::SecretGet>(&request);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->path, "token");
  host.post(wire::SecretValue{true, "s3cret"}, request);
  EXPECT_EQ(host.expect<wire::CheckStep>()->step.name, "config");
  EXPECT_EQ(host.expect<wire::CheckStep>()->step.status, sdk::Status::kOk);
  EXPECT_TRUE(host.expect<wire::Done>()->verdict.ok());
}

TEST(Host, http_call_is_answered_after_the_commit) {
  Opened host;
  wire::HttpCall call;
  call.request.method = "POST";
  call.request.path = "/hook";
  call.request.body = "请问什么时候发货";
  host.post(call, 5);
  const auto submit = host.take_submit();
  ASSERT_TRUE(submit);
  EXPECT_EQ(submit->items.at(0).parts.at(0).text, call.request.body);
  const auto reply = host.expect<wire::HttpReply>();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->response.status, 200);
  EXPECT_EQ(reply->response.body, "taken");
}

TEST(Host, attachment_larger_than_a_frame_arrives_whole) {
  Opened host;
  const std::string ref(3000000, 'r');  // the header itself would be too large
  host.post(wire::FetchAttachment{"small"}, 5);
  EXPECT_EQ(host.expect<wire::FetchReply>()->content, "content of small");
  wire::HttpCall call;
  call.request.method = "POST";
  call.request.body = ref;
  host.post(call, 6);
  const auto submit = host.take_submit();
  ASSERT_TRUE(submit);
  EXPECT_EQ(submit->items.at(0).parts.at(0).text, ref);
}

TEST(Host, close_cancels_and_answers) {
  Opened host;
  host.post(wire::Run{"300"}, 7);
  host.post(wire::Ping{}, 8);
  ASSERT_TRUE(host.expect<wire::Pong>());
  host.post(wire::Close{2s}, 9);
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  ASSERT_TRUE(host.expect<wire::Done>(&first));
  ASSERT_TRUE(host.expect<wire::Done>(&second));
  EXPECT_EQ(first + second, 16U);
  host.close_socket();
  const auto status = host.wait_for_exit();
  ASSERT_TRUE(status);
  EXPECT_TRUE(WIFEXITED(*status));
  EXPECT_EQ(WEXITSTATUS(*status), 0);
}

TEST(Host, garbage_from_the_daemon_ends_it) {
  Opened host;
  host.post_bytes(std::string(64, '\xff'));
  const auto status = host.wait_for_exit();
  ASSERT_TRUE(status);
  EXPECT_EQ(WEXITSTATUS(*status), 3);
}

}  // namespace
}  // namespace frontdesk::test
