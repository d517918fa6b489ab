// Ways to forge or cut the trail and the rows with the database, and where said the files beside it, but without the
// keys: each is found at the start or by the scrub, with its position or row, and nothing is signed over it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include <openssl/hmac.h>

#include "audit/alarms.h"
#include "audit/anchor.h"
#include "audit/browse.h"
#include "audit/scrub.h"
#include "audit/trail.h"
#include "audit/verifier/record.h"
#include "storage/store.h"
#include "storage/tables/account.h"
#include "storage/tables/audit.h"
#include "storage/tables/channel.h"
#include "storage/tables/channel_account.h"
#include "storage/tables/ticket.h"
#include "storage/traffic/outbox.h"
#include "support/fake_clock.h"

namespace frontdesk::audit::test {
namespace {

using storage::ReadTx;
using storage::Tx;

constexpr std::int64_t kUser = 11, kSession = 12, kChannel = 13, kTicket = 14, kOutbox = 15;

Bytes keyed(ByteView bytes) {
  static constexpr std::string_view kKey = "the desk's own key, not in the database";
  Bytes out(32);
  unsigned size = 32;
  HMAC(EVP_sha256(), kKey.data(), static_cast<int>(kKey.size()), bytes.data(), bytes.size(), out.data(), &size);
  return out;
}

/// The store of a desk and all that guards its trail; opened and closed as the daemon does it.
class ForgeryTest : public testing::Test {
 protected:
  ForgeryTest() {
    std::string pattern = testing::TempDir() + "forgeryXXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    elsewhere_ = folder_ + "/elsewhere";
  }
  ~ForgeryTest() override {
    close();
    std::filesystem::remove_all(folder_);
  }

  [[nodiscard]] std::string anchor_file() const { return folder_ + "/audit.anchor"; }

  void open_store(bool with_key = true) {
    auto opened =
        storage::Store::open({.directory = folder_, .row_hash = with_key ? keyed : storage::RowHash()}, clock_);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
    trail_ = std::make_unique<Trail>(key_, clock_, random_);
    alarms_ = std::make_unique<Alarms>(*store_, *trail_);
    AnchorPlaces places;
    places.push_back(std::make_unique<AnchorFile>(anchor_file()));
    places.push_back(std::make_unique<AnchorHistory>(elsewhere_));
    anchor_ = std::make_unique<Anchor>(*store_, *trail_, *alarms_, clock_, std::move(places));
    scrub_ = std::make_unique<Scrub>(*store_, *trail_, *alarms_, folder_ + "/audit.scrub");
  }
  void close() {
    scrub_.reset();
    anchor_.reset();
    alarms_.reset();
    trail_.reset();
    store_.reset();
  }
  /// As the daemon starts.
  Result<void> start() {
    open_store();
    FD_TRY(anchor_->check());
    FD_TRY(scrub_->check_people());
    return anchor_->sign();
  }
  void stop() {
    ASSERT_TRUE(anchor_->sign(true));
    close();
  }
  /// A power failure: nothing is signed at the end.
  void crash() { close(); }

