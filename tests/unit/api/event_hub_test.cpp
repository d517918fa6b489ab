// Live events over real sockets: who gets what, resuming, slow readers, thousands of listeners.
#include "api/live/event_hub.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "api/http/stream.h"
#include "unit/api/house_fixture.h"

namespace frontdesk::api::test {
namespace {

class EventsTest : public ServerTest {
 protected:
  /// The head of the answer was read; events follow.
  Client listen(Browser& from, std::string_view extra_fields = {}) {
    Client client(house->port());
    EXPECT_TRUE(client.send("GET /api/v1/events HTTP/1.1\r\nHost: a\r\nCookie: " + from.cookie() + "\r\n" +
                            std::string(extra_fields) + "\r\n"));
    const auto head = client.receive(false);
    EXPECT_TRUE(head && head->status == 200 && head->fields.at("content-type") == "text/event-stream");
    EXPECT_NE(client.read_until("retry: 2000\n\n").find("retry"), std::string::npos);
    return client;
  }
};

TEST_F(EventsTest, listener_gets_what_he_may_know) {
  start_with_users();
  Browser agent = signed_in("agent");
  Browser admin = signed_in("admin");
  Client desk = listen(agent);
  Client machine = listen(admin);
  house->announce("channel", R"({"id":"7","state":"ok"})");
  house->announce("ticket", R"({"id":"5","number":"P20240315001"})");
  house->announce("channel", R"({"id":"7","state":"degraded"})");
  const std::string seen = desk.read_until("P20240315001\"}\n\n");
  EXPECT_NE(seen.find("event: ticket\ndata: {\"id\":\"5\""), std::string::npos) << seen;
  EXPECT_EQ(seen.find("event: channel"), std::string::npos);
  const std::string watched = machine.read_until("degraded\"}\n\n");
  EXPECT_EQ(watched.find("event: ticket"), std::string::npos) << watched;
}

TEST_F(EventsTest, resumes_behind_the_last_id) {
  start_with_users();
  house->announce("ticket", R"({"n":1})");
  house->announce("ticket", R"({"n":2})");
  house->announce("ticket", R"({"n":3})");
  Browser agent = signed_in("agent");
  Client late = listen(agent, "Last-Event-ID: 1\r\n");
  const std::string seen = late.read_until("{\"n\":3}\n\n");
  EXPECT_EQ(seen.find("{\"n\":1}"), std::string::npos);
  EXPECT_NE(seen.find("{\"n\":2}"), std::string::npos);
}

TEST_F(EventsTest, too_long_an_absence_asks_to_read_anew) {
  ServerOptions options;
  options.events.max_resume = 2;
  start_with_users(std::move(options));
  for (int i = 0; i < 5; ++i) house->announce("ticket", "{}");
  Browser agent = signed_in("agent");
  Client late = listen(agent, "Last-Event-ID: 1\r\n");
  EXPECT_NE(late.read_until("event: reset\ndata: {}\n\n").find("event: reset"), std::string::npos);
}

TEST_F(EventsTest, ping_keeps_it_alive_until_the_session_ends) {
  ServerOptions options;
  options.events.ping = std::chrono::milliseconds(50);
  start_with_users(std::move(options));
  Browser agent = signed_in("agent");
  Client listener = listen(agent);
  EXPECT_NE(listener.read_until(": ping\n\n").find(": ping"), std::string::npos);
  ASSERT_EQ(agent.send("DELETE", "/api/v1/session").status, 204);
  EXPECT_TRUE(listener.is_closed_by_server());
}

TEST_F(EventsTest, two_thousand_listeners_leave_the_workers_free) {
  start_with_users();
  Browser agent = signed_in("agent");
  std::vector<Client> listeners;
  listeners.reserve(2000);
  for (int i = 0; i < 2000; ++i) listeners.push_back(listen(agent));
  for (int i = 0; i < 50; ++i) ASSERT_EQ(agent.get("/api/v1/session").status, 200);
  house->announce("ticket", R"({"id":"1"})");
  for (Client& listener : listeners) ASSERT_NE(listener.read_until("}\n\n").find("event: ticket"), std::string::npos);
}

/// A source whose newest event the test decides.
struct Tap {
  std::mutex mutex;
  std::vector<desk::Event> events;

  EventSource source() {
    return {[this](std::int64_t after, std::size_t limit) -> Result<std::vector<desk::Event>> {
              const std::lock_guard lock(mutex);
              std::vector<desk::Event> out;
              for (const desk::Event& event : events)
                if (event.seq > after && out.size() < limit) out.push_back(event);
              return out;
            },
            []() -> Result<std::int64_t> { return std::int64_t{0}; }};
  }
};

TEST(EventHub, reader_that_falls_behind_is_dropped) {
  Tap tap;
  EventHub hub({.max_buffer = 64 * 1024}, tap.source());
  ASSERT_TRUE(hub.start().ok());
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
  hub.subscribe({std::make_unique<Stream>(ends[0], nullptr), std::nullopt, [](std::string_view) { return true; },
                 [] { return true; }});
  {
    const std::lock_guard lock(tap.mutex);
    for (int i = 1; i <= 2000; ++i) tap.events.push_back({i, "ticket", std::string(1000, 'x')});
  }
  hub.wake();
  while (hub.dropped() == 0) std::this_thread::yield();
  EXPECT_EQ(hub.clients(), 0U);
  ::close(ends[1]);
}

}  // namespace
}  // namespace frontdesk::api::test
