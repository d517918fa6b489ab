// Channels, their secrets, their cursor and the values that plugins keep.
#include "storage/tables/channel.h"

#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

class ChannelTest : public StoreTest {
 protected:
  ChannelRecord record() {
    ChannelRecord channel;
    channel.id = ids_.next<ChannelId>();
    channel.plugin = "email";
    channel.name = "售后邮箱";
    channel.config_json = R"({"host":"imap.example.com"})";
    channel.created_at = clock_.now();
    return channel;
  }
};

TEST_F(ChannelTest, stored_channel_comes_back_as_it_was) {
  auto channel = record();
  must_write([&](Tx& tx) { return insert_channel(tx, channel, as_bytes("sealed")); });
  const auto loaded = must_read([&](ReadTx& tx) { return load_channel(tx, channel.id); });
  EXPECT_EQ(loaded.name, channel.name);
  EXPECT_EQ(loaded.config_json, channel.config_json);
  EXPECT_EQ(loaded.state, ChannelState::kStopped);
  EXPECT_EQ(to_string(must_read([&](ReadTx& tx) { return load_channel_secrets(tx, channel.id); })), "sealed");
}

TEST_F(ChannelTest, update_needs_the_version_that_is_stored) {
  auto channel = record();
  must_write([&](Tx& tx) { return insert_channel(tx, channel, as_bytes("sealed")); });
  channel.name = "renamed";
  EXPECT_EQ(must_write([&](Tx& tx) { return update_channel(tx, channel, std::nullopt); }), 2);
  auto stale = store_->write_and_wait([&](Tx& tx) { return update_channel(tx, channel, std::nullopt); });
  ASSERT_FALSE(stale.ok());
  EXPECT_EQ(stale.error().code, ErrorCode::kConflict);
  EXPECT_EQ(to_string(must_read([&](ReadTx& tx) { return load_channel_secrets(tx, channel.id); })), "sealed");
  channel.version = 2;
  must_write([&](Tx& tx) { return update_channel(tx, channel, ByteView(as_bytes("other"))); });
  EXPECT_EQ(to_string(must_read([&](ReadTx& tx) { return load_channel_secrets(tx, channel.id); })), "other");
}

TEST_F(ChannelTest, removed_channel_is_gone_and_forgets_its_secrets) {
  auto channel = record();
  must_write([&](Tx& tx) -> Result<void> {
    if (auto done = insert_channel(tx, channel, as_bytes("sealed")); !done) return done;
    return put_channel_value(tx, channel.id, "uid", as_bytes("7"));
  });
  must_write([&](Tx& tx) { return remove_channel(tx, channel.id, clock_.now()); });
  EXPECT_EQ(store_->read([&](ReadTx& tx) { return load_channel(tx, channel.id); }).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(must_read([](ReadTx& tx) { return list_channels(tx); }).empty());
  EXPECT_EQ(number("SELECT count(*) FROM channel WHERE secrets_sealed IS NOT NULL"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM channel_state"), 0);
}

TEST_F(ChannelTest, cursor_and_state_do_not_touch_the_version) {
  auto channel = record();
  must_write([&](Tx& tx) -> Result<void> {
    if (auto done = insert_channel(tx, channel, {}); !done) return done;
    if (auto done = set_channel_cursor(tx, channel.id, "uid:12"); !done) return done;
    if (auto done = set_channel_state(tx, channel.id, ChannelState::kOk, "", "", Micros{77}); !done) return done;
    return set_channel_state(tx, channel.id, ChannelState::kDegraded, "timeout", "no answer", Micros{});
  });
  const auto loaded = must_read([&](ReadTx& tx) { return load_channel(tx, channel.id); });
  EXPECT_EQ(loaded.version, 1);
  EXPECT_EQ(loaded.cursor, "uid:12");
  EXPECT_EQ(loaded.state, ChannelState::kDegraded);
  EXPECT_EQ(loaded.reason_code, "timeout");
  EXPECT_EQ(loaded.last_success_at, Micros{77});
}

TEST_F(ChannelTest, plugin_values_are_replaced_and_removed) {
  auto channel = record();
  must_write([&](Tx& tx) -> Result<void> {
    if (auto done = insert_channel(tx, channel, {}); !done) return done;
    if (auto done = put_channel_value(tx, channel.id, "a", as_bytes("1")); !done) return done;
    return put_channel_value(tx, channel.id, "a", as_bytes("2"));
  });
  const auto read = [&] { return must_read([&](ReadTx& tx) { return list_channel_values(tx, channel.id); }); };
  ASSERT_EQ(read().size(), 1U);
  EXPECT_EQ(read()[0].name, "a");
  EXPECT_EQ(to_string(read()[0].sealed), "2");
  must_write([&](Tx& tx) { return remove_channel_value(tx, channel.id, "a"); });
  EXPECT_TRUE(read().empty());
}

}  // namespace
}  // namespace frontdesk::storage