  template <class Work>
  void write(Work work) {
    auto done = store_->write_and_wait([&](Tx& tx) -> Result<void> { return work(tx); });
    ASSERT_TRUE(done) << done.error().message;
  }
  void append(Seq count) {
    write([&](Tx& tx) -> Result<void> {
      for (Seq i = 0; i < count; ++i) {
        auto seq = trail_->append(
            tx,
            {.actor_id = 5, .actor_name = "li.min", .action = "ticket.reply", .object_type = "ticket", .object_id = i});
        if (!seq) return std::move(seq).error();
      }
      return {};
    });
  }
  /// 700 records and a row of every kind, cleanly stopped.
  void make_desk() {
    ASSERT_TRUE(start());
    append(700);
    write([&](Tx& tx) { return add_rows(tx); });
    stop();
  }
  static Result<void> add_rows(Tx& tx) {
    const auto user = [](std::int64_t id, const char* name) {
      return storage::UserRecord{
          .id = UserId(id), .name = name, .display_name = name, .roles = 4, .password_hash = "h"};
    };
    FD_TRY(storage::insert_user(tx, user(kUser, "li.min")));
    FD_TRY(storage::insert_user(tx, user(kUser + 100, "wang")));
    FD_TRY(storage::insert_session(tx, {.id = SessionId(kSession),
                                        .token_hash = Bytes(32, 1),
                                        .user = UserId(kUser),
                                        .csrf_hash = Bytes(32, 2),
                                        .expires_at = Micros{9}}));
    FD_TRY(storage::insert_channel(tx,
                                   {.id = ChannelId(kChannel),
                                    .plugin = "mail",
                                    .name = "shop",
                                    .enabled = true,
                                    .config_json = R"({"host":"a"})"},
                                   Bytes{1, 2, 3}));
    FD_TRY(storage::set_channel_account(tx, ChannelId(kChannel), "mail", "shop@shop.test"));
    FD_TRY(tx.execute("INSERT INTO customer (id, number, name_masked, created_at) VALUES (1, 'C1', 'x', 1)"));
    FD_TRY(storage::insert_ticket(tx, {.id = TicketId(kTicket),
                                       .number = "P1",
                                       .channel = ChannelId(kChannel),
                                       .customer = CustomerId(1),
                                       .subject_masked = "s"}));
    FD_TRY(tx.execute("INSERT INTO message (id, ticket_id, kind, created_at) VALUES (1, ?1, 2, 1)", kTicket));
    return storage::insert_outbox(tx, {.id = OutboxId(kOutbox),
                                       .message = MessageId(1),
                                       .channel = ChannelId(kChannel),
                                       .conversation = ConversationId(1),
                                       .idempotency_key = "k",
                                       .payload_sealed = Bytes{7},
                                       .created_at = Micros{1}});
  }

  /// The attacker's hand: the database alone, with no key.
  void tamper(const std::function<Result<void>(Tx&)>& work) {
    auto opened = storage::Store::open({.directory = folder_}, clock_);
    ASSERT_TRUE(opened) << opened.error().message;
    auto done = (*opened)->write_and_wait([&](Tx& tx) { return work(tx); });
    ASSERT_TRUE(done) << done.error().message;
  }
  void tamper(std::string_view sql) {
    tamper([&](Tx& tx) { return tx.execute(sql); });
  }
  /// Changes a record and computes leaf and chain of it and all behind it anew, as anybody can.
  static Result<void> forge(Tx& tx, Seq seq, const std::function<void(Record&)>& change) {
    Hasher hasher;
    auto before = storage::find_audit_row(tx, seq - 1);
    if (!before) return std::move(before).error();
    Hash chain = *before ? *to_hash((*before)->chain) : Hash{};
    std::vector<storage::AuditRow> rows;
    FD_TRY(storage::for_each_audit_row(tx, seq, 1'000'000, [&](const storage::AuditRow& row) {
      rows.push_back(row);
      return Result<void>();
    }));
    for (storage::AuditRow& row : rows) {
      Record record = decode_record(hasher, row.bytes)->record;
      if (row.seq == seq) change(record);
      const Encoded encoded = encode_record(hasher, record, Salt{});
      chain = hasher.link(chain, encoded.leaf);
      FD_TRY(tx.execute(
          "UPDATE audit_record SET bytes = ?2, leaf = ?3, chain = ?4, actor_id = ?5, action = ?6, at = ?7, "
          "object_type = ?8, object_id = ?9 WHERE seq = ?1",
          row.seq, encoded.bytes, Bytes(encoded.leaf.begin(), encoded.leaf.end()), Bytes(chain.begin(), chain.end()),
          record.act.actor_id, record.act.action, record.at, record.act.object_type, record.act.object_id));
    }
    return tx.execute("DELETE FROM audit_checkpoint WHERE size >= ?1", seq);
  }
  static void by_somebody_else(Record& record) { record.act.actor_name = "xx.xxx"; }

