// Tickets over HTTP: what lists and single tickets look like, versions, replies, what admins must not see.
#include <gtest/gtest.h>

#include <algorithm>

#include "unit/api/house_fixture.h"

namespace frontdesk::api::test {
namespace {

class TicketRoutesTest : public ServerTest {
 protected:
  TicketRoutesTest() {
    start_with_users();
    ticket = to_text(house->add_ticket("P20240315001"));
  }
  std::string path(const std::string& rest = "") const { return "/api/v1/tickets/" + ticket + rest; }

  std::string ticket;
};

TEST_F(TicketRoutesTest, list_row_has_the_promised_members) {
  Browser agent = signed_in("agent");
  const Reply reply = agent.get("/api/v1/tickets?view=all&sort=created&limit=10");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const json::Value page = json_of(reply);
  EXPECT_TRUE(page.get("next").is_null());
  ASSERT_EQ(page.get("items").items().size(), 1U);
  const json::Value& row = page.get("items").items()[0];
  EXPECT_EQ(row.get("id").as_string(), ticket);
  EXPECT_EQ(row.get("number").as_string(), "P20240315001");
  EXPECT_EQ(row.get("state").as_string(), "new");
  EXPECT_EQ(row.get("priority").as_string(), "P3");
  EXPECT_EQ(row.get("customer").get("name").as_string(), "张*");
  EXPECT_EQ(row.get("channel").get("plugin").as_string(), "email");
  EXPECT_TRUE(row.get("owner").is_null());
  EXPECT_TRUE(row.get("phase").is_null());
}

TEST_F(TicketRoutesTest, unknown_filter_values_are_named) {
  Browser agent = signed_in("agent");
  for (const char* query : {"view=secret", "sort=colour", "priority=P9", "type=x", "channel=abc"}) {
    const Reply reply = agent.get(std::string("/api/v1/tickets?") + query);
    EXPECT_EQ(reply.status, 400) << query;
    EXPECT_EQ(json_of(reply).get("errors").items().size(), 1U);
  }
  EXPECT_EQ(agent.get("/api/v1/tickets?after=nonsense").status, 400);
  EXPECT_EQ(agent.get("/api/v1/tickets?q=%27%22%25_NEAR(&limit=100000").status, 200);
}

// M-15
TEST_F(TicketRoutesTest, ticket_is_found_by_id_and_by_number) {
  Browser agent = signed_in("agent");
  const json::Value by_id = json_of(agent.get(path()));
  EXPECT_EQ(by_id.get("number").as_string(), "P20240315001");
  const auto& can = by_id.get("can").items();
  EXPECT_NE(std::find(can.begin(), can.end(), json::Value("ticket.claim")), can.end());
  EXPECT_EQ(by_id, json_of(agent.get("/api/v1/tickets/P20240315001")));
  EXPECT_EQ(agent.get("/api/v1/tickets/1").status, 404);
  EXPECT_EQ(agent.get("/api/v1/tickets/nonsense").status, 404);
}

TEST_F(TicketRoutesTest, claim_needs_the_seen_version) {
  Browser agent = signed_in("agent");
  EXPECT_EQ(agent.post(path("/claim")).status, 428);
  EXPECT_EQ(agent.post(path("/claim"), "{}", "If-Match: \"x\"\r\n").status, 400);
  const Reply claimed = agent.post(path("/claim"), "{}", "If-Match: \"1\"\r\n");
  ASSERT_EQ(claimed.status, 200) << claimed.body;
  EXPECT_EQ(json_of(claimed).get("owner").get("display_name").as_string(), "agent person");
  Browser supervisor = signed_in("supervisor");
  const Reply stale = supervisor.post(path("/resolve"), "{}", "If-Match: \"1\"\r\n");
  EXPECT_EQ(stale.status, 412) << stale.body;
  EXPECT_EQ(json_of(stale).get("code").as_string(), "conflict");
  EXPECT_EQ(json_of(stale).get("current_version"), json_of(claimed).get("version"));
}

TEST_F(TicketRoutesTest, only_supervisors_give_tickets_to_others) {
  Browser agent = signed_in("agent");
  Browser supervisor = signed_in("supervisor");
  const std::string other(json_of(supervisor.get("/api/v1/session")).get("user").get("id").as_string());
  const std::string body = R"({"owner_id":")" + other + R"("})";
  EXPECT_EQ(agent.post(path("/assign"), body, "If-Match: \"1\"\r\n").status, 403);
  const Reply given = supervisor.post(path("/assign"), body, "If-Match: \"1\"\r\n");
  ASSERT_EQ(given.status, 200) << given.body;
  EXPECT_EQ(json_of(given).get("owner").get("id").as_string(), other);
  const Reply back = supervisor.post(path("/assign"), R"({"owner_id":null})", "If-Match: \"2\"\r\n");
  ASSERT_EQ(back.status, 200) << back.body;
  EXPECT_TRUE(json_of(back).get("owner").is_null());
}

TEST_F(TicketRoutesTest, note_joins_the_messages) {
  Browser agent = signed_in("agent");
  const std::string key = "Idempotency-Key: note-0001\r\n";
  const Reply note = agent.post(path("/notes"), R"({"text":"ask the warehouse"})", key);
  ASSERT_EQ(note.status, 201) << note.body;
  EXPECT_EQ(json_of(note).get("kind").as_string(), "note");
  const json::Value messages = json_of(agent.get(path("/messages")));
  ASSERT_EQ(messages.get("items").items().size(), 2U);
  EXPECT_EQ(messages.get("items").items()[0].get("text").as_string(), "你好");
  EXPECT_EQ(agent.post(path("/notes"), R"({"text":""})", key).status, 400);
}

TEST_F(TicketRoutesTest, note_sent_again_is_the_same_note) {
  Browser agent = signed_in("agent");
  const std::string key = "Idempotency-Key: note-0001\r\n";
  const Reply first = agent.post(path("/notes"), R"({"text":"ask the warehouse"})", key);
  const Reply again = agent.post(path("/notes"), R"({"text":"ask the warehouse"})", key);
  ASSERT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(json_of(again).get("id"), json_of(first).get("id"));
  const Reply other = agent.post(path("/notes"), R"({"text":"ask the courier"})", key);
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(json_of(other).get("key").as_string(), "error.request_key");
  EXPECT_EQ(json_of(agent.get(path("/messages"))).get("items").items().size(), 2U);
}

TEST_F(TicketRoutesTest, notes_and_replies_need_a_request_key) {
  Browser agent = signed_in("agent");
  for (const char* kind : {"/notes", "/replies"}) {
    const Reply refused = agent.post(path(kind), R"({"text":"hello"})", "If-Match: \"1\"\r\n");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(json_of(refused).get("key").as_string(), "error.request_key");
  }
}

// P-40
TEST_F(TicketRoutesTest, designed_mail_may_open_links_and_nothing_else) {
  Browser agent = signed_in("agent");
  const json::Value messages = json_of(agent.get(path("/messages")));
  const std::string id(messages.get("items").items().at(0).get("id").as_string());
  const Reply body = agent.get("/api/v1/messages/" + id + "/body");
  ASSERT_EQ(body.status, 200) << body.body;
  const std::string& policy = body.fields.at("content-security-policy");
  EXPECT_TRUE(policy.starts_with("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';")) << policy;
  EXPECT_EQ(policy.find("allow-scripts"), std::string::npos);
  EXPECT_EQ(policy.find("allow-same-origin"), std::string::npos);
  EXPECT_EQ(policy.find("script-src"), std::string::npos);
}

// M-11, P-40
TEST_F(TicketRoutesTest, upload_keeps_name_and_size) {
  Browser agent = signed_in("agent");
  const Reply reply = agent.post("/api/v1/uploads", "%PDF-1.4 sample",
                                 "Content-Type: application/pdf\r\nX-File-Name: %E5%8F%91%E7%A5%A8.pdf\r\n");
  ASSERT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(json_of(reply).get("name").as_string(), "发票.pdf");
  EXPECT_EQ(json_of(reply).get("size").as_int(), 15);
  const Reply bytes = agent.get("/api/v1/attachments/" + std::string(json_of(reply).get("id").as_string()));
  ASSERT_EQ(bytes.status, 200) << bytes.body;
  EXPECT_EQ(bytes.body, "%PDF-1.4 sample");
  EXPECT_EQ(bytes.fields.at("content-disposition"), "attachment; filename*=UTF-8''%E5%8F%91%E7%A5%A8.pdf");
  EXPECT_TRUE(bytes.fields.at("content-security-policy").starts_with("sandbox;"));
  EXPECT_EQ(agent.post("/api/v1/uploads", "x", "Content-Type: text/plain\r\nX-File-Name: a%0d%0ab\r\n").status, 400);
}

// M-75
TEST_F(TicketRoutesTest, administrator_sees_no_customer_data) {
  Browser admin = signed_in("admin");
  for (const std::string& address :
       {std::string("/api/v1/tickets"), path(), path("/messages"), std::string("/api/v1/tickets/counters")})
    EXPECT_EQ(admin.get(address).status, 403) << address;
}

TEST_F(TicketRoutesTest, channel_is_added_changed_and_checked) {
  Browser admin = signed_in("admin");
  const Reply added =
      admin.post("/api/v1/channels", R"({"plugin":"email","name":"Shop mail","config":{"host":"imap.example.test"}})");
  ASSERT_EQ(added.status, 201) << added.body;
  const std::string channel = "/api/v1/channels/" + std::string(json_of(added).get("id").as_string());
  EXPECT_EQ(json_of(added).get("config").get("host").as_string(), "imap.example.test");
  EXPECT_TRUE(json_of(added).get("next_poll_at").is_null());
  house->plan_poll(*parse_id<ChannelId>(json_of(added).get("id").as_string()), Micros{1'710'484'200'000'000});
  EXPECT_EQ(json_of(admin.get(channel)).get("next_poll_at").as_string(), "2024-03-15T06:30:00.000Z");
  const Reply changed =
      admin.send("PATCH", channel, R"({"name":"Service mail","enabled":false})", "If-Match: \"1\"\r\n");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(json_of(changed).get("name").as_string(), "Service mail");
  const json::Value check = json_of(admin.post("/api/v1/channels/check", R"({"plugin":"email","config":{}})"));
  EXPECT_FALSE(check.get("ok").as_bool(true));
  EXPECT_EQ(check.get("steps").items().at(1).get("code").as_string(), "connection_refused");
  EXPECT_EQ(admin.post(channel + "/poll").status, 202);
  EXPECT_EQ(admin.get(channel + "/ledger?fate=pending").status, 200);
  EXPECT_EQ(admin.send("DELETE", channel).status, 428);
  EXPECT_EQ(admin.send("DELETE", channel, {}, "If-Match: \"1\"\r\n").status, 412);
  EXPECT_EQ(admin.send("DELETE", channel, {}, "If-Match: \"2\"\r\n").status, 204);
}

TEST_F(TicketRoutesTest, audit_names_tickets_by_their_numbers) {
  Browser agent = signed_in("agent");
  ASSERT_EQ(agent.post(path("/claim"), "{}", "If-Match: \"1\"\r\n").status, 200);
  Browser admin = signed_in("admin");
  const json::Value page = json_of(admin.get("/api/v1/audit?object_id=P20240315001"));
  ASSERT_GE(page.get("items").items().size(), 1U);
  for (const json::Value& record : page.get("items").items()) {
    EXPECT_EQ(record.get("object").get("number").as_string(), "P20240315001");
  }
  EXPECT_EQ(page, json_of(admin.get("/api/v1/audit?object_id=" +
                                    std::string(page.get("items").items()[0].get("object").get("id").as_string()))));
  const json::Value sign_ins = json_of(admin.get("/api/v1/audit?action=auth.login"));
  EXPECT_EQ(sign_ins.get("items").items().at(0).get("object").get("number").as_string(), "");
  EXPECT_TRUE(json_of(admin.get("/api/v1/audit?object_id=P20240315999")).get("items").items().empty());
  EXPECT_TRUE(json_of(admin.get("/api/v1/audit?object_id=nonsense")).get("items").items().empty());
}

TEST_F(TicketRoutesTest, audit_is_bounded_by_moments) {
  Browser admin = signed_in("admin");
  const auto found = [&](const std::string& bounds) {
    return json_of(admin.get("/api/v1/audit?" + bounds)).get("items").items().size();
  };
  EXPECT_GT(found("since=2000-01-01T00:00:00Z"), 0U);
  EXPECT_EQ(found("until=2000-01-01T08:00:00%2B08:00"), 0U);
  EXPECT_EQ(found("since=2099-01-01T00:00:00Z"), 0U);
  const Reply refused = admin.get("/api/v1/audit?until=yesterday");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find(R"("field":"until")"), std::string::npos) << refused.body;
  EXPECT_NE(refused.body.find("error.time"), std::string::npos);
}

TEST_F(TicketRoutesTest, audit_tells_who_signed_in) {
  Browser guest = browser();
  guest.sign_in("agent", "wrong password x");
  Browser admin = signed_in("admin");
  const json::Value page = json_of(admin.get("/api/v1/audit?action=auth.login"));
  ASSERT_EQ(page.get("items").items().size(), 1U);
  EXPECT_EQ(page.get("items").items()[0].get("actor").get("name").as_string(), "admin");
  EXPECT_EQ(page.get("items").items()[0].get("ip").as_string(), "127.0.0.1");
  const json::Value failed = json_of(admin.get("/api/v1/audit?action=auth.fail"));
  EXPECT_EQ(failed.get("items").items().at(0).get("result").as_string(), "denied");
  EXPECT_EQ(failed.get("items").items().at(0).get("actor").get("name").as_string(), "agent");
  EXPECT_GE(json_of(admin.get("/api/v1/audit/state")).get("size").as_int(), 5);
}

}  // namespace
}  // namespace frontdesk::api::test
