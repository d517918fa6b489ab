// Reading a mailbox to its end although some of its mails cannot be had: nothing is lost, nothing stops the rest.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "plugin/email_channel.h"
#include "reading/content_key.h"
#include "testing/fake_host.h"
#include "unit/email_net/fake_mailbox_server.h"

namespace frontdesk::email {
namespace {

using test::FakeMailboxServer;
using test::Mischief;
using test::ServedMail;
using Protocol = FakeMailboxServer::Protocol;

ServedMail mail(std::uint32_t uid, const Mischief& mischief = {}, std::size_t body_bytes = 10) {
  std::string raw = "From: li.lei@example.com\r\nDate: Tue, 15 Mar 2124 10:00:00 +0000\r\nSubject: case " +
                    std::to_string(uid) + "\r\nMessage-ID: <m" + std::to_string(uid) + "@example.com>\r\n\r\n";
  while (body_bytes > 0) {
    const std::size_t line = std::min<std::size_t>(body_bytes, 70);
    raw.append(line, 'x').append("\r\n");
    body_bytes -= line;
  }
  return {uid, raw, mischief};
}

std::vector<ServedMail> mails(std::uint32_t count) {
  std::vector<ServedMail> out;
  for (std::uint32_t uid = 1; uid <= count; ++uid) out.push_back(mail(uid));
  return out;
}

struct Mailbox {
  std::string since = "2024-01-01";
  std::string user = "support";
  std::string folder = "INBOX";
  std::int64_t max_mail_mb = 1;
  std::string after = "leave";
};

class MailboxReaderTest : public testing::Test {
 protected:
  MailboxReaderTest() { host_.set_secret("auth.password", "secret"); }

  std::string config(const FakeMailboxServer& server, Protocol protocol, const Mailbox& setup) const {
    const std::string port = std::to_string(server.port());
    return R"({"identity":{"address":"support@example.test"},"auth":{"method":"password","password":"secret:auth.password"},)"
           R"("advanced":{"allow_private_network":true},"outgoing":{"host":"127.0.0.1"},"incoming":{"host":"127.0.0.1",)"
           R"("security":"none","port":)" +
           port + R"(,"protocol":")" + (protocol == Protocol::kImap ? "imap" : "pop3") + R"(","user":")" + setup.user +
           R"(","folder":")" + setup.folder + R"("},"import":{"since":")" + setup.since + R"(","max_mail_mb":)" +
           std::to_string(setup.max_mail_mb) + R"(,"after":")" + setup.after + "\"}}";
  }
  /// Runs the channel until it has read the mailbox to its end once.
  void read_to_the_end(FakeMailboxServer& server, Protocol protocol, const Mailbox& setup = {},
                       std::uint32_t crashes = 0) {
    host_.clear_cancel();
    server.when_read_to_the_end([this] { host_.cancel(); });
    EmailChannel channel(host_.services());
    ASSERT_TRUE(channel.open({"i1", config(server, protocol, setup), host_.cursor(), crashes}));
    const auto end = channel.run(host_.cursor());
    ASSERT_FALSE(end);
    EXPECT_EQ(end.error().status, sdk::Status::kCancelled) << end.error().code << " " << end.error().text;
  }
  [[nodiscard]] std::vector<std::string> subjects() const {
    std::vector<std::string> out;
    for (const sdk::Item& item : host_.items()) out.push_back(item.unreadable ? "unreadable" : item.subject);
    return out;
  }
  static std::vector<std::string> cases(std::uint32_t first, std::uint32_t last) {
    std::vector<std::string> out;
    for (std::uint32_t uid = first; uid <= last; ++uid) out.push_back("case " + std::to_string(uid));
    return out;
  }

  /// Everything that was submitted under the key, oldest first, whatever became of it.
  [[nodiscard]] std::vector<sdk::Item> submitted(const std::string& key) const {
    std::vector<sdk::Item> out;
    for (const fake::Batch& batch : host_.batches()) {
      for (const sdk::Item& item : batch.items) {
        if (item.dedup_key == key) out.push_back(item);
      }
    }
    return out;
  }
  /// Reads three mails of which the first ended the process again and again; returns its key.
  std::string leave_first_unread(FakeMailboxServer& server, Protocol protocol, const Mailbox& setup = {}) {
    const std::string place = protocol == Protocol::kImap ? "imap:7:1" : "pop3:" + sha256_hex("uidl-1");
    host_.set_state("reading", R"({"key":")" + place + R"(","deaths":1,"crashes":4})");
    read_to_the_end(server, protocol, setup, 5);
    const std::vector<sdk::Item> items = host_.items();
    EXPECT_EQ(subjects(), (std::vector<std::string>{"unreadable", "case 2", "case 3"}));
    return items.empty() ? std::string() : items.front().dedup_key;
  }

  fake::FakeHost host_;
};

