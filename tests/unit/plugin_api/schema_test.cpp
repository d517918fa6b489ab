// Forms and manifests: what is inside the profile, and which values a form takes.
#include "schema/form_schema.h"
#include "schema/manifest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace frontdesk::schema {
namespace {

json::Value tree(std::string_view text) {
  auto parsed = json::parse(text);
  EXPECT_TRUE(parsed.value) << parsed.error;
  return parsed.value.value_or(json::Value());
}

constexpr char kMail[] = R"({
  "type": "object", "required": ["host", "auth"], "additionalProperties": false,
  "properties": {
    "host": {"type": "string", "format": "hostname", "minLength": 1, "maxLength": 20},
    "port": {"type": "integer", "minimum": 1, "maximum": 65535, "default": 993},
    "mode": {"type": "string", "enum": ["tls", "none"], "default": "tls"},
    "ratio": {"type": "number", "exclusiveMinimum": 0, "maximum": 1, "multipleOf": 0.25},
    "after": {"type": "string", "enum": ["leave", "move"], "default": "leave"},
    "code": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "tags": {"type": "array", "items": {"type": "string", "maxLength": 3}, "maxItems": 2, "uniqueItems": true},
    "auth": {"type": "object", "oneOf": [
      {"required": ["method", "password"], "properties": {
        "method": {"const": "password"}, "password": {"type": "string", "x-fd-secret": true}}},
      {"required": ["method", "token"], "properties": {
        "method": {"const": "oauth2"}, "token": {"type": "string", "x-fd-secret": true},
        "scope": {"type": "string", "default": "mail"}}}]},
    "moving": {"type": "object", "required": ["folder"], "properties": {
      "folder": {"type": "string", "minLength": 1, "x-fd-show-if": {"after": "move"}}}}
  }})";

FormSchema mail() {
  auto parsed = FormSchema::parse(tree(kMail));
  for (const auto& problem : parsed.problems) ADD_FAILURE() << problem.path << ": " << problem.message;
  return parsed.form.value();
}

/// "path key" of every problem, joined by "; ".
std::string problems_of(const std::vector<Problem>& problems) {
  std::string all;
  for (const auto& problem : problems) all += (all.empty() ? "" : "; ") + problem.path + " " + problem.key;
  return all;
}

std::string problems_with(const std::string& more) {
  const auto checked = mail().check(
      tree(R"({"host": "imap.example.com", "auth": {"method": "password", "password": "x"})" + more + "}"));
  return problems_of(checked.problems);
}

TEST(FormSchema, fills_in_defaults_in_the_schemas_order) {
  const auto checked =
      mail().check(tree(R"({"auth": {"method": "oauth2", "token": "t"}, "host": "imap.example.com"})"));
  EXPECT_TRUE(checked.ok()) << problems_of(checked.problems);
  EXPECT_EQ(json::serialize(checked.config), R"({"host":"imap.example.com","port":993,"mode":"tls","after":"leave",)"
                                             R"("auth":{"method":"oauth2","token":"t","scope":"mail"}})");
  EXPECT_EQ(checked.secret_paths, (std::vector<std::string>{"auth.token"}));
}

TEST(FormSchema, tells_which_settings_may_change_while_secrets_are_kept) {
  const auto parsed = FormSchema::parse(tree(R"({"type": "object", "properties": {
      "host": {"type": "string"}, "folder": {"type": "string", "x-fd-free": true, "default": "INBOX"},
      "import": {"type": "object", "x-fd-free": true, "properties": {"days": {"type": "integer"}}},
      "password": {"type": "string", "x-fd-secret": true}}})"));
  ASSERT_TRUE(parsed.form) << problems_of(parsed.problems);
  const auto checked = parsed.form->check(tree(R"({"host": "a", "import": {"days": 3}, "password": "x"})"));
  EXPECT_EQ(checked.free_paths, (std::vector<std::string>{"folder", "import.days"}));
}

TEST(FormSchema, no_secret_and_no_whole_form_is_free) {
  const auto problems = [](const char* schema) { return problems_of(FormSchema::parse(tree(schema)).problems); };
  EXPECT_EQ(problems(R"({"type": "object", "properties": {"a": {"type": "string", "x-fd-free": "yes"}}})"),
            "a bad_keyword");
  EXPECT_EQ(problems(R"({"type": "object", "x-fd-free": true, "properties": {"a": {"type": "string"}}})"),
            " bad_keyword");
  EXPECT_EQ(
      problems(
          R"({"type": "object", "properties": {"a": {"type": "string", "x-fd-secret": true, "x-fd-free": true}}})"),
      "a bad_keyword");
}

