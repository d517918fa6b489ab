#include "desk/channel/service.h"

#include <algorithm>

#include "audit/browse.h"
#include "desk/channel/stored.h"
#include "desk/outbound/outcome.h"
#include "storage/traffic/outbox.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

using test::FakeRuntime;

json::Value config(const std::string& text) { return *json::parse(text).value; }

class ChannelServiceTest : public DeskTest {
 protected:
  ChannelServiceTest() : admin_(add_user("root", {Role::kAdmin})) {}

  ChannelView add() {
    return must(service_.add(admin_, "test.mail", "Shop mail", config(R"({"host":"mail.test","password":"s3cret"})")));
  }
  std::int64_t events() { return count("SELECT count(*) FROM event WHERE kind = 'channel'"); }
  std::int64_t recorded(const std::string& action) {
    return count("SELECT count(*) FROM audit_record WHERE action = '" + action + "'");
  }
  /// What is on record about a channel, oldest first.
  std::vector<audit::Act> trail(ChannelId channel) {
    std::vector<audit::Act> acts;
    const audit::Query query{.object_id = channel.raw()};
    for (audit::Record& one : must(store_->read([&](storage::ReadTx& tx) { return audit::list_records(tx, query); })))
      acts.insert(acts.begin(), std::move(one.act));
    return acts;
  }

  FakeRuntime runtime_;
  ChannelService service_{*context_, runtime_};
  ChannelQuery channel_query_{*context_, runtime_};
  StoredChannels stored_{*context_};
  Actor admin_;
};

TEST_F(ChannelServiceTest, a_secret_is_sealed_at_once_and_only_its_presence_comes_back) {
  const ChannelView channel = add();
  EXPECT_EQ(json::serialize(channel.config), R"({"host":"mail.test","password":{"set":true}})");
  EXPECT_EQ(must(stored_.secret(channel.id, "password")).reveal(), "s3cret");
  EXPECT_EQ(count("SELECT count(*) FROM channel WHERE config_json LIKE '%s3cret%'"), 0);
  must(service_.check(admin_, "test.mail", channel.config, channel.id));
  EXPECT_EQ(runtime_.checked_secret, "s3cret");
}

TEST_F(ChannelServiceTest, one_mailbox_in_two_channels_is_told_of_both_and_not_refused) {
  const auto add_mailbox = [&](const char* name, const std::string& address) {
    return must(service_.add(admin_, "test.mail", name,
                             config(R"({"host":"mail.test","identity":{"address":")" + address + R"("}})")));
  };
  add_mailbox("Shop", "support@shop.test");
  EXPECT_TRUE(add_mailbox("Sales", "sales@shop.test").same_account.empty());
  const ChannelView twin = add_mailbox("Again", "Support@shop.test");
  ASSERT_EQ(twin.same_account.size(), 1U) << "told when it is set up";
  EXPECT_EQ(twin.same_account[0].name, "Shop");
  for (const ChannelView& channel : must(channel_query_.list())) {
    EXPECT_EQ(channel.same_account.size(), channel.name == "Shop" || channel.name == "Again" ? 1U : 0U) << channel.name;
  }
}

TEST_F(ChannelServiceTest, a_change_keeps_secrets_tells_everybody_and_stands_on_record_with_its_before) {
  const ChannelView channel = add();
  const auto told = events();
  ChannelChange change;
  change.name = "Service mail";
  change.config = config(R"({"host":"mail.test","folder":"Shop","password":{"set":true}})");
  const ChannelView changed = must(service_.change(admin_, channel.id, channel.version, change));
  EXPECT_EQ(changed.name, "Service mail");
  EXPECT_EQ(must(stored_.secret(channel.id, "password")).reveal(), "s3cret");
  EXPECT_EQ(events(), told + 1);
  EXPECT_EQ(recorded("channel.change"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'channel.change' AND "
                  "instr(bytes, CAST('Shop mail' AS BLOB)) > 0 AND instr(bytes, CAST('Service mail' AS BLOB)) > 0"),
            1);
  EXPECT_EQ(service_.change(admin_, channel.id, channel.version, change).error().key, "error.version");
}