// N-03, P-04
TEST_F(MailboxReaderTest, mail_that_the_imap_server_refuses_is_seen_and_the_rest_is_taken) {
  auto served = mails(120);
  served[79].mischief.refuse = true;
  FakeMailboxServer server(Protocol::kImap, served);
  read_to_the_end(server, Protocol::kImap);
  auto expected = cases(1, 120);
  expected[79] = "unreadable";
  EXPECT_EQ(subjects(), expected);
  const sdk::Item stub = host_.items().at(79);
  EXPECT_NE(stub.unreadable_reason.find("could not be converted"), std::string::npos);
  EXPECT_NE(stub.raw.find("Subject: case 80"), std::string::npos) << "the header was to be had";
  EXPECT_TRUE(stub.truncated);
}

TEST_F(MailboxReaderTest, mail_without_a_size_is_taken_nevertheless) {
  auto served = mails(60);
  served[54].mischief.refuse_size = true;
  FakeMailboxServer server(Protocol::kImap, served);
  read_to_the_end(server, Protocol::kImap);
  EXPECT_EQ(subjects(), cases(1, 60));
}

// N-03, P-01
TEST_F(MailboxReaderTest, mail_that_breaks_the_connection_is_given_up_after_some_attempts) {
  auto served = mails(60);
  served[54].mischief.hang_up = true;
  FakeMailboxServer server(Protocol::kImap, served);
  read_to_the_end(server, Protocol::kImap);
  auto expected = cases(1, 60);
  expected[54] = "unreadable";
  EXPECT_EQ(subjects(), expected);
  EXPECT_LE(server.connections(), 6);
}

// P-09
TEST_F(MailboxReaderTest, mail_larger_than_the_server_said_is_cut_and_says_so) {
  auto served = mails(60);
  served[54] = mail(55, {.told_size = 1000}, 5U << 20);
  FakeMailboxServer server(Protocol::kImap, served);
  read_to_the_end(server, Protocol::kImap);
  EXPECT_EQ(subjects(), cases(1, 60));
  EXPECT_TRUE(host_.items().at(54).truncated);
}

TEST_F(MailboxReaderTest, process_that_died_of_a_mail_passes_it_by) {
  FakeMailboxServer server(Protocol::kImap, mails(3));
  host_.set_state("reading", R"({"key":"imap:7:1","deaths":1,"crashes":4})");
  read_to_the_end(server, Protocol::kImap, {}, 5);
  EXPECT_EQ(subjects(), (std::vector<std::string>{"unreadable", "case 2", "case 3"}));
  EXPECT_NE(host_.items().at(0).raw.find("case 1"), std::string::npos) << "its bytes are kept";
}

// N-03
TEST_F(MailboxReaderTest, mail_that_is_wanted_again_is_read_from_its_place_under_its_key) {
  FakeMailboxServer server(Protocol::kImap, mails(3));
  const std::string key = leave_first_unread(server, Protocol::kImap);
  const std::string cursor = host_.cursor();
  host_.set_state("frontdesk.read_again", key + "\n");
  read_to_the_end(server, Protocol::kImap, {}, 5);
  const auto forms = submitted(key);
  ASSERT_EQ(forms.size(), 2U);
  EXPECT_FALSE(forms[1].unreadable);
  EXPECT_EQ(forms[1].subject, "case 1");
  EXPECT_EQ(host_.cursor(), cursor) << "what lies behind the cursor does not move it";
}

TEST_F(MailboxReaderTest, pop3_mail_that_is_wanted_again_is_read) {
  FakeMailboxServer server(Protocol::kPop3, mails(3));
  const std::string key = leave_first_unread(server, Protocol::kPop3);
  host_.set_state("frontdesk.read_again", key + "\npop3:elsewhere:uidl\n");
  read_to_the_end(server, Protocol::kPop3, {}, 5);
  const auto forms = submitted(key);
  ASSERT_EQ(forms.size(), 2U);
  EXPECT_EQ(forms[1].subject, "case 1");
  ASSERT_EQ(submitted("pop3:elsewhere:uidl").size(), 1U);
  EXPECT_TRUE(submitted("pop3:elsewhere:uidl")[0].unreadable);
}

