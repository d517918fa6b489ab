// Set-up, sign-in, sessions and the proofs a browser has to give.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "unit/api/house_fixture.h"

namespace frontdesk::api::test {
namespace {

std::string setup_body(const std::string& token, const std::string& extra = "") {
  return R"({"token":")" + token + R"(","name":"owner","display_name":"店主","password":")" + kPassword + "\"" + extra +
         "}";
}

std::string if_match(std::int64_t version) { return "If-Match: \"" + std::to_string(version) + "\"\r\n"; }

class SessionTest : public ServerTest {};

// P-43
TEST_F(SessionTest, first_user_is_made_with_the_token_once) {
  start();
  Browser owner = browser();
  EXPECT_TRUE(json_of(owner.get("/api/v1/setup")).get("needed").as_bool());
  EXPECT_EQ(owner.post("/api/v1/setup", setup_body("wrong-token")).status, 403);
  const std::string token = house->setup_token();
  const Reply made = owner.post("/api/v1/setup", setup_body(token));
  ASSERT_EQ(made.status, 201) << made.body;
  const json::Value roles = json_of(made).get("user").get("roles");
  ASSERT_EQ(roles.items().size(), 2U);
  EXPECT_EQ(roles.items()[0].as_string(), "admin");
  EXPECT_EQ(roles.items()[1].as_string(), "supervisor");
  EXPECT_EQ(owner.get("/api/v1/session").status, 200);
  EXPECT_FALSE(json_of(owner.get("/api/v1/setup")).get("needed").as_bool());
  Browser second = browser();
  EXPECT_EQ(second.post("/api/v1/setup", setup_body(token)).status, 404);
  EXPECT_FALSE(std::ifstream(house->directory() + "/setup-token").good());
}

// P-43
TEST_F(SessionTest, setup_token_file_is_private_and_ends_after_a_day) {
  start();
  struct stat file {};
  ASSERT_EQ(::stat((house->directory() + "/setup-token").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
  house->advance(std::chrono::hours(24));
  Browser late = browser();
  const Reply refused = late.post("/api/v1/setup", setup_body(house->setup_token()));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(json_of(refused).get("key").as_string(), "error.setup_token");
  EXPECT_EQ(json_of(refused).get("errors").items().at(0).get("field").as_string(), "token");
}

TEST_F(SessionTest, unknown_user_and_wrong_password_get_the_same_answer) {
  start_with_users();
  Browser guest = browser();
  const Reply unknown = guest.post("/api/v1/session", R"({"name":"nobody","password":"purple lighthouse 42"})");
  const Reply wrong = guest.post("/api/v1/session", R"({"name":"agent","password":"purple lighthouse 43"})");
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(json_of(unknown).get("detail"), json_of(wrong).get("detail"));
  EXPECT_EQ(json_of(wrong).get("key").as_string(), "error.login_failed");
  EXPECT_EQ(guest.get("/api/v1/session").status, 401);
}

TEST_F(SessionTest, sixth_failure_waits_and_the_owner_still_gets_in) {
  start_with_users();
  Browser guest = browser();
  for (int i = 0; i < 5; ++i) ASSERT_EQ(guest.sign_in("agent", "not my password"), 401);
  const Reply delayed = guest.post("/api/v1/session", R"({"name":"agent","password":"purple lighthouse 42"})");
  EXPECT_EQ(delayed.status, 429);
  EXPECT_EQ(delayed.fields.at("retry-after"), "1");
  house->advance(std::chrono::seconds(2));
  EXPECT_EQ(guest.sign_in("agent"), 200);
}

TEST_F(SessionTest, one_address_may_fail_twenty_times_a_minute) {
  start_with_users();
  Browser guest = browser();
  for (int i = 0; i < 20; ++i) ASSERT_EQ(guest.sign_in("user" + std::to_string(i), "not my password"), 401);
  EXPECT_EQ(guest.sign_in("admin"), 429);
  house->advance(std::chrono::minutes(1));
  EXPECT_EQ(guest.sign_in("admin"), 200);
}

TEST_F(SessionTest, twenty_five_right_passwords_from_one_address_are_let_in) {
  start_with_users();
  for (int i = 0; i < 25; ++i) {
    Browser one = browser();
    ASSERT_EQ(one.sign_in(i % 2 == 0 ? "agent" : "admin"), 200) << i;
  }
}

TEST_F(SessionTest, a_browser_that_was_here_before_is_not_kept_out_by_an_outsider_at_its_address) {
  start_with_users();
  Browser colleague = browser();
  const Reply first = colleague.post("/api/v1/session", R"({"name":"agent","password":"purple lighthouse 42"})");
  const std::string known(json_of(first).get("device").as_string());
  ASSERT_FALSE(known.empty()) << first.body;
  EXPECT_EQ(json_of(colleague.get("/api/v1/session")).get("device").as_string(), "");
  Browser outsider = browser();
  int refused = 0;
  for (int i = 0; i < 40; ++i) refused += outsider.sign_in("agent", "not my password") == 429 ? 1 : 0;
  EXPECT_GT(refused, 0);
  EXPECT_EQ(outsider.sign_in("agent"), 429);
  Browser again = browser();
  const Reply back =
      again.post("/api/v1/session", R"({"name":"agent","password":"purple lighthouse 42","device":")" + known + "\"}");
  EXPECT_EQ(back.status, 200) << back.body;
}

TEST_F(SessionTest, cookie_is_for_http_only_and_strict) {
  start_with_users();
  Browser agent = browser();
  const Reply reply = agent.post("/api/v1/session", R"({"name":"agent","password":"purple lighthouse 42"})");
  const std::string& cookie = reply.fields.at("set-cookie");
  EXPECT_TRUE(cookie.starts_with("frontdesk="));
  EXPECT_NE(cookie.find("; HttpOnly"), std::string::npos);
  EXPECT_NE(cookie.find("; SameSite=Strict"), std::string::npos);
  EXPECT_EQ(reply.body.find(cookie.substr(10, 43)), std::string::npos);
}

TEST_F(SessionTest, ends_after_thirty_idle_minutes_and_after_twelve_hours) {
  start_with_users();
  Browser idle = signed_in("agent");
  Browser busy = signed_in("agent");
  for (int i = 0; i < 30; ++i) {
    house->advance(std::chrono::minutes(24));
    ASSERT_EQ(busy.get("/api/v1/session").status, i < 29 ? 200 : 401) << i;
    if (i == 1) {
      EXPECT_EQ(idle.get("/api/v1/session").status, 401);
    }
  }
}

TEST_F(SessionTest, sign_out_ends_the_session) {
  start_with_users();
  Browser agent = signed_in("agent");
  const std::string cookie = agent.cookie();
  EXPECT_EQ(agent.send("DELETE", "/api/v1/session").status, 204);
  Browser thief = browser();
  EXPECT_EQ(thief.get("/api/v1/session", "Cookie: " + cookie + "\r\n").status, 401);
}

TEST_F(SessionTest, change_of_roles_password_or_disabling_ends_sessions_at_once) {
  start_with_users();
  Browser admin = signed_in("admin");
  const json::Value users = json_of(admin.get("/api/v1/users"));
  std::string id;
  std::int64_t version = 0;
  for (const json::Value& user : users.get("items").items()) {
    if (user.get("name").as_string() != "agent") continue;
    id = user.get("id").as_string();
    version = user.get("version").as_int();
  }
  ASSERT_FALSE(id.empty());
  for (const char* change :
       {R"({"roles":["agent","supervisor"]})", R"({"password":"another long phrase"})", R"({"disabled":true})"}) {
    Browser agent = browser();
    ASSERT_EQ(agent.sign_in("agent", std::string_view(change).find("disabled") == std::string_view::npos
                                         ? kPassword
                                         : "another long phrase"),
              200);
    const Reply changed = admin.send("PATCH", "/api/v1/users/" + id, change, if_match(version));
    ASSERT_EQ(changed.status, 200) << change;
    version = json_of(changed).get("version").as_int();
    EXPECT_EQ(agent.get("/api/v1/session").status, 401) << change;
  }
  Browser agent = browser();
  EXPECT_EQ(agent.sign_in("agent", "another long phrase"), 401);
}

TEST_F(SessionTest, own_password_change_keeps_this_session_and_ends_the_others) {
  start_with_users();
  Browser here = signed_in("agent");
  Browser there = signed_in("agent");
  EXPECT_EQ(here.send("PATCH", "/api/v1/me", R"({"password":"green umbrella 77 x","current_password":"wrong"})").status,
            400);
  ASSERT_EQ(here.send("PATCH", "/api/v1/me",
                      R"({"password":"green umbrella 77 x","current_password":"purple lighthouse 42"})")
                .status,
            200);
  EXPECT_EQ(here.get("/api/v1/session").status, 200);
  EXPECT_EQ(there.get("/api/v1/session").status, 401);
}

TEST_F(SessionTest, writes_need_the_token_and_our_own_origin) {
  start_with_users();
  const std::string port = std::to_string(house->port());
  const std::string body = R"({"display_name":"New Name"})";
  Browser agent = signed_in("agent");
  EXPECT_EQ(agent.send("PATCH", "/api/v1/me", body).status, 200);
  EXPECT_EQ(agent.send("PATCH", "/api/v1/me", body, "Origin: https://evil.example.test\r\n").status, 403);
  EXPECT_EQ(agent.send("PATCH", "/api/v1/me", body, "Origin: null\r\n").status, 403);
  EXPECT_EQ(agent.send("PATCH", "/api/v1/me", body, "Origin: \r\n").status, 403);
  EXPECT_EQ(agent.send("PATCH", "/api/v1/me", body, "Sec-Fetch-Site: cross-site\r\n").status, 403);
  EXPECT_EQ(agent.send("PATCH", "/api/v1/me", body, "Sec-Fetch-Site: same-site\r\n").status, 403);
  agent.forget_csrf();
  const Reply without = agent.send("PATCH", "/api/v1/me", body);
  EXPECT_EQ(without.status, 403);
  EXPECT_EQ(json_of(without).get("key").as_string(), "error.csrf");
  EXPECT_EQ(agent.send("PATCH", "/api/v1/me", body, "X-CSRF-Token: guess\r\n").status, 403);
}

TEST_F(SessionTest, foreign_page_cannot_sign_somebody_in) {
  start_with_users();
  Browser victim = browser();
  EXPECT_EQ(victim
                .post("/api/v1/session", R"({"name":"agent","password":"purple lighthouse 42"})",
                      "Origin: https://evil.example.test\r\n")
                .status,
            403);
}

TEST_F(SessionTest, nobody_makes_himself_admin) {
  start_with_users();
  Browser agent = signed_in("agent");
  const Reply refused = agent.send("PATCH", "/api/v1/me", R"({"display_name":"x","roles":["admin"]})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(json_of(refused).get("errors").items().at(0).get("field").as_string(), "roles");
}

TEST_F(SessionTest, refusals_of_the_services_name_the_field) {
  start_with_users();
  Browser admin = signed_in("admin");
  const auto field_of = [](const Reply& reply) {
    const json::Value problem = json_of(reply);
    const json::Value& error = problem.get("errors").items().at(0);
    return std::string(error.get("field").as_string()).append(" ").append(error.get("key").as_string());
  };
  const auto user = [](const std::string& name, const std::string& password) {
    return R"({"name":")" + name + R"(","display_name":"李敏","roles":["agent"],"password":")" + password + R"("})";
  };
  EXPECT_EQ(field_of(admin.post("/api/v1/users", user("li min", kPassword))), "name error.user_name");
  EXPECT_EQ(field_of(admin.post("/api/v1/users", user("agent", kPassword))), "name error.name_taken");
  EXPECT_EQ(field_of(admin.post("/api/v1/users", user("li.min", "short"))), "password error.password_short");
  EXPECT_EQ(field_of(admin.send("PATCH", "/api/v1/me", R"({"password":"orange submarine","current_password":"x"})")),
            "current_password error.current_password");
  EXPECT_EQ(field_of(admin.send("PATCH", "/api/v1/me", R"({"theme":"pink"})")), "theme error.theme");
  EXPECT_EQ(field_of(admin.post("/api/v1/channels", R"({"plugin":"email","name":" ","config":{}})")),
            "name error.channel_name");
}

TEST_F(SessionTest, last_administrator_stays) {
  start_with_users();
  Browser admin = signed_in("admin");
  const std::string id(json_of(admin.get("/api/v1/session")).get("user").get("id").as_string());
  EXPECT_EQ(admin.send("PATCH", "/api/v1/users/" + id, R"({"disabled":true})", if_match(1)).status, 409);
  EXPECT_EQ(admin.send("PATCH", "/api/v1/users/" + id, R"({"roles":["agent"]})", if_match(1)).status, 409);
}

TEST_F(SessionTest, second_administrator_does_not_overwrite_the_first) {
  start_with_users();
  Browser admin = signed_in("admin");
  const std::string path =
      "/api/v1/users/" + std::string(json_of(admin.get("/api/v1/session")).get("user").get("id").as_string());
  EXPECT_EQ(admin.send("PATCH", path, R"({"display_name":"One"})").status, 428);
  ASSERT_EQ(admin.send("PATCH", path, R"({"display_name":"One"})", if_match(1)).status, 200);
  const Reply stale = admin.send("PATCH", path, R"({"display_name":"Two"})", if_match(1));
  EXPECT_EQ(stale.status, 412) << stale.body;
  EXPECT_EQ(json_of(stale).get("key").as_string(), "error.version");
}

TEST_F(SessionTest, weak_passwords_are_refused_with_a_reason) {
  start_with_users();
  Browser admin = signed_in("admin");
  const auto key_for = [&](const std::string& password) {
    const Reply reply = admin.post(
        "/api/v1/users", R"({"name":"li.min","display_name":"李敏","roles":["agent"],"password":")" + password + "\"}");
    return reply.status == 201 ? std::string("accepted") : std::string(json_of(reply).get("key").as_string());
  };
  EXPECT_EQ(key_for("short"), "error.password_short");
  EXPECT_EQ(key_for(std::string(129, 'x')), "error.password_long");
  EXPECT_EQ(key_for("aaaaaaaaaaaaa"), "error.password_common");
  EXPECT_EQ(key_for("123456789012"), "error.password_common");
  EXPECT_EQ(key_for("Password1234"), "error.password_common");
  EXPECT_EQ(key_for("Frontdesk2024!"), "error.password_context");
  EXPECT_EQ(key_for("correct horse battery"), "accepted");
  EXPECT_EQ(key_for("correct horse battery"), "error.name_taken");
}

}  // namespace
}  // namespace frontdesk::api::test