  [[nodiscard]] std::int64_t number(std::string_view sql) {
    auto found = store_->read([&](ReadTx& tx) -> Result<std::int64_t> {
      auto row = tx.query(sql);
      FD_TRY(row.step());
      return row.integer(0);
    });
    return found ? *found : -1;
  }
  /// One round of the scrub and a bit.
  void scrub() {
    for (int i = 0; i < 12; ++i) ASSERT_TRUE(scrub_->step());
  }
  [[nodiscard]] std::string standing() const {
    std::string all;
    for (const Alarm& alarm : alarms_->standing()) all += alarm.object + " " + std::to_string(alarm.id) + "; ";
    return all;
  }
  [[nodiscard]] bool stands(const std::string& object, std::int64_t id) const {
    for (const Alarm& alarm : alarms_->standing())
      if (alarm.object == object && alarm.id == id) return true;
    return false;
  }
  [[nodiscard]] std::string note_in(const std::string& file) const {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::string folder_;
  std::string elsewhere_;
  frontdesk::test::FakeClock clock_;
  SystemRandom random_;
  SigningKey key_ = *SigningKey::generate();
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<Trail> trail_;
  std::unique_ptr<Alarms> alarms_;
  std::unique_ptr<Anchor> anchor_;
  std::unique_ptr<Scrub> scrub_;
};

TEST_F(ForgeryTest, an_honest_desk_starts_stops_crashes_and_is_scrubbed_without_an_alarm) {
  make_desk();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(start());
    append(300);
    scrub();
    EXPECT_EQ(standing(), "");
    i == 1 ? crash() : stop();
  }
  ASSERT_TRUE(start());
  EXPECT_EQ(standing(), "");
  EXPECT_EQ(number("SELECT count(*) FROM audit_record WHERE action = 'audit.alarm'"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM audit_record WHERE action = 'row.sum'"), 1);
}

struct Refused {
  const char* name;
  std::function<Result<void>(Tx&)> attack;
  Seq position;
  bool takes_the_anchor = false;
};

std::function<Result<void>(Tx&)> sql(const char* text) {
  return [text](Tx& tx) { return tx.execute(text); };
}

// N-06: the start refuses, names the position, and leaves everything as it was.
TEST_F(ForgeryTest, what_breaks_the_trail_is_refused_at_every_start_and_never_signed) {
  const auto forged = [](Seq seq) { return [seq](Tx& tx) { return forge(tx, seq, by_somebody_else); }; };
  const Refused attacks[] = {
      {"forged, chain anew, checkpoints cut, anchor gone", forged(690), 690, true},
      {"forged deep, anchor gone", forged(400), 400, true},
      {"forged, anchor kept", forged(690), 690},
      {"forged and the sums taken away",
       [](Tx& tx) -> Result<void> {
         FD_TRY(forge(tx, 690, by_somebody_else));
         return tx.execute("UPDATE audit_record SET mac = x'' WHERE seq >= 690");
       },
       690, true},
      {"all sums taken away and the record of them renamed",
       [](Tx& tx) -> Result<void> {
         FD_TRY(forge(tx, 690, by_somebody_else));
         return tx.execute("UPDATE audit_record SET mac = x'', action = replace(action, 'row.sum', 'user.add')");
       },
       1, true},
      {"newest records deleted", sql("DELETE FROM audit_record WHERE seq > 650"), 651},
      {"one record deleted", sql("DELETE FROM audit_record WHERE seq = 600"), 600},
      {"two records swapped",
       sql("UPDATE audit_record SET bytes = (SELECT bytes FROM audit_record o WHERE o.seq = 1201 - audit_record.seq) "
           "WHERE seq IN (600, 601)"),
       600},
      {"one record twice",
       sql("UPDATE audit_record SET bytes = (SELECT bytes FROM audit_record WHERE seq = 599) WHERE "
           "seq = 600"),
       600},
      {"a record added at the end",
       sql("INSERT INTO audit_record SELECT seq + 1, bytes, leaf, chain, at, actor_id, action, object_type, object_id, "
           "mac FROM audit_record ORDER BY seq DESC LIMIT 1"),
       702},
      {"columns changed", sql("UPDATE audit_record SET actor_id = 99 WHERE seq = 650"), 650},
      {"time of a column changed", sql("UPDATE audit_record SET at = at + 1 WHERE seq = 650"), 650},
      {"link changed", sql("UPDATE audit_record SET chain = zeroblob(32) WHERE seq = 650"), 650},
      {"sum changed", sql("UPDATE audit_record SET mac = zeroblob(32) WHERE seq = 650"), 650},
      {"root of a checkpoint changed", sql("UPDATE audit_checkpoint SET root = zeroblob(32) WHERE size = 513"), 513},
      {"all records deleted", sql("DELETE FROM audit_record"), 1},
  };
  make_desk();
  const std::string copy = folder_ + ".copy";
  std::filesystem::copy(folder_, copy, std::filesystem::copy_options::recursive);
  for (const Refused& attack : attacks) {
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(copy, folder_, std::filesystem::copy_options::recursive);
    tamper(attack.attack);
    if (attack.takes_the_anchor) {
      std::filesystem::remove(anchor_file());
      std::filesystem::remove(elsewhere_);
    }
    for (int i = 0; i < 2; ++i) {
      const auto started = start();
      ASSERT_FALSE(started) << attack.name;
      EXPECT_EQ(started.error().code, ErrorCode::kCorrupt) << attack.name;
      EXPECT_NE(started.error().message.find("record " + std::to_string(attack.position) + " "), std::string::npos)
          << attack.name << ": " << started.error().message;
      close();
      EXPECT_EQ(std::filesystem::exists(anchor_file()), !attack.takes_the_anchor) << attack.name;
    }
  }
  std::filesystem::remove_all(copy);
}

// N-06
TEST_F(ForgeryTest, a_trail_without_its_anchor_raises_an_alarm_on_record_and_nothing_is_signed_until_it_is_accepted) {
  make_desk();
  tamper([](Tx& tx) -> Result<void> {
    FD_TRY(tx.execute("DELETE FROM audit_record WHERE seq > 512"));
    return tx.execute("DELETE FROM audit_checkpoint WHERE size > 512");
  });
  std::filesystem::remove(anchor_file());
  std::filesystem::remove(elsewhere_);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(start());
    EXPECT_TRUE(stands("audit_record", 1)) << standing();
    append(600);
    ASSERT_TRUE(anchor_->sign());
    EXPECT_EQ(number("SELECT max(size) FROM audit_checkpoint"), 257);
    EXPECT_FALSE(std::filesystem::exists(anchor_file()));
    close();
  }
  ASSERT_TRUE(start());
  EXPECT_EQ(number("SELECT count(*) FROM audit_record WHERE action = 'audit.alarm' AND object_type = 'audit_record'"),
            1);
  write([&](Tx& tx) -> Result<void> {
    auto seq =
        trail_->append(tx, {.action = kAcceptAction, .object_type = "audit_record", .reason = "disk was replaced"});
    return seq ? Result<void>() : std::move(seq).error();
  });
  ASSERT_TRUE(anchor_->accept());
  EXPECT_TRUE(std::filesystem::exists(anchor_file()));
  stop();
  ASSERT_TRUE(start());
  EXPECT_EQ(standing(), "");
}

TEST_F(ForgeryTest, an_older_anchor_is_told_by_the_one_kept_elsewhere) {
  make_desk();
  const std::string older = note_in(anchor_file());
  const Seq size = 701;
  ASSERT_TRUE(start());
  append(10);
  stop();
  std::ofstream(anchor_file()) << older;
  ASSERT_TRUE(start());
  EXPECT_TRUE(stands("audit_record", size + 1)) << standing();
}

TEST_F(ForgeryTest, a_trail_cut_back_with_its_anchor_is_refused_for_the_one_kept_elsewhere) {
  make_desk();
  const std::string older = note_in(anchor_file());
  ASSERT_TRUE(start());
  append(10);
  stop();
  std::ofstream(anchor_file()) << older;
  tamper([](Tx& tx) -> Result<void> {
    FD_TRY(tx.execute("DELETE FROM audit_record WHERE seq > 701"));
    return tx.execute("DELETE FROM audit_checkpoint WHERE size > 701");
  });
  const auto started = start();
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().message.find("record 702 "), std::string::npos) << started.error().message;
}

TEST_F(ForgeryTest, an_anchor_older_than_a_crash_can_leave_it_raises_an_alarm) {
  make_desk();
  ASSERT_TRUE(start());
  append(1);
  clock_.advance(std::chrono::minutes(30));
  append(1);
  crash();
  ASSERT_TRUE(start());
  EXPECT_TRUE(stands("audit_record", 702)) << standing();
}

TEST_F(ForgeryTest, records_cut_while_the_desk_runs_are_found_and_the_forged_end_is_not_signed) {
  make_desk();
  ASSERT_TRUE(start());
  append(5);
  write([](Tx& tx) -> Result<void> {
    FD_TRY(tx.execute("DELETE FROM audit_record WHERE seq > 690"));
    return tx.execute("DELETE FROM audit_checkpoint WHERE size > 690");
  });
  EXPECT_FALSE(anchor_->sign());
  EXPECT_TRUE(stands("audit_record", 691)) << standing();
  EXPECT_EQ(number("SELECT max(size) FROM audit_checkpoint"), 513);
  close();
  ASSERT_FALSE(start());
}

TEST_F(ForgeryTest, what_the_start_does_not_look_at_is_found_by_the_scrub_which_goes_on_after_a_restart) {
  ASSERT_TRUE(start());
  append(9000);
  stop();
  const char* attacks[] = {"UPDATE audit_record SET actor_id = 99 WHERE seq = 300",
                           "UPDATE audit_record SET action = 'user.add' WHERE seq = 300",
                           "UPDATE audit_record SET object_id = 77 WHERE seq = 300",
                           "UPDATE audit_record SET object_type = 'user' WHERE seq = 300",
                           "UPDATE audit_record SET at = 1 WHERE seq = 300",
                           "UPDATE audit_record SET leaf = zeroblob(32) WHERE seq = 300",
                           "UPDATE audit_record SET mac = zeroblob(32) WHERE seq = 300",
                           "DELETE FROM audit_record WHERE seq = 300"};
  const std::string copy = folder_ + ".copy";
  std::filesystem::copy(folder_, copy, std::filesystem::copy_options::recursive);
  for (const char* attack : attacks) {
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(copy, folder_, std::filesystem::copy_options::recursive);
    tamper(attack);
    ASSERT_TRUE(start()) << attack;
    ASSERT_TRUE(scrub_->step());
    EXPECT_TRUE(stands("audit_record", 300)) << attack << ": " << standing();
    const std::int64_t next = scrub_->progress().record;
    const auto size = number("SELECT max(size) FROM audit_checkpoint");
    append(300);
    ASSERT_TRUE(anchor_->sign());
    EXPECT_EQ(number("SELECT max(size) FROM audit_checkpoint"), size) << attack;
    close();
    ASSERT_TRUE(start());
    EXPECT_TRUE(stands("audit_record", 300)) << attack << ": forgotten at the restart";
    ASSERT_TRUE(scrub_->step());
    EXPECT_GT(scrub_->progress().record, next) << attack;
    close();
  }
  std::filesystem::remove_all(copy);
}

struct Row {
  const char* sql;
  const char* object;
  std::int64_t id;
};

// By SQL an agent becomes an administrator, a channel talks to another server, a reply is sent twice.
TEST_F(ForgeryTest, rows_that_give_a_right_or_send_a_message_are_named_when_they_were_changed) {
  const Row attacks[] = {
      {"UPDATE user_account SET roles = 7 WHERE id = 11", "user", kUser},
      {"UPDATE user_account SET password_hash = 'mine' WHERE id = 11", "user", kUser},
      {"UPDATE user_account SET name = 'x' || name WHERE id = 11", "user", kUser},
      {"UPDATE user_account SET roles = 7, mac = x'' WHERE id = 11", "user", kUser},
      {"UPDATE user_account SET mac = (SELECT mac FROM user_account WHERE id = 111), roles = 7 WHERE id = 11", "user",
       kUser},
      {"UPDATE user_account SET version = 9 WHERE id = 11", "user", kUser},
      {"INSERT INTO user_account (id, name, display_name, roles, password_hash, language, created_at) VALUES (99, "
       "'eve', "
       "'eve', 7, 'h', 'en', 1)",
       "user", 99},
      {"UPDATE session SET user_id = 111 WHERE id = 12", "session", kSession},
      {"UPDATE session SET expires_at = 99999999 WHERE id = 12", "session", kSession},
      {"UPDATE channel SET config_json = '{\"host\":\"evil\"}' WHERE id = 13", "channel", kChannel},
      {"UPDATE channel SET plugin = 'evil' WHERE id = 13", "channel", kChannel},
      {"UPDATE channel SET secrets_sealed = x'09' WHERE id = 13", "channel", kChannel},
      {"UPDATE channel_account SET account = 'evil@shop.test' WHERE channel_id = 13", "channel_account", kChannel},
      {"UPDATE outbox SET state = 1, channel_id = 1 WHERE id = 15", "outbox", kOutbox},
      {"UPDATE outbox SET payload_sealed = x'08' WHERE id = 15", "outbox", kOutbox},
      {"UPDATE outbox SET state = 3 WHERE id = 15", "outbox", kOutbox},
      {"UPDATE ticket SET state = 7 WHERE id = 14", "ticket", kTicket},
      {"UPDATE ticket SET subject_masked = 'forged' WHERE id = 14", "ticket", kTicket},
      {"UPDATE ticket SET owner_id = 11 WHERE id = 14", "ticket", kTicket},
      {"UPDATE ticket SET state = 11, merged_into = 15 WHERE id = 14", "ticket", kTicket},
  };
  make_desk();
  const std::string copy = folder_ + ".copy";
  std::filesystem::copy(folder_, copy, std::filesystem::copy_options::recursive);
  for (const Row& attack : attacks) {
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(copy, folder_, std::filesystem::copy_options::recursive);
    tamper(attack.sql);
    ASSERT_TRUE(start()) << attack.sql;
    scrub();
    EXPECT_TRUE(stands(attack.object, attack.id)) << attack.sql << ": " << standing();
    EXPECT_EQ(number("SELECT count(*) FROM audit_record WHERE action = 'audit.alarm'"), 1) << attack.sql;
    close();
  }
  std::filesystem::remove_all(copy);
}

TEST_F(ForgeryTest, a_changed_row_gives_no_right_and_sends_nothing_and_is_whole_again_when_it_is_written_anew) {
  make_desk();
  tamper([](Tx& tx) -> Result<void> {
    FD_TRY(tx.execute("UPDATE user_account SET roles = 7"));
    FD_TRY(tx.execute("UPDATE session SET expires_at = 99999999"));
    FD_TRY(tx.execute("UPDATE channel SET config_json = '{}'"));
    return tx.execute("UPDATE outbox SET channel_id = channel_id, idempotency_key = 'other'");
  });
  ASSERT_TRUE(start());
  auto seen = store_->read([](ReadTx& tx) { return storage::load_user(tx, UserId(kUser)); });
  EXPECT_FALSE(seen->is_proven);
  EXPECT_EQ(seen->roles, 0);
  EXPECT_TRUE(seen->disabled);
  EXPECT_EQ(seen->password_hash, "");
  EXPECT_FALSE(*store_->read([](ReadTx& tx) { return storage::find_session(tx, Bytes(32, 1)); }));
  const auto channel = store_->read([](ReadTx& tx) { return storage::load_channel(tx, ChannelId(kChannel)); });
  EXPECT_FALSE(channel->enabled);
  EXPECT_EQ(channel->reason_code, storage::kRowChanged);
  EXPECT_TRUE(store_->read([](ReadTx& tx) { return storage::load_channel_secrets(tx, ChannelId(kChannel)); })->empty());
  EXPECT_TRUE(
      store_->read([](ReadTx& tx) { return storage::due_outbox(tx, ChannelId(kChannel), Micros{9}, 10); })->empty());
  EXPECT_TRUE(stands("user", kUser));
  write([&](Tx& tx) {
    seen->roles = 4;
    seen->disabled = false;
    return storage::update_user(tx, *seen);
  });
  scrub();
  EXPECT_FALSE(stands("user", kUser)) << standing();
  EXPECT_TRUE(store_->read([](ReadTx& tx) { return storage::load_user(tx, UserId(kUser)); })->is_proven);
}

TEST_F(ForgeryTest, a_changed_ticket_stays_unproven_when_the_desk_goes_on_with_it) {
  make_desk();
  tamper("UPDATE ticket SET owner_id = 11");
  ASSERT_TRUE(start());
  write([](Tx& tx) -> Result<void> {
    auto before = storage::load_ticket(tx, TicketId(kTicket));
    if (!before) return std::move(before).error();
    storage::TicketRecord now = *before;
    now.state = domain::TicketState::kOpen;
    return storage::update_ticket(tx, *before, now);
  });
  scrub();
  EXPECT_TRUE(stands("ticket", kTicket)) << standing();
}

// A store of an earlier version gets its sums once, after the whole trail was looked at.
TEST_F(ForgeryTest, an_older_store_gets_its_sums_once) {
  open_store(false);
  append(300);
  write([](Tx& tx) { return add_rows(tx); });
  ASSERT_TRUE(anchor_->sign(true));
  close();
  ASSERT_TRUE(start());
  scrub();
  EXPECT_EQ(standing(), "");
  EXPECT_EQ(number("SELECT count(*) FROM user_account WHERE mac = x''"), 0);
  stop();
  tamper("UPDATE user_account SET mac = x'', roles = 7");
  ASSERT_TRUE(start());
  EXPECT_TRUE(stands("user", kUser)) << standing();
}

TEST_F(ForgeryTest, anchors_elsewhere_are_appended_and_a_cut_one_at_the_end_is_left_out) {
  make_desk();
  const std::string whole = note_in(elsewhere_);
  std::ofstream(elsewhere_, std::ios::app) << whole.substr(0, 40);
  ASSERT_TRUE(start());
  EXPECT_EQ(standing(), "");
  append(1);
  stop();
  EXPECT_TRUE(note_in(elsewhere_).starts_with(whole));
}

TEST(NoteToLine, holds_what_an_auditor_needs) {
  const auto key = SigningKey::generate();
  const auto note = key->sign(42, Hash{});
  const std::string line = note_to_line(*note);
  EXPECT_TRUE(line.starts_with(key->name() + " 42 AAAA")) << line;
  EXPECT_NE(line.find(" " + key->name() + " "), std::string::npos) << line;
  EXPECT_EQ(note_to_line("nonsense"), "");
}

}  // namespace
}  // namespace frontdesk::audit::test