TEST(FormSchema, tells_whose_messages_a_channel_carries) {
  const auto parsed = FormSchema::parse(tree(R"({"type": "object", "properties": {
      "host": {"type": "string"}, "shop": {"type": "string", "x-fd-account": true},
      "identity": {"type": "object", "properties": {"address": {"type": "string", "x-fd-account": true}}}}})"));
  ASSERT_TRUE(parsed.form) << problems_of(parsed.problems);
  EXPECT_EQ(parsed.form->check(tree(R"({"shop": "7", "identity": {"address": "a@b.test"}})")).account, "7\na@b.test");
  EXPECT_EQ(parsed.form->check(tree(R"({"host": "x", "identity": {"address": ""}})")).account, "");
}

TEST(FormSchema, only_a_text_that_is_no_secret_says_whose_messages_a_channel_carries) {
  for (const char* field : {R"({"type": "integer", "x-fd-account": true})", R"({"type": "string", "x-fd-account": 1})",
                            R"({"type": "string", "x-fd-secret": true, "x-fd-account": true})"}) {
    const std::string form = std::string(R"({"type": "object", "properties": {"a": )") + field + "}}";
    EXPECT_EQ(problems_of(FormSchema::parse(tree(form)).problems), "a bad_keyword") << field;
  }
}

TEST(FormSchema, names_each_problem_by_path_and_key) {
  EXPECT_EQ(problems_with(""), "");
  EXPECT_EQ(problems_with(R"(, "port": 0)"), "port too_small");
  EXPECT_EQ(problems_with(R"(, "port": 65536)"), "port too_large");
  EXPECT_EQ(problems_with(R"(, "port": "993")"), "port wrong_type");
  EXPECT_EQ(problems_with(R"(, "port": 1.5)"), "port wrong_type");
  EXPECT_EQ(problems_with(R"(, "mode": "ssl")"), "mode not_a_choice");
  EXPECT_EQ(problems_with(R"(, "ratio": 0)"), "ratio too_small");
  EXPECT_EQ(problems_with(R"(, "ratio": 0.3)"), "ratio not_a_multiple");
  EXPECT_EQ(problems_with(R"(, "ratio": 1)"), "");
  EXPECT_EQ(problems_with(R"(, "code": "abc")"), "code bad_format");
  EXPECT_EQ(problems_with(R"(, "code": "")"), "");
  EXPECT_EQ(problems_with(R"(, "tags": ["一二三", "a"])"), "");
  EXPECT_EQ(problems_with(R"(, "tags": ["abcd", 1])"), "tags.0 too_long; tags.1 wrong_type");
  EXPECT_EQ(problems_with(R"(, "tags": ["a", "a"])"), "tags.1 repeated");
  EXPECT_EQ(problems_with(R"(, "tags": ["a", "b", "c"])"), "tags too_many");
  EXPECT_EQ(problems_with(R"(, "hots": 1)"), "hots unknown");
}

TEST(FormSchema, asks_for_what_is_missing) {
  EXPECT_EQ(problems_of(mail().check(tree("{}")).problems), "host missing; auth.method missing");
  EXPECT_EQ(problems_of(mail().check(tree(R"({"host": "", "auth": {"method": "x"}})")).problems),
            "host too_short; auth.method not_a_choice");
  EXPECT_EQ(problems_of(mail().check(tree("[]")).problems), " wrong_type");
}

TEST(FormSchema, kept_secret_counts_as_given) {
  const auto check = [](const char* secret) {
    return problems_of(
        mail()
            .check(tree(R"({"host": "h", "auth": {"method": "password", "password": )" + std::string(secret) + "}}"))
            .problems);
  };
  EXPECT_EQ(check(R"({"set": true})"), "");
  EXPECT_EQ(check(R"({"set": false})"), "auth.password missing");
  EXPECT_EQ(check(R"({"set": true, "more": 1})"), "auth.password wrong_type");
  EXPECT_EQ(check("7"), "auth.password wrong_type");
}

TEST(FormSchema, hidden_field_is_not_required) {
  EXPECT_EQ(problems_with(R"(, "moving": {})"), "");
  EXPECT_EQ(problems_with(R"(, "after": "move", "moving": {})"), "moving.folder missing");
}

