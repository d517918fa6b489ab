#include <frontdesk/json.h>
#include <gtest/gtest.h>

namespace frontdesk::json {
namespace {

TEST(JsonParse, reads_every_kind_of_value) {
  const auto parsed = parse(R"({"n":null,"t":true,"i":-7,"d":1.5,"s":"退款","a":[1,2],"o":{"k":"v"}})");
  ASSERT_TRUE(parsed.value) << parsed.error;
  EXPECT_TRUE(parsed.value->get("n").is_null());
  EXPECT_TRUE(parsed.value->get("t").as_bool());
  EXPECT_EQ(parsed.value->get("i").as_int(), -7);
  EXPECT_DOUBLE_EQ(parsed.value->get("d").as_double(), 1.5);
  EXPECT_EQ(parsed.value->get("s").as_string(), "退款");
  EXPECT_EQ(parsed.value->get("a").items().size(), 2U);
  EXPECT_EQ(parsed.value->get("o").get("k").as_string(), "v");
}

TEST(JsonParse, refuses_what_is_ambiguous_or_hostile) {
  const std::string deep(100'000, '[');
  for (const std::string& text :
       {std::string(R"({"a":1,"a":2})"), std::string(R"(["\ud800"])"), std::string("[\"\xff\"]"),
        std::string("[1e400]"), std::string("[18446744073709551615]"), std::string(""), std::string("{"), deep}) {
    const auto parsed = parse(text);
    EXPECT_FALSE(parsed.value) << text.substr(0, 40);
    EXPECT_FALSE(parsed.error.empty());
  }
}

TEST(JsonParse, refuses_more_bytes_than_allowed) { EXPECT_FALSE(parse(R"(["0123456789"])", {.max_bytes = 8}).value); }

TEST(JsonWriter, writes_what_parse_reads_back) {
  Value tree;
  tree.set("text", "a\"b\\c\n\x01退款").set("number", 42).set("list", Array{Value(1), Value(nullptr), Value(true)});
  const auto parsed = parse(serialize(tree));
  ASSERT_TRUE(parsed.value) << parsed.error;
  EXPECT_EQ(*parsed.value, tree);
}

TEST(JsonWriter, replaces_ill_formed_utf8) {
  std::string out;
  append_quoted(out, "a\xff\xe9\x80 \xed\xa0\x80 b");
  EXPECT_TRUE(parse("[" + out + "]").value);
}

TEST(JsonWriter, nests_objects_and_arrays) {
  Writer out;
  out.begin_object().member("a", 1).key("b").begin_array().value("x").value(false).end_array().end_object();
  EXPECT_EQ(out.text(), R"({"a":1,"b":["x",false]})");
}

}  // namespace
}  // namespace frontdesk::json
