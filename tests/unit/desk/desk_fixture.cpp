#include "unit/desk/desk_fixture.h"

#include <stdlib.h>

#include <filesystem>
#include <future>
#include <thread>

#include "desk/inbound/entry.h"
#include "storage/tables/account.h"
#include "storage/tables/channel.h"

namespace frontdesk::desk {

DeskTest::DeskTest(std::string directory) : directory_(std::move(directory)) {
  char name[] = "/tmp/frontdesk-desk-XXXXXX";
  if (directory_.empty()) directory_ = ::mkdtemp(name);
  store_ = must(storage::Store::open({.directory = directory_, .ballast_bytes = 0}, clock_));
  vault_ = must(privacy::Vault::make(Secret(std::string(32, 'k')), ids_, random_));
  keys_ = std::make_unique<privacy::KeyRing>(*vault_);
  auto key = audit::SigningKey::generate();
  audit_key_ = std::make_unique<audit::SigningKey>(std::move(*key));
  trail_ = std::make_unique<audit::Trail>(*audit_key_, clock_, random_);
  events_ = std::make_unique<EventFeed>(*store_, clock_);
  auto profile = domain::default_profile();
  profile.classification.push_back({domain::TicketType::kFunctionFault, {"支付失败"}});
  context_.reset(new Context{.store = *store_,
                             .vault = *vault_,
                             .keys = *keys_,
                             .masker = masker_,
                             .trail = *trail_,
                             .events = *events_,
                             .ids = ids_,
                             .clock = clock_,
                             .random = random_,
                             .profile = std::make_shared<const domain::Profile>(std::move(profile))});
  tickets_ = std::make_unique<WholeDesk>(*context_, directory_);
  query_ = &tickets_->tickets;
  delivery_ = std::make_unique<Delivery>(*context_);
  if (count("SELECT count(*) FROM channel") == 0) {
    channel_ = add_channel("support");
    agent_ = add_user("li.min", {Role::kAgent});
  } else {
    channel_ = ChannelId{count("SELECT id FROM channel")};
    clock_.advance(std::chrono::hours(1));  // since the life before
  }
  intake_ = std::make_unique<Intake>(*context_);
  must(intake_->start(LastEnd::kOrderly));
}

DeskTest::~DeskTest() {
  intake_.reset();
  store_.reset();
  std::filesystem::remove_all(directory_);
}

InboundItem DeskTest::mail(const std::string& subject, const std::string& text, const std::string& from) {
  const std::string number = std::to_string(++mails_);
  InboundItem item;
  item.dedup_key = "mail-" + number;
  item.message_key = "m" + number + "@customer.test";
  item.conversation_key = item.message_key;
  item.author.address = from;
  item.author.display = "王小明";
  item.received_at = item.sent_at = clock_.now().count();
  item.subject = subject;
  item.parts = {{PartRole::kBody, "text/plain", text}};
  item.raw = "Subject: " + subject + "\r\n\r\n" + text;
  return item;
}

InboundItem DeskTest::receipt_of(ReceiptStatus status, const std::string& message_key, const std::string& diagnostic) {
  InboundItem item = mail("", "");
  item.kind = ItemKind::kReceipt;
  item.receipt = {
      .status = status, .message_key = message_key, .diagnostic = diagnostic, .code = {}, .failed_recipient = {}};
  return item;
}

std::vector<ItemOutcome> DeskTest::take_in(std::vector<InboundItem> items) {
  std::promise<Result<std::vector<ItemOutcome>>> answered;
  auto answer = answered.get_future();
  intake_->submit({.channel = channel_, .items = std::move(items), .cursor = "next", .state_writes = {}},
                  [&](Result<std::vector<ItemOutcome>> result) { answered.set_value(std::move(result)); });
  auto outcomes = must(answer.get());
  wait_until_filed();
  return outcomes;
}

void DeskTest::wait_until_filed() {
  while (intake_->pending() > 0) std::this_thread::yield();
}

JournalId DeskTest::journal(InboundItem item) {
  Bytes key = dedup_key_of(*context_, item);
  JournalEntry entry = make_entry(*context_, channel_, std::move(key), std::move(item));
  seal_payload(*context_, entry);
  must(store_->write_and_wait([&](storage::Tx& tx) { return write_entry(*context_, tx, entry); }));
  return entry.row.id;
}

void DeskTest::restart_intake(LastEnd last_end) {
  intake_ = std::make_unique<Intake>(*context_);
  must(intake_->start(last_end));
}

std::vector<TicketRow> DeskTest::list(TicketView view, const std::string& text) {
  TicketFilter filter;
  filter.view = view;
  filter.text = text;
  return must(query_->list(agent_, filter)).items;
}

TicketRow DeskTest::only_ticket() {
  auto all = list();
  EXPECT_EQ(all.size(), 1U);
  return all.empty() ? TicketRow{} : std::move(all.front());
}

TicketDetail DeskTest::detail(TicketId id) { return must(query_->find(agent_, to_text(id))); }

std::vector<MessageView> DeskTest::messages(TicketId ticket) { return must(query_->messages(ticket, 200, "")).items; }

std::vector<OutboundJob> DeskTest::send_all(SendStatus status) {
  auto jobs = must(delivery_->claim_due(channel_, 50));
  for (const OutboundJob& job : jobs) {
    must(delivery_->report(job.id, {.status = status,
                                    .remote_key = "<" + job.content.message_key + "@shop.test>",
                                    .reason = "because",
                                    .retry_at = clock_.now() + std::chrono::minutes(1)}));
  }
  return jobs;
}

std::int64_t DeskTest::count(const std::string& sql) {
  return must(store_->read([&](storage::ReadTx& tx) -> Result<std::int64_t> {
    auto row = tx.query(sql);
    auto more = row.step();
    if (!more) return std::move(more).error();
    return row.integer(0);
  }));
}

ChannelId DeskTest::add_channel(const std::string& name) {
  storage::ChannelRecord channel;
  channel.id = ids_.next<ChannelId>();
  channel.plugin = "test.mail";
  channel.name = name;
  channel.enabled = true;
  channel.config_json = "{}";
  channel.created_at = channel.activated_at = clock_.now();
  must(store_->write_and_wait([&](storage::Tx& tx) { return storage::insert_channel(tx, channel, {}); }));
  return channel.id;
}

Actor DeskTest::add_user(const std::string& name, Roles roles) {
  Actor actor;
  actor.kind = Actor::Kind::kUser;
  actor.user = ids_.next<UserId>();
  actor.name = name;
  actor.display_name = name;
  actor.roles = roles;
  must(store_->write_and_wait([&](storage::Tx& tx) {
    storage::UserRecord user;
    user.id = actor.user;
    user.name = name;
    user.display_name = name;
    user.roles = roles.stored();
    user.language = "zh-CN";
    user.created_at = clock_.now();
    return storage::insert_user(tx, user);
  }));
  return actor;
}

}  // namespace frontdesk::desk