TEST(FormSchema, knows_secrets_and_variants) {
  EXPECT_EQ(mail().secret_paths(), (std::vector<std::string>{"auth.password", "auth.token"}));
  EXPECT_EQ(mail().chosen_variant(tree(R"({"auth": {"method": "oauth2"}})"), "auth"), "oauth2");
  EXPECT_EQ(mail().chosen_variant(tree(R"({"auth": {"method": "other"}})"), "auth"), "");
  EXPECT_EQ(mail().chosen_variant(tree("{}")), "");
}

TEST(FormSchema, formats) {
  const auto takes = [](const std::string& format, const std::string& text) {
    const auto form = FormSchema::parse(
        tree(R"({"type":"object","properties":{"a":{"type":"string","format":")" + format + R"("}}})"));
    json::Value value;
    value.set("a", text);
    return form.form->check(value).ok();
  };
  for (const char* good : {"a", "imap.example.com", "192.0.2.1", "2001:db8::1", "邮箱.例子"})
    EXPECT_TRUE(takes("hostname", good)) << good;
  for (const char* bad : {"a b", "-a", "a..b", "http://a", "a:b"}) EXPECT_FALSE(takes("hostname", bad)) << bad;
  for (const char* good : {"a@example.com", "客服@example.cn"}) EXPECT_TRUE(takes("email", good)) << good;
  for (const char* bad : {"@a", "a@", "a@b@c", "a b@c"}) EXPECT_FALSE(takes("email", bad)) << bad;
  for (const char* good : {"https://example.com/a?b", "tel:10086"}) EXPECT_TRUE(takes("uri", good)) << good;
  for (const char* bad : {"example.com", "http:", "ht tp://a", "://a"}) EXPECT_FALSE(takes("uri", bad)) << bad;
  for (const char* good : {"2024-03-15T10:00:00Z", "2024-03-15T10:00:00.25+08:00"})
    EXPECT_TRUE(takes("date-time", good)) << good;
  for (const char* bad : {"2024-03-15", "2024-03-15T10:00:00", "2024-03-15T10:00:00.Z"})
    EXPECT_FALSE(takes("date-time", bad)) << bad;
}

TEST(FormSchema, refuses_what_is_outside_the_profile) {
  const auto problems = [](const char* property) {
    const auto parsed =
        FormSchema::parse(tree(R"({"type": "object", "properties": {"a": )" + std::string(property) + "}}"));
    EXPECT_NE(parsed.form.has_value(), !parsed.problems.empty());
    return problems_of(parsed.problems);
  };
  EXPECT_EQ(problems(R"({"type": "null"})"), "a bad_type");
  EXPECT_EQ(problems(R"({"$ref": "#/x"})"), "a bad_type");
  EXPECT_EQ(problems(R"({"type": "string", "contentEncoding": "base64"})"), "a unknown_keyword");
  EXPECT_EQ(problems(R"({"type": "boolean", "minimum": 1})"), "a unknown_keyword");
  EXPECT_EQ(problems(R"~({"type": "string", "pattern": "(?=x)"})~"), "a bad_pattern");
  EXPECT_EQ(problems(R"({"type": "string", "format": "ipv9"})"), "a bad_format");
  EXPECT_EQ(problems(R"({"type": "string", "enum": []})"), "a bad_enum");
  EXPECT_EQ(problems(R"({"type": "integer", "minimum": 5, "default": 4})"), "a too_small");
  EXPECT_EQ(problems(R"({"type": "string", "x-fd-secret": true, "default": "x"})"), "a secret_default");
  EXPECT_EQ(problems(R"({"type": "array", "items": {"type": "array"}})"), "a bad_items");
  EXPECT_EQ(problems(R"({"type": "object", "properties": {"b": {"type": "object"}}})"), "a.b too_deep");
  EXPECT_EQ(problems(R"({"type": "object", "additionalProperties": true})"), "a open_object");
  EXPECT_EQ(problems(R"({"type": "object", "required": ["x"]})"), "a unknown_required");
  EXPECT_EQ(problems(R"({"type": "object", "oneOf": [{"properties": {"m": {"type": "string"}}}]})"), "a bad_variants");
  EXPECT_EQ(problems(R"({"type": "string", "x-fd-apply": "later"})"), "a bad_keyword");
}

TEST(FormSchema, offers_presets_of_values_that_the_form_itself_takes) {
  const auto problems = [](const std::string& presets) {
    json::Value schema = tree(kMail);
    schema.set("x-fd-presets", tree(presets));
    return problems_of(FormSchema::parse(schema).problems);
  };
  const auto with_value = [&](const std::string& value) {
    return problems(R"([{"id": "one", "values": {)" + value + "}}]");
  };
  EXPECT_EQ(problems(R"([{"id": "one", "x-fd-i18n": {"en": "One"}, "values": {"host": "imap.example.com", "port": 143,
                          "auth.method": "oauth2", "auth.scope": "all", "moving.folder": "Done"}}])"),
            "");
  EXPECT_EQ(with_value(R"("host": "not a host")"), " bad_preset");
  EXPECT_EQ(with_value(R"("port": 70000)"), " bad_preset");
  EXPECT_EQ(with_value(R"("auth.method": "none")"), " bad_preset");
  EXPECT_EQ(with_value(R"("auth.password": "guess")"), " bad_preset");
  EXPECT_EQ(with_value(R"("auth": {})"), " bad_preset");
  EXPECT_EQ(with_value(R"("nowhere": 1)"), " bad_preset");
  EXPECT_EQ(with_value(R"("host.name": "x", "moving.": "x")"), " bad_preset;  bad_preset");
  EXPECT_EQ(with_value(""), " bad_preset");
  EXPECT_EQ(problems(R"({"id": "one"})"), " bad_preset");
  EXPECT_EQ(problems(R"([{"id": "", "values": {"port": 1}}])"), " bad_preset");
  EXPECT_EQ(problems(R"([{"id": "a", "values": {"port": 1}}, {"id": "a", "values": {"port": 2}}])"), " bad_preset");
  EXPECT_EQ(problems(R"([{"id": "a", "values": {"port": 1}, "script": "x"}])"), " bad_preset");
}

