#include "api/http/front.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <latch>
#include <thread>

#include "api/http/listener.h"
#include "api/http/tls.h"
#include "support/fake_clock.h"
#include "unit/api/http_fixture.h"

namespace frontdesk::api {
namespace {

using test::Client;
using test::Reply;

/// Echoes bodies; /slow waits until it is let go; /big answers much; /boom throws.
class Echo final : public Application {
 public:
  Admission admit(const RequestHead& head) override {
    if (head.path == "/closed") return {0, refuse(403, "no")};
    if (head.path == "/boom") throw 1;
    return {64 * 1024, std::nullopt};
  }
  Response handle(const Request& request) override {
    Response response;
    if (request.path == "/slow") {
      entered.count_down();
      slow.wait();
    }
    if (request.path == "/boom") throw std::runtime_error("boom");
    response.body = request.body + "@" + request.path;
    if (request.path == "/big") response.body = std::string(8U << 20, 'x');
    if (request.path == "/huge") response.body = std::string(96U << 20, 'x');
    return response;
  }
  Response refuse(int status, std::string_view why) override {
    Response response;
    response.status = status;
    response.body = why;
    return response;
  }
  std::latch entered{1};
  std::latch slow{1};
};

ConnectionTimes short_times() {
  ConnectionTimes times;
  times.head = std::chrono::milliseconds(200);
  times.body = std::chrono::milliseconds(200);
  times.idle = std::chrono::seconds(30);
  return times;
}

class FrontTest : public ::testing::Test {
 protected:
  void start(FrontOptions options = {}) {
    options.workers = 3;
    options.keeper_pace = std::chrono::milliseconds(20);
    front = std::make_unique<Front>(options, echo, clock);
    ASSERT_TRUE(front->start().ok());
  }
  Client connect() { return Client(front->port()); }

