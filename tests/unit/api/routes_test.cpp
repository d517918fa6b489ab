// Every route, every role; headers, errors and odd requests.
#include <gtest/gtest.h>

#include "api/routes/routes.h"
#include "desk/limits.h"
#include "unit/api/house_fixture.h"

namespace frontdesk::api::test {
namespace {

class RoutesTest : public ServerTest {};

std::string with_arguments(std::string_view pattern) {
  std::string path;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] != '{') {
      path.push_back(pattern[at]);
      continue;
    }
    at = pattern.find('}', at);
    path += "999";
  }
  return path;
}

/// What the packaged rules say, and "nobody" without a session.
bool may(const Needs& needs, std::string_view role) {
  if (needs.kind == Needs::Kind::kAnyone) return true;
  const auto known = domain::parse_role(role);
  if (!known) return false;
  return needs.kind == Needs::Kind::kSignedIn ||
         domain::default_access()->grants({*known}).of(needs.right) != domain::Scope::kNone;
}

// M-75, P-29
TEST_F(RoutesTest, every_route_lets_in_exactly_the_declared_roles) {
  start_with_users();
  for (const Route& route : all_routes()) {
    for (const char* role : {"nobody", "admin", "agent", "supervisor"}) {
      if (route.pattern == "/api/v1/events" && may(route.needs, role)) continue;  // never ends; has its own test
      if (route.pattern == "/api/v1/session" && route.method != Method::kGet) continue;
      Browser caller = std::string_view(role) == "nobody" ? browser() : signed_in(role);
      const std::string_view body = route.payload.kind == Payload::Kind::kNone ? "" : "{}";
      const Reply reply =
          caller.send(to_text(route.method), with_arguments(route.pattern), body, "If-Match: \"1\"\r\n");
      SCOPED_TRACE(std::string(to_text(route.method)) + " " + std::string(route.pattern) + " as " + role + ": " +
                   reply.body);
      ASSERT_NE(reply.status, 0);
      EXPECT_LT(reply.status, 500);
      if (may(route.needs, role)) {
        EXPECT_NE(reply.status, 401);
        EXPECT_NE(reply.status, 403);
      } else {
        EXPECT_EQ(reply.status, std::string_view(role) == "nobody" ? 401 : 403);
      }
      house->advance(std::chrono::minutes(1));  // the next sign-in is not too fast
    }
  }
}

TEST_F(RoutesTest, texts_are_counted_in_characters) {
  start_with_users();
  const std::string id = to_text(house->add_ticket("P1"));
  Browser agent = signed_in("agent");
  std::string text;
  for (std::size_t i = 0; i < desk::kMostTextCharacters; ++i) text += "好";
  const std::string notes = "/api/v1/tickets/" + id + "/notes";
  const std::string key = "Idempotency-Key: 12345678\r\n";
  EXPECT_EQ(agent.post(notes, "{\"text\":\"" + text + "\"}", key).status, 201);
  EXPECT_EQ(agent.post(notes, "{\"text\":\"" + text + "好\"}", key).status, 400);
}

TEST_F(RoutesTest, a_long_search_is_cut_between_characters) {
  start_with_users();
  Browser agent = signed_in("agent");
  std::string query;
  for (int i = 0; i < 167; ++i) query += "%E5%A5%BD";  // 501 bytes: a cut by bytes splits the last character
  EXPECT_EQ(agent.get("/api/v1/tickets?q=" + query).status, 200);
}

TEST_F(RoutesTest, approval_of_a_plugin_names_the_files_it_is_for) {
  start_with_users();
  Browser admin = signed_in("admin");
  const auto state = [&] {
    const json::Value list = json_of(admin.get("/api/v1/plugins"));
    return std::string(list.get("items").items().front().get("approval").get("state").as_string());
  };
  EXPECT_EQ(state(), "new");
  const Reply other = admin.post("/api/v1/plugins/email/approval", R"({"library_sha256":"cc"})");
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(json_of(other).get("key").as_string(), "error.plugin_hash");
  EXPECT_EQ(admin.post("/api/v1/plugins/email/approval", R"({"library_sha256":"aa"})").status, 200);
  EXPECT_EQ(state(), "approved");
  EXPECT_EQ(admin.post("/api/v1/plugins/nowhere/approval", "{}").status, 404);
}