TEST_F(ChannelServiceTest, the_record_of_a_change_names_the_settings_that_differ_and_no_secret) {
  const ChannelView channel = add();
  ChannelChange change;
  change.config = config(R"({"host":"mail.test","from":"wang.xiaoming@shop.test","password":"an0ther"})");
  const ChannelView changed = must(service_.change(admin_, channel.id, channel.version, change));
  change.config = config(R"({"host":"mail.test","password":{"set":true}})");
  must(service_.change(admin_, channel.id, changed.version, change));

  const auto records = trail(channel.id);
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].after,
            R"({"plugin":"test.mail","name":"Shop mail","enabled":true,"settings":{"host":"mail.test"},)"
            R"("new_secrets":["password"]})");
  EXPECT_EQ(records[1].before, R"({"plugin":"test.mail","name":"Shop mail","enabled":true})");
  EXPECT_NE(records[1].after.find(R"("settings":{"from":")"), std::string::npos);
  EXPECT_NE(records[1].after.find(R"("new_secrets":["password"])"), std::string::npos);
  EXPECT_EQ(records[1].after.find("wang.xiaoming@"), std::string::npos) << records[1].after;
  EXPECT_EQ(records[1].after.find("an0ther"), std::string::npos);
  EXPECT_NE(records[2].before.find(R"("settings":{"from":")"), std::string::npos);
  EXPECT_EQ(records[2].after, R"({"plugin":"test.mail","name":"Shop mail","enabled":true})");
}

TEST_F(ChannelServiceTest, a_kept_secret_is_told_only_where_it_was_given_for) {
  const ChannelView channel =
      must(service_.add(admin_, "test.mail", "Shop mail",
                        config(R"({"host":"mail.test","port":993,"tls":true,"user":"shop","password":"s3cret",
                 "second":{"host":"send.test","password":"s3cond"}})")));
  const std::string kept = R"("password":{"set":true})";
  const char* others[] = {
      R"({"host":"evil.test","port":993,"tls":true,"user":"shop",PW,"second":{"host":"send.test",PW}})",
      R"({"host":"mail.test","port":1993,"tls":true,"user":"shop",PW,"second":{"host":"send.test",PW}})",
      R"({"host":"mail.test","port":993,"tls":false,"user":"shop",PW,"second":{"host":"send.test",PW}})",
      R"({"host":"mail.test","port":993,"tls":true,"user":"root",PW,"second":{"host":"send.test",PW}})",
      R"({"host":"mail.test","port":993,"tls":true,"user":"shop",PW,"second":{"host":"evil.test",PW}})",
      R"({"host":"mail.test","port":993,"tls":true,"user":"shop",PW,"second":{PW}})",
      R"({"host":"mail.test","port":993,"tls":true,"user":"shop",PW,"proxy":"evil.test","second":{"host":"send.test",PW}})",
      R"({"host":"evil.test","port":993,"tls":true,"user":"shop","password":"new","second":{"host":"send.test",PW}})"};
  for (std::string text : others) {
    for (std::size_t at; (at = text.find("PW")) != std::string::npos;) text.replace(at, 2, kept);
    const auto tested = service_.check(admin_, "test.mail", config(text), channel.id);
    ASSERT_FALSE(tested) << text;
    EXPECT_EQ(tested.error().key, "error.secret_anew") << text;
    const auto saved =
        service_.change(admin_, channel.id, channel.version, {.name = {}, .config = config(text), .enabled = {}});
    ASSERT_FALSE(saved) << text;
    EXPECT_EQ(saved.error().key, "error.secret_anew") << text;
  }
  EXPECT_EQ(runtime_.checks, 0);
  EXPECT_EQ(service_.check(admin_, "other.plugin", channel.config, channel.id).error().key, "error.secret_anew");
  EXPECT_EQ(must(channel_query_.find(channel.id)).version, channel.version);
}

TEST_F(ChannelServiceTest, new_secrets_go_with_new_settings_and_free_settings_keep_the_old_ones) {
  const ChannelView channel = add();
  must(service_.check(admin_, "test.mail", config(R"({"host":"mail.test","folder":"Shop","password":{"set":true}})"),
                      channel.id));
  EXPECT_EQ(runtime_.checked_secret, "s3cret");
  must(service_.check(admin_, "test.mail", config(R"({"host":"other.test","password":"an0ther"})"), channel.id));
  EXPECT_EQ(runtime_.checked_secret, "an0ther");
  ChannelChange change;
  change.config = config(R"({"host":"other.test","password":"an0ther"})");
  must(service_.change(admin_, channel.id, channel.version, change));
  EXPECT_EQ(must(stored_.secret(channel.id, "password")).reveal(), "an0ther");
}

TEST_F(ChannelServiceTest, every_test_is_on_record_also_a_refused_one_and_never_with_a_secret) {
  const ChannelView channel = add();
  must(service_.check(admin_, "test.mail", channel.config, channel.id));
  const auto refused = config(R"({"host":"evil.test","password":{"set":true}})");
  ASSERT_FALSE(service_.check(admin_, "test.mail", refused, channel.id));
  must(service_.check(admin_, "test.mail", config(R"({"host":"new.test","password":"s3cret"})"), std::nullopt));
  EXPECT_EQ(recorded("channel.check"), 3);
  const auto records = trail(channel.id);
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[1].after, R"({"plugin":"test.mail","name":"","enabled":false,"settings":{"host":"mail.test"},)"
                              R"("new_secrets":["password"]})");
  EXPECT_EQ(records[1].result, "ok");
  EXPECT_EQ(records[2].result, "denied");
  EXPECT_NE(records[2].reason.find("host"), std::string::npos) << records[2].reason;
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE instr(bytes, CAST('s3cret' AS BLOB)) > 0"), 0);
}

TEST_F(ChannelServiceTest, a_channel_is_removed_only_as_it_was_seen_and_everybody_is_told) {
  const ChannelView channel = add();
  const auto told = events();
  const int applied = runtime_.applied;
  EXPECT_EQ(service_.remove(admin_, channel.id, channel.version + 1).error().key, "error.version");
  must(service_.remove(admin_, channel.id, channel.version));
  EXPECT_EQ(events(), told + 1);
  EXPECT_EQ(runtime_.applied, applied + 1);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'channel.remove' AND "
                  "instr(bytes, CAST('Shop mail' AS BLOB)) > 0"),
            1);
  EXPECT_EQ(channel_query_.find(channel.id).error().code, ErrorCode::kNotFound);
}