  Echo echo;
  SystemClock clock;
  std::unique_ptr<Front> front;
};

/// 0: no answer came.
int status_of(const std::optional<Reply>& reply) { return reply ? reply->status : 0; }

constexpr std::string_view kGet = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

TEST_F(FrontTest, answers_many_requests_on_one_connection) {
  start();
  Client client = connect();
  for (int i = 0; i < 50; ++i) {
    const auto reply = client.request(kGet);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->body, "@/hello");
  }
}

TEST_F(FrontTest, answers_pipelined_requests_in_order) {
  start();
  Client client = connect();
  ASSERT_TRUE(client.send("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + std::string(kGet)));
  EXPECT_EQ(client.receive()->body, "abc@/1");
  EXPECT_EQ(client.receive()->body, "@/hello");
}

TEST_F(FrontTest, smuggled_request_is_refused_and_the_connection_closed) {
  start();
  for (const char* fields :
       {"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 4\r\nContent-Length: 5\r\n"}) {
    Client client = connect();
    ASSERT_TRUE(
        client.send("POST / HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n0\r\n\r\n" + std::string(kGet)));
    EXPECT_EQ(client.receive()->status, 400);
    EXPECT_TRUE(client.is_closed_by_server());
  }
}

TEST_F(FrontTest, head_request_gets_the_length_without_the_body) {
  start();
  Client client = connect();
  ASSERT_TRUE(client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_EQ(client.receive(false)->fields["content-length"], "7");
  EXPECT_EQ(client.request(kGet)->body, "@/hello");
}

TEST_F(FrontTest, refusal_comes_before_the_body) {
  start();
  Client client = connect();
  const auto reply = client.request("POST /closed HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 403);
  EXPECT_EQ(reply->fields.at("connection"), "close");
}

TEST_F(FrontTest, body_beyond_the_limit_is_413) {
  start();
  Client client = connect();
  EXPECT_EQ(status_of(client.request("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n")), 413);
}

TEST_F(FrontTest, continue_is_sent_when_the_client_waits_for_it) {
  start();
  Client client = connect();
  ASSERT_TRUE(client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
  EXPECT_EQ(client.receive(false)->status, 100);
  EXPECT_EQ(client.request("hi")->body, "hi@/");
}

TEST_F(FrontTest, large_answer_arrives_whole) {
  start();
  Client client = connect();
  const auto reply = client.request("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->body.size(), 8U << 20);
}

TEST_F(FrontTest, throwing_handler_becomes_500) {
  start();
  Client client = connect();
  EXPECT_EQ(status_of(client.request("GET /boom HTTP/1.1\r\nHost: a\r\n\r\n")), 500);
  Client early = connect();
  EXPECT_EQ(status_of(early.request("POST /boom HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")), 500);
}

TEST_F(FrontTest, dribbling_head_and_body_are_cut_off) {
  FrontOptions options;
  options.times = short_times();
  start(options);
  Client head = connect();
  ASSERT_TRUE(head.send("GET / HT"));
  Client body = connect();
  ASSERT_TRUE(body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab"));
  EXPECT_TRUE(head.is_closed_by_server());
  EXPECT_TRUE(body.is_closed_by_server());
  EXPECT_GE(front->counts().overdue, 2U);
}

TEST_F(FrontTest, thousands_of_idle_connections_hold_no_worker) {
  start();
  std::vector<Client> idle;
  for (int i = 0; i < 2000; ++i) {
    idle.push_back(connect());
    ASSERT_TRUE(idle.back().is_connected());
    if (i % 2 == 0) {
      ASSERT_EQ(status_of(idle.back().request(kGet)), 200);  // keep-alive after an answer
    }
  }
  Client active = connect();
  for (int i = 0; i < 100; ++i) ASSERT_EQ(status_of(active.request(kGet)), 200);
  ASSERT_EQ(status_of(idle[1000].request(kGet)), 200);
  EXPECT_GE(front->counts().open, 2000U);
}

TEST_F(FrontTest, full_front_makes_room_for_a_newcomer) {
  FrontOptions options;
  options.max_connections = 20;
  start(options);
  std::vector<Client> dribbling;
  for (int i = 0; i < 20; ++i) {
    dribbling.push_back(connect());
    ASSERT_TRUE(dribbling.back().send("GET /"));
  }
  while (front->counts().open < 20) std::this_thread::yield();
  Client newcomer = connect();
  EXPECT_EQ(status_of(newcomer.request(kGet)), 200);
  EXPECT_GE(front->counts().shed, 1U);
}

TEST_F(FrontTest, bodies_that_never_come_make_room_before_idle_clients) {
  FrontOptions options;
  options.max_connections = 20;
  start(options);
  Client idle = connect();
  ASSERT_EQ(status_of(idle.request(kGet)), 200);
  std::vector<Client> silent;
  for (int i = 0; i < 19; ++i) {
    silent.push_back(connect());
    // The interim answer proves that the head was read and the body is awaited.
    ASSERT_EQ(status_of(silent.back().request(
                  "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n")),
              100);
  }
  for (int i = 0; i < 5; ++i) {
    Client newcomer = connect();
    EXPECT_EQ(status_of(newcomer.request(kGet)), 200);
  }
  EXPECT_GE(front->counts().shed, 1U);
  EXPECT_EQ(status_of(idle.request(kGet)), 200);
}

TEST_F(FrontTest, one_client_takes_no_more_than_its_share) {
  FrontOptions options;
  options.max_per_client = 10;
  options.cap_loopback = true;
  start(options);
  std::vector<Client> many;
  for (int i = 0; i < 30; ++i) {
    many.push_back(connect());
    ASSERT_TRUE(many.back().send("GET /"));
  }
  while (front->counts().accepted < 30 || front->counts().open > 10) std::this_thread::yield();
  EXPECT_GE(front->counts().shed, 20U);
  Client newcomer = connect();
  EXPECT_EQ(status_of(newcomer.request(kGet)), 200);
}

/// Waits for what another thread is about to do; false after 5 s.
template <class Condition>
bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

TEST(FrontWriting, an_answer_read_too_slowly_is_cut_although_it_moves) {
  Echo echo;
  frontdesk::test::FakeClock clock;
  FrontOptions options;
  options.workers = 2;
  options.keeper_pace = std::chrono::milliseconds(5);
  options.times.write_bytes_per_second = 2U << 20;  // 96 MiB within 30 + 48 s
  Front front(options, echo, clock);
  ASSERT_TRUE(front.start().ok());
  Client slow(Client::Unconnected{});
  slow.buffer_at_most(256 << 10);
  slow.connect(front.port());
  ASSERT_TRUE(slow.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n"));
  for (int i = 0; i < 4; ++i) {
    ASSERT_EQ(slow.read_bytes(14U << 20), 14U << 20) << i;  // more than the buffers in between hold: the server goes on
    EXPECT_EQ(front.counts().overdue, 0U);
    clock.advance(std::chrono::seconds(20));
  }
  EXPECT_TRUE(eventually([&] { return front.counts().overdue > 0; }));
}

TEST_F(FrontTest, accepting_pauses_while_no_descriptor_is_left) {
  start();
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  Client first = connect();
  ASSERT_EQ(status_of(first.request(kGet)), 200);
  std::vector<Client> waiting;
  for (int i = 0; i < 3; ++i) waiting.emplace_back(front->port());  // the kernel completes these by itself
  ASSERT_EQ(status_of(waiting.back().request(kGet)), 200);
  const auto highest = ::dup(0);
  ::close(highest);
  Client late(Client::Unconnected{});  // its socket exists before the limit falls
  const rlimit none{static_cast<rlim_t>(highest), before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  late.connect(front->port());
  ASSERT_TRUE(late.send(kGet));
  const bool paused = eventually([&] { return front->counts().pauses > 0; });
  const auto pauses = front->counts().pauses;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_TRUE(paused);
  EXPECT_LT(pauses, 100U);  // not once per turn of a spinning worker
  const auto reply = late.receive();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
}

TEST_F(FrontTest, stop_lets_a_running_request_end) {
  start();
  Client busy = connect();
  Client idle = connect();
  ASSERT_EQ(status_of(idle.request(kGet)), 200);
  ASSERT_TRUE(busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"));
  echo.entered.wait();
  std::jthread stopper([this] { front->stop(); });
  EXPECT_TRUE(idle.is_closed_by_server());
  echo.slow.count_down();
  const auto reply = busy.receive();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->fields.at("connection"), "close");
}

TEST_F(FrontTest, port_in_use_is_named) {
  start();
  FrontOptions options;
  options.port = front->port();
  Front second(options, echo, clock);
  const auto started = second.start();
  ASSERT_FALSE(started.ok());
  EXPECT_EQ(started.error().code, ErrorCode::kConflict);
  EXPECT_NE(started.error().message.find(std::to_string(options.port)), std::string::npos);
}

TEST(Listener, names_a_client_of_the_other_family_by_its_own_address) {
  auto listener = Listener::open("::", 0);
  if (!listener) GTEST_SKIP() << listener.error().message;
  const Client client(listener->port());
  std::optional<Accepted> accepted;
  ASSERT_TRUE(eventually([&] {
    auto next = listener->accept(nullptr);
    if (next) accepted = std::move(*next);
    return accepted.has_value();
  }));
  EXPECT_EQ(accepted->peer, "127.0.0.1");
}

TEST(Listener, takes_numeric_addresses_and_nothing_that_looks_like_one) {
  for (const char* address : {"127.0.0.1", "0.0.0.0", "::", "::1", "2001:db8::7"})
    EXPECT_TRUE(is_numeric_address(address)) << address;
  for (const char* text : {"", "127.1", "1", "0x7f.0.0.1", "[::1]", "fe80::1%lo", "127.0.0.1 ", "localhost", "cafe"})
    EXPECT_FALSE(is_numeric_address(text)) << text;
}

class TlsTest : public ::testing::Test {
 protected:
  TlsTest() {
    std::filesystem::create_directories(directory);
    const auto made = ensure_self_signed(directory, {"192.0.2.7", "desk.example.test"}, clock.now());
    EXPECT_TRUE(made.ok());
    files = made.ok() ? *made : TlsFiles{};
    auto loaded = TlsContext::load(files);
    EXPECT_TRUE(loaded.ok());
    context = loaded.ok() ? std::move(*loaded) : nullptr;
  }
  ~TlsTest() override { std::filesystem::remove_all(directory); }

  /// What the openssl program gets for this path, through the shell's `filter`.
  [[nodiscard]] std::string get(const Front& front, const std::string& path, const std::string& filter) const {
    const std::string command = "printf 'GET " + path +
                                " HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n' | openssl s_client -quiet "
                                "-verify_return_error -CAfile " +
                                files.certificate + " -connect 127.0.0.1:" + std::to_string(front.port()) +
                                " 2>/dev/null | " + filter;
    FILE* pipe = ::popen(command.c_str(), "r");
    std::string output(4096, '\0');
    output.resize(std::fread(output.data(), 1, output.size(), pipe));
    ::pclose(pipe);
    return output;
  }

  const std::string directory =
      std::filesystem::temp_directory_path() / ("frontdesk-tls-" + std::to_string(::getpid()));
  const SystemClock clock;
  Echo echo;
  TlsFiles files;
  std::unique_ptr<TlsContext> context;
};

TEST_F(TlsTest, self_signed_certificate_serves_openssl_client) {
  ASSERT_NE(context, nullptr);
  EXPECT_EQ(context->fingerprint().size(), 95U);
  EXPECT_EQ(std::filesystem::status(files.key).permissions() & std::filesystem::perms::all,
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  Front front({}, echo, clock, context.get());
  ASSERT_TRUE(front.start().ok());
  const std::string output = get(front, "/hello", "cat");
  EXPECT_NE(output.find("@/hello"), std::string::npos) << output;
}

TEST_F(TlsTest, answer_larger_than_all_buffers_arrives_whole) {
  ASSERT_NE(context, nullptr);
  Front front({}, echo, clock, context.get());
  ASSERT_TRUE(front.start().ok());
  EXPECT_EQ(get(front, "/big", "tr -cd x | wc -c"), std::to_string(8U << 20) + "\n");
}

}  // namespace
}  // namespace frontdesk::api
