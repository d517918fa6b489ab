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

  /// Status of the answer.
  static int change_user(Browser& admin, std::string_view name, std::string_view change) {
    const json::Value users = json_of(admin.get("/api/v1/users"));
    for (const json::Value& user : users.get("items").items()) {
      if (user.get("name").as_string() != name) continue;
      return admin
          .send("PATCH", "/api/v1/users/" + std::string(user.get("id").as_string()), change,
                "If-Match: \"" + std::to_string(user.get("version").as_int()) + "\"\r\n")
          .status;
    }
    return 0;
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

// The ping comes every 20 s; these end at once.
TEST_F(EventsTest, no_event_reaches_a_stream_after_its_session_was_signed_out) {
  start_with_users();
  Browser agent = signed_in("agent");
  Client listener = listen(agent);
  ASSERT_EQ(agent.send("DELETE", "/api/v1/session").status, 204);
  house->announce("ticket", R"({"id":"5"})");
  EXPECT_EQ(listener.read_until("event: ").find("event: "), std::string::npos);
  EXPECT_TRUE(listener.is_closed_by_server());
}

TEST_F(EventsTest, streams_end_with_roles_password_or_account_and_others_stay) {
  start_with_users();
  Browser admin = signed_in("admin");
  Browser supervisor = signed_in("supervisor");
  Client other = listen(supervisor);
  std::string password = kPassword;
  for (const char* change :
       {R"({"roles":["agent","supervisor"]})", R"({"password":"another long phrase"})", R"({"disabled":true})"}) {
    Browser agent = browser();
    ASSERT_EQ(agent.sign_in("agent", password), 200);
    Client listener = listen(agent);
    ASSERT_EQ(change_user(admin, "agent", change), 200) << change;
    if (std::string_view(change).find("password") != std::string_view::npos) password = "another long phrase";
    house->announce("ticket", R"({"id":"5"})");
    EXPECT_EQ(listener.read_until("event: ").find("event: "), std::string::npos) << change;
    EXPECT_TRUE(listener.is_closed_by_server()) << change;
    EXPECT_NE(other.read_until("\"5\"}\n\n").find("event: ticket"), std::string::npos) << change;
  }
}

TEST_F(EventsTest, stream_outlives_what_does_not_end_its_session) {
  start_with_users();
  Browser here = signed_in("agent");
  Browser elsewhere = signed_in("agent");
  Client mine = listen(here);
  Client others = listen(elsewhere);
  ASSERT_EQ(here.send("PATCH", "/api/v1/me", R"({"display_name":"New name"})").status, 200);
  house->announce("ticket", R"({"id":"1"})");
  EXPECT_NE(mine.read_until("\"1\"}\n\n").find("event: ticket"), std::string::npos);
  EXPECT_NE(others.read_until("\"1\"}\n\n").find("event: ticket"), std::string::npos);
  ASSERT_EQ(here.send("PATCH", "/api/v1/me",
                      R"({"password":"another long phrase","current_password":")" + std::string(kPassword) + "\"}")
                .status,
            200);
  house->announce("ticket", R"({"id":"2"})");
  EXPECT_NE(mine.read_until("\"2\"}\n\n").find("event: ticket"), std::string::npos);
  EXPECT_TRUE(others.is_closed_by_server());
}

TEST_F(EventsTest, session_that_ran_out_gets_no_further_event) {
  start_with_users();
  Browser agent = signed_in("agent");
  Client listener = listen(agent);
  house->advance(std::chrono::minutes(31));
  house->announce("ticket", R"({"id":"5"})");
  EXPECT_EQ(listener.read_until("event: ").find("event: "), std::string::npos);
  EXPECT_TRUE(listener.is_closed_by_server());
}

TEST_F(EventsTest, who_finds_no_place_is_told_so_and_a_place_that_is_left_is_free) {
  ServerOptions options;
  options.events.max_clients = 2;
  start_with_users(std::move(options));
  Browser agent = signed_in("agent");
  Client first = listen(agent);
  auto second = std::make_unique<Client>(listen(agent));
  const Reply full = agent.get("/api/v1/events");
  EXPECT_EQ(full.status, 503);
  EXPECT_EQ(json_of(full).get("key").as_string(), "error.busy");
  EXPECT_FALSE(full.fields.at("retry-after").empty());
  second.reset();
  int status = 503;
  for (int i = 0; i < 2000 && status == 503; ++i) {
    Client next(house->port());
    ASSERT_TRUE(next.send("GET /api/v1/events HTTP/1.1\r\nHost: a\r\nCookie: " + agent.cookie() + "\r\n\r\n"));
    const auto head = next.receive(false);
    ASSERT_TRUE(head);
    status = head->status;
  }
  EXPECT_EQ(status, 200);
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

TEST_F(EventsTest, a_crowd_beyond_the_places_is_answered_one_by_one_and_nobody_is_cut) {
  constexpr std::size_t kPlaces = 1000, kCrowd = 3000;
  ServerOptions options;
  options.events.max_clients = kPlaces;
  start_with_users(std::move(options));
  Browser agent = signed_in("agent");
  std::vector<Client> crowd;
  crowd.reserve(kCrowd);
  for (std::size_t i = 0; i < kCrowd; ++i) {
    crowd.emplace_back(house->port());
    ASSERT_TRUE(crowd.back().send("GET /api/v1/events HTTP/1.1\r\nHost: a\r\nCookie: " + agent.cookie() + "\r\n\r\n"));
  }
  std::vector<Client*> listeners;
  std::size_t refused = 0;
  for (Client& client : crowd) {
    const auto head = client.receive(false);
    ASSERT_TRUE(head);
    if (head->status == 200) listeners.push_back(&client);
    if (head->status == 503) ++refused;
  }
  EXPECT_EQ(listeners.size(), kPlaces);
  EXPECT_EQ(refused, kCrowd - kPlaces);
  for (Client* listener : listeners) ASSERT_NE(listener->read_until("retry: "), "");
  house->announce("ticket", R"({"id":"1"})");
  for (Client* listener : listeners) ASSERT_NE(listener->read_until("}\n\n").find("event: ticket"), std::string::npos);
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
