// A channel that is removed and made anew keeps its history: its tickets can be answered, answers find back, no mail
// is filed twice (SupportFlow#139, glpi#16757).
#include "desk/outbound/routing.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

json::Value config(const std::string& account, const std::string& host = "mail.test") {
  json::Value value{json::Object{}};
  value.set("host", host).set("account", account).set("password", "s3cret");
  return value;
}

class ChannelAnewTest : public DeskTest {
 protected:
  ChannelAnewTest() : admin_(add_user("root", {Role::kAdmin})) { channel_ = add("support@shop.test"); }

  ChannelId add(const std::string& account, const std::string& plugin = "test.mail") {
    return must(tickets_->channels.add(admin_, plugin, "Shop mail", config(account))).id;
  }
  void remove(ChannelId channel) { must(tickets_->channels.remove(admin_, channel, std::nullopt)); }
  [[nodiscard]] bool can_reply() {
    const auto can = detail(list().at(0).id).can;
    return std::find(can.begin(), can.end(), "ticket.reply") != can.end();
  }
  Result<MessageId> reply(const std::string& key) {
    const TicketRow ticket = list().at(0);
    return tickets_->reply(
        agent_,
        {.ticket = ticket.id, .seen_version = ticket.version, .text = "您好", .attachments = {}, .request_key = key});
  }
  /// Claims what is due in the channel and reports it as sent; the ids under which the replies are known outside.
  std::vector<std::string> send(ChannelId channel) {
    std::vector<std::string> keys;
    for (const OutboundJob& job : must(delivery_->claim_due(channel, 10))) {
      keys.push_back(job.content.message_key);
      must(delivery_->report(job.id, {.status = SendStatus::kSent, .remote_key = {}, .reason = {}, .retry_at = {}}));
    }
    return keys;
  }
  std::string answered_once() {
    take_in(mail("问题", "你好"));
    must(reply("request-1"));
    return send(channel_).at(0);
  }

  Actor admin_;
};

TEST_F(ChannelAnewTest, channel_of_the_same_account_comes_back_with_its_tickets_and_known_mails) {
  InboundItem first = mail("问题", "你好");
  const InboundItem again = first;
  take_in(std::move(first));
  const std::size_t channels = must(tickets_->channel_query.list()).size();
  const std::int64_t version = must(tickets_->channel_query.find(channel_)).version;
  remove(channel_);
  EXPECT_FALSE(can_reply());
  EXPECT_EQ(reply("request-1").error().key, "error.channel_removed");

  EXPECT_EQ(add(" Support@Shop.test"), channel_);
  EXPECT_GT(must(tickets_->channel_query.find(channel_)).version, version);
  EXPECT_EQ(must(tickets_->channel_query.list()).size(), channels);
  EXPECT_TRUE(can_reply());
  EXPECT_EQ(take_in(again), ItemOutcome::kDuplicate);
  must(reply("request-2"));
  InboundItem answer = mail("Re: 问题", "还是不行");
  answer.parent_keys = send(channel_);
  take_in(std::move(answer));
  EXPECT_EQ(list().size(), 1U);
}

TEST_F(ChannelAnewTest, account_or_plugin_that_differs_is_another_channel) {
  take_in(mail("问题", "你好"));
  remove(channel_);
  EXPECT_NE(add("sales@shop.test"), channel_);
  EXPECT_NE(add("support@shop.test", "test.chat"), channel_);
  EXPECT_NE(add(""), channel_);
  EXPECT_FALSE(can_reply());
}

TEST_F(ChannelAnewTest, second_channel_of_the_account_carries_on_when_the_first_is_removed) {
  const std::string key = answered_once();
  must(reply("request-2"));
  const ChannelId second = add("support@shop.test");
  ASSERT_NE(second, channel_);
  remove(channel_);
  EXPECT_TRUE(can_reply());
  must(reply("request-3"));
  EXPECT_EQ(send(second).size(), 1U);
  // What failed with the removal goes out through the other when a human says so.
  const auto failed = count("SELECT message_id FROM outbox WHERE state = 5");
  must(tickets_->retry(agent_, MessageId{failed}, false));
  EXPECT_EQ(send(second).size(), 1U);

  channel_ = second;
  InboundItem answer = mail("Re: 问题", "还是不行");
  answer.parent_keys = {key};
  take_in(std::move(answer));
  EXPECT_EQ(list().size(), 1U);
}

TEST_F(ChannelAnewTest, answer_to_our_mail_finds_back_from_another_channel_of_the_plugin) {
  const std::string key = answered_once();
  channel_ = add("sales@shop.test");
  InboundItem answer = mail("Re: 问题", "还是不行");
  answer.parent_keys = {"<" + key + "@shop.test>"};
  take_in(std::move(answer));
  EXPECT_EQ(list().size(), 1U);
}

}  // namespace
}  // namespace frontdesk::desk
