// Behind a reverse proxy: whose word counts, who the client is, what browsers get, and by which name it may be asked.
#include <gtest/gtest.h>

#include "api/http/proxy_trust.h"
#include "unit/api/house_fixture.h"

namespace frontdesk::api::test {
namespace {

RequestHead head_from(const std::string& peer, std::vector<Field> fields) {
  RequestHead head;
  head.peer = peer;
  head.host = "inner:8480";
  head.fields = std::move(fields);
  return head;
}

ProxyTrust trust(const std::vector<std::string>& entries) {
  auto parsed = ProxyTrust::parse(entries);
  EXPECT_TRUE(parsed) << parsed.error().message;
  return parsed ? *parsed : ProxyTrust();
}

TEST(ProxyTrust, knows_addresses_and_networks_of_both_kinds) {
  const ProxyTrust proxies = trust({"127.0.0.1", "10.0.0.0/8", "192.0.2.128/25", "2001:db8::/32", "::1"});
  for (const char* known : {"127.0.0.1", "10.200.3.4", "192.0.2.129", "2001:db8:1::5", "::1", "::ffff:10.1.1.1"})
    EXPECT_TRUE(proxies.trusts(known)) << known;
  for (const char* other : {"127.0.0.2", "11.0.0.1", "192.0.2.127", "2001:db9::1", "::2", "", "localhost"})
    EXPECT_FALSE(proxies.trusts(other)) << other;
  EXPECT_FALSE(ProxyTrust().trusts("127.0.0.1"));
  EXPECT_TRUE(trust({"0.0.0.0/0"}).trusts("203.0.113.1"));
}

TEST(ProxyTrust, what_is_no_address_or_network_is_refused_by_name) {
  for (const char* wrong : {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "::1/129", "a/8"}) {
    const auto parsed = ProxyTrust::parse({"127.0.0.1", wrong});
    ASSERT_FALSE(parsed) << wrong;
    EXPECT_NE(parsed.error().message.find("'" + std::string(wrong) + "'"), std::string::npos);
  }
}

struct Way {
  const char* name;
  const char* peer;
  std::vector<Field> fields;
  const char* client;
  bool secure;
};

TEST(ProxyTrust, the_client_is_the_last_address_on_the_way_that_is_no_proxy_of_ours) {
  const ProxyTrust proxies = trust({"127.0.0.1", "10.0.0.0/8"});
  const Way ways[] = {
      {"direct", "192.0.2.7", {}, "192.0.2.7", false},
      {"a stranger's word",
       "192.0.2.7",
       {{"x-forwarded-for", "203.0.113.5"}, {"x-forwarded-proto", "https"}},
       "192.0.2.7",
       false},
      {"one proxy",
       "127.0.0.1",
       {{"x-forwarded-for", "203.0.113.5"}, {"x-forwarded-proto", "https"}},
       "203.0.113.5",
       true},
      {"a client that lies", "127.0.0.1", {{"x-forwarded-for", "1.1.1.1, 203.0.113.5"}}, "203.0.113.5", false},
      {"a client that lies in a field of its own",
       "127.0.0.1",
       {{"x-forwarded-for", "1.1.1.1"}, {"x-forwarded-for", "203.0.113.5"}},
       "203.0.113.5",
       false},
      {"two proxies", "127.0.0.1", {{"x-forwarded-for", "1.1.1.1, 203.0.113.5, 10.0.0.3"}}, "203.0.113.5", false},
      {"with a port", "127.0.0.1", {{"x-forwarded-for", "203.0.113.5:4711"}}, "203.0.113.5", false},
      {"ipv6", "127.0.0.1", {{"x-forwarded-for", "2001:DB8::5"}}, "2001:db8::5", false},
      {"ipv6 with a port", "127.0.0.1", {{"x-forwarded-for", "[2001:db8::5]:443"}}, "2001:db8::5", false},
      {"nonsense", "127.0.0.1", {{"x-forwarded-for", "1.1.1.1, unknown"}}, "127.0.0.1", false},
      {"behind nonsense", "127.0.0.1", {{"x-forwarded-for", "1.1.1.1, unknown, 10.0.0.3"}}, "10.0.0.3", false},
      {"forwarded", "127.0.0.1", {{"forwarded", "for=203.0.113.5;proto=https;host=desk.example"}}, "203.0.113.5", true},
      {"forwarded, quoted", "127.0.0.1", {{"forwarded", "for=\"[2001:db8::5]:443\";proto=HTTPS"}}, "2001:db8::5", true},
      {"forwarded, two hops",
       "127.0.0.1",
       {{"forwarded", "for=1.1.1.1, For=203.0.113.5, for=10.0.0.3;proto=https"}},
       "203.0.113.5",
       true},
      {"both, the same",
       "127.0.0.1",
       {{"x-forwarded-for", "203.0.113.5"}, {"forwarded", "for=203.0.113.5"}},
       "203.0.113.5",
       false},
      {"one of the two is the client's lie",
       "127.0.0.1",
       {{"x-forwarded-for", "203.0.113.5"}, {"forwarded", "for=1.1.1.1"}},
       "127.0.0.1",
       false},
      {"obfuscated", "127.0.0.1", {{"forwarded", "for=_hidden"}}, "127.0.0.1", false},
      {"http told", "127.0.0.1", {{"x-forwarded-proto", "http"}}, "127.0.0.1", false},
      {"the nearest proxy's protocol", "127.0.0.1", {{"x-forwarded-proto", "https, http"}}, "127.0.0.1", false},
  };
  for (const Way& way : ways) {
    RequestHead head = head_from(way.peer, way.fields);
    proxies.resolve(head);
    EXPECT_EQ(head.peer, way.client) << way.name;
    EXPECT_EQ(head.secure, way.secure) << way.name;
    EXPECT_EQ(head.is_forwarded, !way.fields.empty()) << way.name;
  }
}

TEST(ProxyTrust, the_host_is_the_one_that_the_proxy_was_asked_for) {
  const ProxyTrust proxies = trust({"127.0.0.1"});
  RequestHead head =
      head_from("127.0.0.1", {{"x-forwarded-host", "evil.test, desk.example"}, {"x-forwarded-for", "1.2.3.4"}});
  proxies.resolve(head);
  EXPECT_EQ(head.host, "desk.example");
  RequestHead stranger = head_from("192.0.2.7", {{"x-forwarded-host", "evil.test"}, {"x-forwarded-for", "1.2.3.4"}});
  proxies.resolve(stranger);
  EXPECT_EQ(stranger.host, "inner:8480");
}

class BehindProxyTest : public ServerTest {
 protected:
  void start_behind(std::vector<std::string> proxies, std::string base_path = {}) {
    ServerOptions options;
    options.proxies = trust(proxies);
    options.base_path = std::move(base_path);
    options.host_names = {"desk.example"};
    start_with_users(std::move(options));
  }
  static std::string sign_in_as(std::string_view name, std::string_view password = kPassword) {
    return R"({"name":")" + std::string(name) + R"(","password":")" + std::string(password) + "\"}";
  }
};

constexpr const char* kFromOutside =
    "X-Forwarded-For: 203.0.113.5\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: desk.example\r\n"
    "Origin: https://desk.example\r\n";

TEST_F(BehindProxyTest, cookies_are_secure_when_the_client_came_over_tls) {
  start_behind({"127.0.0.1"});
  Browser proxy = browser();
  const Reply reply = proxy.post("/api/v1/session", sign_in_as("agent"), kFromOutside);
  ASSERT_EQ(reply.status, 200) << reply.body;
  const std::string& cookie = reply.fields.at("set-cookie");
  EXPECT_TRUE(cookie.starts_with("__Host-frontdesk=")) << cookie;
  EXPECT_NE(cookie.find("; Secure"), std::string::npos) << cookie;
}

TEST_F(BehindProxyTest, the_word_of_somebody_who_is_not_trusted_changes_nothing) {
  start_behind({});
  Browser stranger = browser();
  EXPECT_EQ(stranger.post("/api/v1/session", sign_in_as("agent"), kFromOutside).status, 403);  // the origin
  const Reply reply = stranger.post("/api/v1/session", sign_in_as("agent"), "X-Forwarded-Proto: https\r\n");
  EXPECT_TRUE(reply.fields.at("set-cookie").starts_with("frontdesk=")) << reply.fields.at("set-cookie");
}

TEST_F(BehindProxyTest, an_outsider_behind_the_proxy_does_not_keep_a_colleague_out) {
  start_behind({"127.0.0.1"});
  Browser proxy = browser();
  const std::string outsider = "X-Forwarded-For: 198.51.100.66\r\n";
  int delayed = 0;
  for (int i = 0; i < 40; ++i)
    delayed += proxy.post("/api/v1/session", sign_in_as("agent", "not my password"), outsider).status == 429 ? 1 : 0;
  EXPECT_GT(delayed, 0);
  EXPECT_EQ(proxy.post("/api/v1/session", sign_in_as("agent"), outsider).status, 429);
  EXPECT_EQ(proxy.post("/api/v1/session", sign_in_as("admin"), "X-Forwarded-For: 203.0.113.5\r\n").status, 200);
}

TEST_F(BehindProxyTest, the_trail_names_the_client_and_not_the_proxy) {
  start_behind({"127.0.0.1"});
  Browser proxy = browser();
  ASSERT_EQ(proxy.post("/api/v1/session", sign_in_as("agent"), "X-Forwarded-For: 203.0.113.5\r\n").status, 200);
  const json::Value page = json_of(signed_in("admin").get("/api/v1/audit?action=auth.login"));
  bool named = false;
  for (const json::Value& record : page.get("items").items())
    named = named || record.get("ip").as_string() == "203.0.113.5";
  EXPECT_TRUE(named) << json::serialize(page);
}

TEST_F(BehindProxyTest, a_write_needs_the_origin_that_the_client_sees) {
  start_behind({"127.0.0.1"});
  Browser proxy = browser();
  const auto with_origin = [&](const char* origin) {
    return proxy
        .post("/api/v1/session", sign_in_as("agent"),
              "X-Forwarded-Proto: https\r\nX-Forwarded-Host: desk.example\r\nOrigin: " + std::string(origin) + "\r\n")
        .status;
  };
  EXPECT_EQ(with_origin("https://desk.example"), 200);
  EXPECT_EQ(with_origin("http://desk.example"), 403);
  EXPECT_EQ(with_origin("https://evil.test"), 403);
  EXPECT_EQ(with_origin("null"), 403);
}

// A page of evil.test that had its own name point here would be of the same origin as what it asks for.
TEST_F(BehindProxyTest, a_name_that_is_not_ours_is_answered_nothing) {
  start_behind({"127.0.0.1"});
  const auto status_for = [&](const std::string& host, const std::string& fields = {}) {
    Client client(house->port());
    const auto reply = client.request("GET /api/v1/setup HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n");
    return reply ? reply->status : 0;
  };
  for (const char* ours : {"127.0.0.1", "127.0.0.1:8480", "[::1]:8480", "localhost:8480", "desk.localhost",
                           "desk.example", "DESK.example:443", "desk.example.", "192.0.2.9"})
    EXPECT_EQ(status_for(ours), 200) << ours;
  for (const char* other :
       {"evil.test", "evil.test:8480", "desk.example.evil.test", "xdesk.example", "127.0.0.1.evil.test"})
    EXPECT_EQ(status_for(other), 421) << other;
  EXPECT_EQ(status_for("127.0.0.1", "X-Forwarded-Host: evil.test\r\nX-Forwarded-For: 1.2.3.4\r\n"), 421);
  EXPECT_EQ(status_for("127.0.0.1", "X-Forwarded-Host: desk.example\r\nX-Forwarded-For: 1.2.3.4\r\n"), 200);
}

TEST_F(BehindProxyTest, a_base_path_is_understood_with_and_without_its_prefix) {
  start_behind({"127.0.0.1"}, "/desk");
  Browser proxy = browser();
  for (const char* path : {"/desk/api/v1/setup", "/api/v1/setup"}) EXPECT_EQ(proxy.get(path).status, 200) << path;
  for (const char* path : {"/desk", "/desk/", "/desk/tickets/5"})
    EXPECT_NE(proxy.get(path).body.find("Frontdesk"), std::string::npos) << path;
  EXPECT_EQ(proxy.get("/desktop/api/v1/setup.json").status, 404);
  const Reply plain = proxy.post("/desk/api/v1/session", sign_in_as("agent"));
  ASSERT_EQ(plain.status, 200);
  EXPECT_NE(plain.fields.at("set-cookie").find("; Path=/desk/;"), std::string::npos) << plain.fields.at("set-cookie");
  const Reply secure = browser().post("/desk/api/v1/session", sign_in_as("agent"), kFromOutside);
  EXPECT_TRUE(secure.fields.at("set-cookie").starts_with("__Secure-frontdesk=")) << secure.fields.at("set-cookie");
  EXPECT_TRUE(house->base_url().ends_with("/desk"));
}

}  // namespace
}  // namespace frontdesk::api::test