TEST_F(ChannelServiceTest, replies_that_wait_fail_with_their_channel_and_are_not_queued_again) {
  take_in(mail("问题", "你好"));
  const TicketRow ticket = only_ticket();
  const MessageId message = must(tickets_->reply(agent_, {.ticket = ticket.id,
                                                          .seen_version = ticket.version,
                                                          .text = "您好",
                                                          .attachments = {},
                                                          .request_key = "request-1"}));
  must(service_.remove(admin_, channel_, must(channel_query_.find(channel_)).version));
  const std::vector<MessageView> all = messages(ticket.id);
  const auto shown = std::find_if(all.begin(), all.end(), [&](const MessageView& one) { return one.id == message; });
  ASSERT_NE(shown, all.end());
  EXPECT_EQ(shown->delivery->state, domain::Delivery::kFailed);
  EXPECT_EQ(shown->delivery->reason, kChannelRemoved);
  EXPECT_TRUE(only_ticket().unread);
  EXPECT_EQ(recorded("message.fail"), 1);
  EXPECT_EQ(must(store_->read([](storage::ReadTx& tx) { return storage::count_outbox(tx, std::nullopt); })).waiting, 0);
  EXPECT_EQ(tickets_->retry(agent_, message, false).error().key, "error.channel_removed");
}

TEST_F(ChannelServiceTest, a_plugin_s_words_about_its_health_are_masked) {
  must(stored_.save_health(channel_, {.state = ChannelState::kDegraded,
                                      .code = "send_failed",
                                      .text = "refused by zhang.san@customer.test",
                                      .last_success_at = {}}));
  const ChannelView view = must(channel_query_.find(channel_));
  EXPECT_EQ(view.reason_text.find("zhang.san@"), std::string::npos);
  EXPECT_NE(view.reason_text.find("refused by"), std::string::npos);
}

TEST_F(ChannelServiceTest, only_an_administrator_runs_channels) {
  Input remove;
  remove.path = {to_text(channel_)};
  EXPECT_EQ(tickets_->perform("channel.remove", agent_, remove).error().code, ErrorCode::kForbidden);
  Input add;
  add.fields.set("plugin", "test.mail").set("name", "x").set("config", json::Object{});
  EXPECT_EQ(tickets_->perform("channel.add", agent_, add).error().code, ErrorCode::kForbidden);
}

TEST_F(ChannelServiceTest, the_ledger_shows_every_item_once_page_by_page) {
  for (int i = 0; i < 3; ++i) take_in(mail("a", "text"));
  const LedgerPage first = must(channel_query_.ledger(channel_, "", 2, ""));
  EXPECT_EQ(first.items.size(), 2U);
  const LedgerPage second = must(channel_query_.ledger(channel_, "", 2, first.next));
  EXPECT_EQ(second.items.size(), 1U);
  EXPECT_TRUE(second.next.empty());
}

}  // namespace
}  // namespace frontdesk::desk