TEST_F(RoutesTest, errors_are_problem_documents_with_a_request_id) {
  start_with_users();
  Browser guest = browser();
  const Reply reply = guest.get("/api/v1/nothing/here");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.fields.at("content-type"), "application/problem+json");
  const json::Value problem = json_of(reply);
  EXPECT_EQ(problem.get("code").as_string(), "not_found");
  EXPECT_EQ(problem.get("status").as_int(), 404);
  EXPECT_EQ(problem.get("request_id").as_string(), reply.fields.at("x-request-id"));
}

TEST_F(RoutesTest, safe_headers_are_on_everything) {
  start_with_users();
  for (const char* path : {"/", "/healthz", "/api/v1/session", "/api/v1/nothing", "/missing.js"}) {
    Browser guest = browser();
    const Reply reply = guest.get(path);
    for (const char* header :
         {"content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy",
          "cross-origin-resource-policy", "cache-control", "x-request-id"})
      EXPECT_TRUE(reply.fields.contains(header)) << path << " " << header;
  }
  Client raw(house->port());
  const auto refused = raw.request("GET / HTTP/1.1\nHost: a\n\n");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 400);
  EXPECT_TRUE(refused->fields.contains("content-security-policy"));
}

TEST_F(RoutesTest, odd_methods_types_and_bodies_are_refused) {
  start_with_users();
  Browser agent = signed_in("agent");
  EXPECT_EQ(agent.send("TRACE", "/api/v1/tickets").status, 405);
  EXPECT_EQ(agent.send("BREW", "/api/v1/tickets").status, 405);
  EXPECT_EQ(agent.send("HEAD", "/api/v1/tickets/1/claim").status, 405);
  EXPECT_EQ(agent.send("POST", "/index.html").status, 405);
  const Reply options = agent.send("OPTIONS", "/api/v1/tickets/1/claim");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.fields.at("allow"), "OPTIONS, POST");
  EXPECT_EQ(agent.send("PATCH", "/api/v1/me", "a=b", "Content-Type: text/plain\r\n").status, 415);
  EXPECT_EQ(agent.send("PATCH", "/api/v1/me", "{\"a\":").status, 400);
  EXPECT_EQ(agent.send("PATCH", "/api/v1/me", R"({"theme":"dark","theme":"light"})").status, 400);
  EXPECT_EQ(agent.send("PATCH", "/api/v1/me", "[]").status, 400);
  const Reply too_large = agent.send("PATCH", "/api/v1/me", std::string(20'000, ' '));
  EXPECT_EQ(too_large.status, 413);
  EXPECT_NE(too_large.body.find(R"("key":"error.too_large")"), std::string::npos) << too_large.body;
  EXPECT_EQ(agent.send("PATCH", "/api/v1/me", std::string(10'000, '[')).status, 400);
}

TEST_F(RoutesTest, body_of_a_stranger_is_refused_before_it_is_read) {
  start_with_users();
  Client guest(house->port());
  const std::string host = "127.0.0.1:" + std::to_string(house->port());
  const auto reply = guest.request("POST /api/v1/uploads HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host +
                                   "\r\nX-File-Name: a\r\nContent-Length: 20000000\r\n\r\n");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 401);
}

TEST_F(RoutesTest, metrics_count_requests_by_route_and_need_the_token_of_the_machine) {
  ServerOptions options;
  options.metrics_token = Secret("the-token-of-the-machine");
  start_with_users(std::move(options));
  Browser guest = browser();
  guest.get("/healthz");
  EXPECT_EQ(guest.get("/metrics").status, 401);
  EXPECT_EQ(guest.get("/metrics", "Authorization: Bearer the-token-of-the-machin\r\n").status, 401);
  EXPECT_EQ(signed_in("agent").get("/metrics").status, 403);
  EXPECT_EQ(signed_in("admin").get("/metrics").status, 200);
  const Reply told = guest.get("/metrics", "Authorization: Bearer the-token-of-the-machine\r\n");
  ASSERT_EQ(told.status, 200);
  EXPECT_NE(told.body.find("frontdesk_http_requests_total{route=\"/healthz\",method=\"GET\",status=\"2xx\"} 1\n"),
            std::string::npos)
      << told.body;
  EXPECT_NE(told.body.find("frontdesk_process_resident_bytes "), std::string::npos);
}

TEST_F(RoutesTest, without_a_token_nobody_gets_metrics_by_an_empty_one) {
  start_with_users();
  EXPECT_EQ(browser().get("/metrics", "Authorization: Bearer \r\n").status, 401);
}

}  // namespace
}  // namespace frontdesk::api::test