// N-03: one more death is enough, and the others do not bring the channel five in ten minutes.
TEST_F(MailboxReaderTest, mail_that_ends_the_process_once_more_is_handed_in_unread_and_the_others_wait) {
  FakeMailboxServer server(Protocol::kImap, mails(3));
  const std::string key = leave_first_unread(server, Protocol::kImap);
  const std::string other = host_.items().at(1).dedup_key;
  host_.set_state("frontdesk.read_again", other + "\n" + key + "\n");
  host_.set_state("reading", R"({"key":"again:)" + key + R"(","deaths":0,"crashes":5})");
  read_to_the_end(server, Protocol::kImap, {}, 6);
  const auto forms = submitted(key);
  ASSERT_EQ(forms.size(), 2U);
  EXPECT_TRUE(forms[1].unreadable);
  EXPECT_EQ(submitted(other).size(), 1U);
}

TEST_F(MailboxReaderTest, mail_that_is_not_there_any_more_is_told_without_content) {
  FakeMailboxServer server(Protocol::kImap, mails(3));
  read_to_the_end(server, Protocol::kImap);
  const std::string place = host_.items().at(0).dedup_key;  // …:7:1
  const std::string vanished = place.substr(0, place.size() - 1) + "99";
  const std::string renumbered = place.substr(0, place.size() - 3) + "6:1";
  host_.set_state("frontdesk.read_again", vanished + "\n" + renumbered + "\n");
  read_to_the_end(server, Protocol::kImap);
  for (const std::string& key : {vanished, renumbered}) {
    const auto told = submitted(key);
    ASSERT_EQ(told.size(), 1U) << key;
    EXPECT_TRUE(told[0].unreadable);
    EXPECT_TRUE(told[0].raw.empty());
    EXPECT_NE(told[0].unreadable_reason.find("[no_longer_there]"), std::string::npos);
  }
}

TEST_F(MailboxReaderTest, mail_that_nobody_has_read_is_not_marked_as_done) {
  FakeMailboxServer server(Protocol::kImap, mails(3));
  leave_first_unread(server, Protocol::kImap, {.after = "flag"});
  std::string stores;
  for (const std::string& line : server.lines()) {
    if (line.find("UID STORE") != std::string::npos) stores += line + "\n";
  }
  EXPECT_EQ(stores.find("STORE 1 "), std::string::npos) << stores;
  EXPECT_NE(stores.find("STORE 2 "), std::string::npos) << stores;
}

TEST_F(MailboxReaderTest, mark_of_another_mail_in_between_means_that_it_came_through) {
  FakeMailboxServer server(Protocol::kImap, mails(3));
  host_.set_state("reading", R"({"key":"imap:7:2","deaths":1,"crashes":4})");
  read_to_the_end(server, Protocol::kImap, {}, 5);
  EXPECT_EQ(subjects(), cases(1, 3));
}

// N-01, P-04
TEST_F(MailboxReaderTest, mail_is_not_blamed_for_ends_that_were_not_its_own) {
  FakeMailboxServer server(Protocol::kImap, mails(3));
  // As kills from outside (5 crashes before and after) and a new daemon (it counts from 0) leave it, however often.
  for (const std::uint32_t crashes : {5U, 0U}) {
    host_.set_state("reading", R"({"key":"imap:7:1","deaths":0,"crashes":5})");
    read_to_the_end(server, Protocol::kImap, {}, crashes);
  }
  EXPECT_EQ(subjects(), cases(1, 3));
}

// N-01, P-05
TEST_F(MailboxReaderTest, mail_has_one_key_whatever_form_it_is_submitted_in) {
  FakeMailboxServer server(Protocol::kImap, mails(1));
  std::vector<std::string> keys;
  for (const char* mark : {"{}", R"({"key":"imap:7:1","deaths":1,"crashes":0})", R"({"key":"imap:7:1","deaths":2})"}) {
    fake::FakeHost host;
    host.set_secret("auth.password", "secret");
    host.set_state("reading", mark);
    server.when_read_to_the_end([&] { host.cancel(); });
    EmailChannel channel(host.services());
    ASSERT_TRUE(channel.open({"i1", config(server, Protocol::kImap, {}), "", 1}));
    ASSERT_FALSE(channel.run(""));
    ASSERT_EQ(host.items().size(), 1U);
    keys.push_back(host.items()[0].dedup_key);
    server.when_read_to_the_end([] {});
  }
  EXPECT_EQ(keys, std::vector<std::string>(3, keys[0]));
}

class EqualMails : public MailboxReaderTest, public testing::WithParamInterface<Protocol> {};
INSTANTIATE_TEST_SUITE_P(Mailbox, EqualMails, testing::Values(Protocol::kImap, Protocol::kPop3));

