#include "channels/config_schema.h"

#include <gmock/gmock.h>

namespace frontdesk::channels {
namespace {

json::Value parsed(std::string_view text) {
  auto result = json::parse(text);
  EXPECT_TRUE(result.value) << result.error;
  return result.value.value_or(json::Value());
}

const char kSchema[] = R"({
  "type": "object", "required": ["name", "incoming", "auth"],
  "properties": {
    "name": {"type": "string", "minLength": 1, "maxLength": 5},
    "incoming": {"type": "object", "required": ["host"], "properties": {
      "host": {"type": "string", "format": "hostname"},
      "port": {"type": "integer", "minimum": 1, "maximum": 65535, "default": 993},
      "security": {"type": "string", "enum": ["tls", "none"], "default": "tls"}}},
    "auth": {"type": "object", "oneOf": [
      {"required": ["method", "password"], "properties": {"method": {"const": "password"},
        "password": {"type": "string", "x-fd-secret": true}}},
      {"required": ["method", "token"], "properties": {"method": {"const": "token"},
        "token": {"type": "string", "x-fd-secret": true}, "scope": {"type": "string", "default": "all"}}}]},
    "proxy": {"type": "object", "required": ["host"], "properties": {"host": {"type": "string"}}},
    "tags": {"type": "array", "maxItems": 2, "items": {"type": "string", "pattern": "^[a-z]+$"}},
    "ratio": {"type": "number", "maximum": 1}
  }})";

CheckedValue check(std::string_view config) { return check_against_schema(parsed(kSchema), parsed(config)); }

TEST(ConfigSchema, defaults_are_filled_in_and_secrets_found) {
  const CheckedValue checked = check(R"({"name":"shop","incoming":{"host":"imap.example.com"},
    "auth":{"method":"password","password":"x"}})");
  EXPECT_THAT(checked.errors, testing::IsEmpty());
  EXPECT_EQ(checked.config.get("incoming").get("port").as_int(), 993);
  EXPECT_EQ(checked.config.get("incoming").get("security").as_string(), "tls");
  EXPECT_THAT(checked.secret_paths, testing::ElementsAre("auth.password"));
  EXPECT_EQ(checked.config.find("proxy"), nullptr);
}

TEST(ConfigSchema, chosen_branch_decides_what_is_needed) {
  const CheckedValue checked = check(R"({"name":"shop","incoming":{"host":"a.example"},"auth":{"method":"token"}})");
  EXPECT_THAT(checked.errors, testing::ElementsAre("auth.token: is missing"));
  EXPECT_THAT(checked.secret_paths, testing::ElementsAre("auth.token"));
  EXPECT_EQ(checked.config.get("auth").get("scope").as_string(), "all");
}

TEST(ConfigSchema, stored_secret_counts_as_given) {
  const auto with = [](std::string_view secret) {
    return check(R"({"name":"shop","incoming":{"host":"a.example"},"auth":{"method":"password","password":)" +
                 std::string(secret) + "}}")
        .errors;
  };
  EXPECT_THAT(with(R"({"set": true})"), testing::IsEmpty());
  EXPECT_THAT(with(R"({"set": false})"), testing::ElementsAre("auth.password: is missing"));
  EXPECT_THAT(with(R"("")"), testing::ElementsAre("auth.password: is missing"));
  EXPECT_THAT(with("5"), testing::ElementsAre("auth.password: must be a text"));
}

TEST(ConfigSchema, every_fault_is_named_with_its_path_and_without_the_value) {
  struct Case {
    const char* member;
    const char* error;
  };
  const Case cases[] = {
      {R"("name":"toolong")", "name: is too long"},
      {R"("name":"")", "name: is missing"},
      {R"("name":7)", "name: must be a text"},
      {R"("incoming":{"host":"bad host"})", "incoming.host: is not a valid hostname"},
      {R"("incoming":{"host":"a","port":70000})", "incoming.port: must be at most 65535"},
      {R"("incoming":{"host":"a","port":0})", "incoming.port: must be at least 1"},
      {R"("incoming":{"host":"a","port":1.5})", "incoming.port: must be a whole number"},
      {R"("incoming":{"host":"a","security":"ssl"})", "incoming.security: is not one of the choices"},
      {R"("incoming":{"host":"a","x":1})", "incoming.x: is not a known setting"},
      {R"("incoming":[])", "incoming: must be an object"},
      {R"("auth":{"method":"guess"})", "auth.method: is not one of the choices"},
      {R"("proxy":{})", "proxy.host: is missing"},
      {R"("tags":["A"])", "tags: does not have the expected form"},
      {R"("tags":["a","b","c"])", "tags: has more than 2 entries"},
      {R"("ratio":2)", "ratio: must be at most 1"},
  };
  for (const Case& fault : cases) {
    json::Value config =
        parsed(R"({"name":"shop","incoming":{"host":"a.example"},"auth":{"method":"password","password":"x"}})");
    const json::Value change = parsed("{" + std::string(fault.member) + "}");
    for (const auto& [key, value] : change.members()) config.set(key, value);
    EXPECT_THAT(check_against_schema(parsed(kSchema), config).errors, testing::Contains(fault.error)) << fault.member;
  }
}

TEST(ConfigSchema, plugin_sees_references_instead_of_secrets) {
  const json::Value config = parsed(R"({"a":1,"auth":{"method":"password","password":"clear"},"b":{"set":true}})");
  const json::Value seen = with_secret_references(config, {"auth.password", "b", "auth.other"}, {"auth.password"});
  EXPECT_EQ(json::serialize(seen), R"({"a":1,"auth":{"method":"password","password":"secret:auth.password"}})");
}

}  // namespace
}  // namespace frontdesk::channels