TEST(FormSchema, has_presets_only_for_the_whole_form) {
  const auto parsed = FormSchema::parse(
      tree(R"({"type": "object", "properties": {"a": {"type": "object", "x-fd-presets": [], "properties": {}}}})"));
  EXPECT_EQ(problems_of(parsed.problems), "a unknown_keyword");
}

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Manifest, test_plugins_have_valid_ones) {
  for (const char* name : {"counter", "crash", "exit", "flood", "garbage", "hang", "hostile", "leak"}) {
    const std::string folder = std::string(FRONTDESK_TEST_PLUGINS "/").append(name);
    const auto parsed = parse_manifest(read_file(folder + "/manifest.json"));
    EXPECT_TRUE(parsed.manifest) << name << ": " << problems_of(parsed.problems);
  }
}

TEST(Manifest, tells_modes_limits_and_texts) {
  const auto parsed = parse_manifest(read_file(std::string(FRONTDESK_TEST_PLUGINS) + "/counter/manifest.json"));
  ASSERT_TRUE(parsed.manifest);
  EXPECT_TRUE(parsed.manifest->receive.stream);
  EXPECT_FALSE(parsed.manifest->receive.manual);
  EXPECT_TRUE(parsed.manifest->capabilities.lookup_send);
  EXPECT_EQ(parsed.manifest->name.at("zh-CN"), "计数器");
  EXPECT_EQ(parsed.manifest->poll_minimum, std::chrono::seconds(1));
  EXPECT_EQ(parsed.manifest->form.secret_paths(), (std::vector<std::string>{"token"}));
}

TEST(Manifest, names_what_is_wrong) {
  const std::string good = read_file(std::string(FRONTDESK_TEST_PLUGINS) + "/counter/manifest.json");
  const auto with = [&](const char* key, const char* value) {
    json::Value changed = tree(good);
    changed.set(key, tree(value));
    return problems_of(parse_manifest(json::serialize(changed)).problems);
  };
  EXPECT_EQ(with("id", R"("Counter")"), "id bad_id");
  EXPECT_EQ(with("id", R"("../../etc.x")"), "id bad_id");
  EXPECT_EQ(with("abi", R"({"major": 9, "minor": 0})"), "abi unsupported");
  EXPECT_EQ(with("name", R"({"zh-CN": "计"})"), "name missing");
  EXPECT_EQ(with("receive", R"(["poll", "psychic"])"), "receive unknown");
  EXPECT_EQ(with("receive", R"(["manual"])"), "entry_schema missing");
  EXPECT_EQ(with("concurrency", "{}"), "concurrency missing");
  EXPECT_EQ(with("poll", R"({"default_seconds": 1, "minimum_seconds": 2})"), "poll bad_interval");
  EXPECT_EQ(with("config_schema", R"({"type": "object", "properties": {"a": {"type": "null"}}})"),
            "config_schema.a bad_type");
  EXPECT_EQ(with("colour", R"("red")"), "colour unknown");
  EXPECT_EQ(problems_of(parse_manifest("[").problems), " bad_json");
}

}  // namespace
}  // namespace frontdesk::schema
