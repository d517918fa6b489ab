// One description of items and outbound messages: no member is lost on any of its ways.
#include <frontdesk/item/view.h>
#include <frontdesk/item/weight.h>
#include <gtest/gtest.h>

#include <cstddef>

#include "item/rules.h"
#include "support/filled.h"
#include "wire/messages.h"

namespace frontdesk {
namespace {

using sdk::detail::Flat;
using sdk::detail::own;
using test::filled;

/// Counts the members that a description names, not looking into them.
struct Counter {
  void text(item::Name, const auto&...) { ++members; }
  void body(item::Name, const auto&...) { ++members; }
  void bytes(item::Name, const auto&...) { ++members; }
  void number(item::Name, const auto&...) { ++members; }
  void flag(item::Name, const auto&...) { ++members; }
  void duration(item::Name, const auto&...) { ++members; }
  void choice(item::Name, const auto&...) { ++members; }
  void texts(item::Name, const auto&...) { ++members; }
  void list(item::Name, const auto&...) { ++members; }
  void object(item::Name, const auto&...) { ++members; }
  void part(item::Name, const auto&...) { ++members; }
  void rule(bool, std::string_view) {}
  std::size_t members = 0;
};

template <class Value>
std::size_t described() {
  Counter counter;
  const Value value;
  describe(counter, value, item::kNoView<Value>);
  return counter.members;
}

/// Stands for the initialiser of any member.
struct Anything {
  template <class Member>
  requires(!std::same_as<Member, sdk::Receipt>)  // what an optional holds is not taken for the optional
  operator Member() const;                       // NOLINT(google-explicit-constructor)
};

/// How many members an aggregate has: as many initialisers as it takes.
template <class Value, class... Given>
constexpr std::size_t members() {
  if constexpr (requires { Value{Given{}..., Anything{}}; }) {
    return members<Value, Given..., Anything>();
  } else {
    return sizeof...(Given);
  }
}

TEST(Description, names_every_member_of_every_struct) {
  EXPECT_EQ(described<sdk::Item>(), members<sdk::Item>() - 1 + members<sdk::Author>());
  EXPECT_EQ(described<sdk::Part>(), members<sdk::Part>());
  EXPECT_EQ(described<sdk::Attachment>(), members<sdk::Attachment>());
  EXPECT_EQ(described<sdk::Ref>(), members<sdk::Ref>());
  EXPECT_EQ(described<sdk::Receipt>(), 5U);
  EXPECT_EQ(described<sdk::Outbound>(), members<sdk::Outbound>());
  EXPECT_EQ(described<sdk::Recipient>(), members<sdk::Recipient>());
}

TEST(Description, every_member_crosses_the_c_interface) {
  const auto item = filled<sdk::Item>();
  EXPECT_EQ(own<sdk::Item>(Flat<sdk::Item>(item).get()), item);
  const auto message = filled<sdk::Outbound>();
  EXPECT_EQ(own<sdk::Outbound>(Flat<sdk::Outbound>(message).get()), message);
}

TEST(Description, empty_values_cross_the_c_interface_too) {
  EXPECT_EQ(own<sdk::Item>(Flat<sdk::Item>({}).get()), sdk::Item{});
  const sdk::Outbound message;
  const Flat<sdk::Outbound> flat(message);
  ASSERT_EQ(flat.get().part_count, 1U) << "the body is always there";
  EXPECT_EQ(flat.get().parts->role, FDK_PART_BODY);
  EXPECT_EQ(own<sdk::Outbound>(flat.get()), message);
}

TEST(Description, every_member_crosses_the_wire) {
  const wire::Submit submit{{filled<sdk::Item>(), sdk::Item{}}, {}, {}};
  const auto back = wire::decode<wire::Submit>(wire::encode(submit));
  ASSERT_TRUE(back.value) << back.error;
  EXPECT_EQ(back.value->items, submit.items);
  const wire::Send send{filled<sdk::Outbound>()};
  const auto sent = wire::decode<wire::Send>(wire::encode(send));
  ASSERT_TRUE(sent.value) << sent.error;
  EXPECT_EQ(sent.value->message, send.message);
}

TEST(Description, members_beyond_the_size_of_an_older_plugin_s_struct_are_empty) {
  const auto item = filled<sdk::Item>();
  const Flat<sdk::Item> flat(item);
  fdk_item older = flat.get();
  older.struct_size = offsetof(fdk_item, raw);
  const sdk::Item read = own<sdk::Item>(sdk::detail::read_struct(&older));
  EXPECT_EQ(read.unreadable_reason, item.unreadable_reason);
  EXPECT_EQ(read.raw, "");
  EXPECT_EQ(read.attributes, "");
}

TEST(Description, rules_look_at_every_text_inside_and_out) {
  auto item = filled<sdk::Item>();
  EXPECT_EQ(item::broken_rule(item), "");
  const auto broken_by = [&](std::string& text, std::size_t size) {
    const std::string kept = std::exchange(text, std::string(size, 'x'));
    const std::string why = item::broken_rule(item);
    text = kept;
    return why;
  };
  EXPECT_EQ(broken_by(item.parent_keys[1], FDK_MAX_KEY + 1), "a parent key is longer than 200 bytes");
  EXPECT_EQ(broken_by(item.author.address, 1025), "author_address is longer than 1024 bytes");
  EXPECT_EQ(broken_by(item.parts[1].mime, 1025), "mime of a part is longer than 1024 bytes");
  EXPECT_EQ(broken_by(item.attachments[1].name, 1025), "name of an attachment is longer than 1024 bytes");
  EXPECT_EQ(broken_by(item.refs[1].kind, FDK_MAX_KEY + 1), "kind of a ref is longer than 200 bytes");
  EXPECT_EQ(broken_by(item.receipt->code, 1025), "code of the receipt is longer than 1024 bytes");
  EXPECT_EQ(broken_by(item.attributes, FDK_MAX_ATTRIBUTES + 1), "attributes is longer than 16384 bytes");
  EXPECT_EQ(broken_by(item.raw, 1U << 20), "") << "bytes are bounded with the item";
  item.parts.resize(FDK_MAX_PARTS + 1);
  EXPECT_EQ(item::broken_rule(item), "too many parts");
}

TEST(Description, weighs_texts_and_bytes_wherever_they_are) {
  sdk::Item item;
  EXPECT_EQ(item::weight_of(item), 0U);
  item.raw.assign(1000, 'r');
  item.parts.push_back({sdk::PartRole::kBody, "", std::string(200, 't')});
  item.attachments.push_back({"name", "", "", false, std::string(30, 'd'), "", 0});
  EXPECT_EQ(item::weight_of(item), 1234U);
}

}  // namespace
}  // namespace frontdesk
