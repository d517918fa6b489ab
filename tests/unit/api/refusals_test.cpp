// What the server turns away is on record, and cannot be used to fill the record.
#include <gtest/gtest.h>

#include "base/log.h"
#include "desk/audit/service.h"
#include "unit/api/house_fixture.h"

namespace frontdesk::api::test {
namespace {

class RefusalsTest : public ServerTest {
 protected:
  void SetUp() override {
    start_with_users();
    set_log_sink([this](LogLevel, std::string_view line) {
      if (line.starts_with("request refused")) lines_.emplace_back(line);
    });
  }
  void TearDown() override {
    house.reset();
    set_log_sink({});
  }
  /// The newest first.
  json::Value denials() {
    Browser admin = signed_in("admin");
    const json::Value page = json_of(admin.get("/api/v1/audit?action=access.denied&limit=200"));
    return page.get("items");
  }
  double refused(std::string_view labels) {
    Browser admin = signed_in("admin");
    const std::string text = admin.get("/metrics").body;
    const auto at = text.find("frontdesk_http_requests_total{" + std::string(labels));
    return at == std::string::npos ? 0 : std::stod(text.substr(text.find("} ", at) + 2));
  }

  std::vector<std::string> lines_;
};

// N-07
TEST_F(RefusalsTest, an_object_that_does_not_exist_and_a_missing_right_are_on_record) {
  Browser agent = signed_in("agent");
  EXPECT_EQ(agent.get("/api/v1/tickets/4711").status, 404);
  EXPECT_EQ(agent.get("/api/v1/attachments/4712").status, 404);
  EXPECT_EQ(agent.get("/api/v1/users").status, 403);
  const json::Value found = denials();
  ASSERT_EQ(found.items().size(), 3U);
  EXPECT_EQ(found.items()[0].get("after").get("request").as_string(), "GET /api/v1/users");
  EXPECT_EQ(found.items()[0].get("after").get("why").as_string(), "error.forbidden");
  EXPECT_EQ(found.items()[0].get("result").as_string(), "denied");
  EXPECT_EQ(found.items()[0].get("actor").get("name").as_string(), "agent");
  EXPECT_EQ(found.items()[1].get("object").get("type").as_string(), "attachment");
  EXPECT_EQ(found.items()[2].get("object").get("type").as_string(), "ticket");
  EXPECT_EQ(found.items()[2].get("object").get("id").as_string(), "4711");
}

TEST_F(RefusalsTest, name_the_roles_as_every_other_act_does) {
  Browser agent = signed_in("agent");
  EXPECT_EQ(agent.get("/api/v1/users").status, 403);
  const json::Value found = denials();
  ASSERT_EQ(found.items().size(), 1U);
  const json::Value roles = found.items()[0].get("actor").get("roles");
  ASSERT_EQ(roles.items().size(), 1U);
  EXPECT_EQ(roles.items()[0].as_string(), "agent");
}

TEST_F(RefusalsTest, a_missing_token_is_on_record) {
  Browser agent = signed_in("agent");
  agent.forget_csrf();
  EXPECT_EQ(agent.post("/api/v1/tickets/4711/claim", "{}", "If-Match: 1\r\n").status, 403);
  ASSERT_EQ(denials().items().size(), 1U);
  EXPECT_EQ(denials().items()[0].get("after").get("why").as_string(), "error.csrf");
}

TEST_F(RefusalsTest, one_person_cannot_fill_the_trail) {
  Browser agent = signed_in("agent");
  for (int i = 0; i < 3 * desk::AuditService::kMostPerMinute; ++i) agent.get("/api/v1/users");
  EXPECT_EQ(denials().items().size(), static_cast<std::size_t>(desk::AuditService::kMostPerMinute));
  house->advance(std::chrono::minutes(1));
  agent.get("/api/v1/users");
  EXPECT_EQ(denials().items()[0].get("after").get("left_out").as_int(), 2 * desk::AuditService::kMostPerMinute);
}

TEST_F(RefusalsTest, strangers_are_logged_but_cannot_fill_the_log) {
  Browser stranger = browser();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(stranger.get("/api/v1/tickets").status, 401);
  EXPECT_EQ(stranger.send("POST", "/api/v1/session", "{}", "Origin: https://elsewhere.test\r\n").status, 403);
  ASSERT_EQ(lines_.size(), 60U);
  EXPECT_NE(lines_[0].find("why=error.signed_out ip=127.0.0.1"), std::string::npos) << lines_[0];
  EXPECT_TRUE(denials().items().empty());
}

TEST_F(RefusalsTest, are_counted_wherever_they_are_decided) {
  Browser stranger = browser();
  stranger.get("/api/v1/tickets");                                       // before a body could come
  stranger.send("POST", "/api/v1/tickets/1/notes", "{\"text\":\"x\"}");  // instead of reading the body
  EXPECT_EQ(refused("route=\"/api/v1/tickets\",method=\"GET\",status=\"4xx\""), 1);
  EXPECT_EQ(refused("route=\"/api/v1/tickets/{ticket}/notes\",method=\"POST\",status=\"4xx\""), 1);
  Client broken(house->port());
  EXPECT_EQ(broken.request("GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n")->status, 400);
  EXPECT_EQ(refused("route=\"other\",method=\"\",status=\"4xx\""), 1);
}

TEST_F(RefusalsTest, head_of_the_live_events_streams_nothing) {
  Browser agent = signed_in("agent");
  const Reply head = agent.send("HEAD", "/api/v1/events");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.fields.count("connection"), 0U);  // the connection goes on, with nothing in between
  EXPECT_EQ(agent.get("/api/v1/tickets/counters").status, 200);
}

}  // namespace
}  // namespace frontdesk::api::test