// P-04
TEST_P(EqualMails, without_date_and_id_are_two) {
  std::vector<ServedMail> served;
  for (const std::uint32_t uid : {1U, 2U}) {
    served.push_back({uid,
                      "Received: on day " + std::to_string(uid) +
                          "\r\nFrom: printer@example.com\r\nSubject: toner is low\r\n\r\nSee to it.\r\n",
                      {}});
  }
  FakeMailboxServer server(GetParam(), served);
  read_to_the_end(server, GetParam());
  EXPECT_EQ(host_.items().size(), 2U);
}

// N-01, P-05
TEST_F(MailboxReaderTest, mailbox_under_another_folder_is_recognised_by_content) {
  std::vector<ServedMail> served = {{1, "From: printer@example.com\r\n\r\nToner.\r\n", {}}, mail(2)};
  FakeMailboxServer inbox(Protocol::kImap, served);
  read_to_the_end(inbox, Protocol::kImap);
  ASSERT_EQ(host_.items().size(), 2U);
  served[0].uid = 8;
  served[1].uid = 9;
  served.push_back(mail(10));
  FakeMailboxServer moved(Protocol::kImap, served);
  read_to_the_end(moved, Protocol::kImap, {.folder = "Support"});
  EXPECT_EQ(subjects(), (std::vector<std::string>{"", "case 2", "case 10"}));
}

TEST_F(MailboxReaderTest, refused_idle_becomes_polling_in_the_same_session) {
  FakeMailboxServer server(Protocol::kImap, mails(2));
  server.refuse_idle();
  read_to_the_end(server, Protocol::kImap);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(MailboxReaderTest, other_folder_with_the_same_validity_is_read_from_its_start) {
  FakeMailboxServer inbox(Protocol::kImap, mails(5));
  read_to_the_end(inbox, Protocol::kImap, {.since = ""});
  EXPECT_EQ(subjects(), cases(1, 5));
  std::vector<ServedMail> other = {mail(2), mail(3)};
  for (ServedMail& one : other) one.raw += "another\r\n";
  FakeMailboxServer support(Protocol::kImap, other);
  read_to_the_end(support, Protocol::kImap, {.since = "", .folder = "Support"});
  EXPECT_EQ(host_.items().size(), 7U);
}

TEST_F(MailboxReaderTest, pop3_after_imap_does_not_import_the_old_mailbox) {
  auto old = mails(3);
  for (ServedMail& one : old) one.raw.replace(one.raw.find("2124"), 4, "2004");
  FakeMailboxServer imap(Protocol::kImap, {});
  read_to_the_end(imap, Protocol::kImap, {.since = ""});
  old.push_back(mail(4));
  FakeMailboxServer pop3(Protocol::kPop3, old);
  read_to_the_end(pop3, Protocol::kPop3, {.since = ""});
  EXPECT_EQ(subjects(), cases(4, 4)) << "what is dated after the last reading is new, the rest is not";
}

TEST_F(MailboxReaderTest, import_that_is_asked_for_later_takes_the_old_mails) {
  FakeMailboxServer pop3(Protocol::kPop3, mails(3));
  read_to_the_end(pop3, Protocol::kPop3, {.since = ""});
  EXPECT_TRUE(host_.items().empty());
  read_to_the_end(pop3, Protocol::kPop3, {.since = "2024-01-01"});
  EXPECT_EQ(subjects(), cases(1, 3));
  read_to_the_end(pop3, Protocol::kPop3, {.since = "2024-01-01"});
  EXPECT_EQ(host_.items().size(), 3U);
}

// N-03, P-04
TEST_F(MailboxReaderTest, mail_that_the_pop3_server_refuses_is_seen_and_the_rest_is_taken) {
  auto served = mails(60);
  served[1].mischief.refuse = true;
  served[54].mischief.refuse = true;
  served[55] = mail(56, {.refuse_size = true}, 5U << 20);  // too large, and the server has no TOP
  served[56].mischief.hang_up = true;
  FakeMailboxServer server(Protocol::kPop3, served);
  read_to_the_end(server, Protocol::kPop3);
  EXPECT_EQ(host_.items().size(), 60U);
  const auto got = subjects();
  EXPECT_EQ(std::count(got.begin(), got.end(), "unreadable"), 4);
}

TEST_F(MailboxReaderTest, pop3_line_of_any_length_is_taken) {
  auto served = mails(2);
  served[0].raw.append(1'500'000, 'y').append("\r\n");
  FakeMailboxServer server(Protocol::kPop3, served);
  read_to_the_end(server, Protocol::kPop3, {.max_mail_mb = 4});
  EXPECT_EQ(subjects(), cases(1, 2));
}

}  // namespace
}  // namespace frontdesk::email
