// The parts of the channel that need no server: identity, items, settings, outgoing mail, addresses.
#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <cstring>

#include "net/address.h"
#include "net/sasl.h"
#include "oauth/http_post.h"
#include "plugin/mail_item.h"
#include "plugin/sender.h"
#include "plugin/settings.h"
#include "reading/content_key.h"
#include "reading/imap_reader.h"

namespace frontdesk::email {
namespace {

const std::string kMail =
    "From: Li Lei <li.lei@example.com>\r\nTo: support+T42.9f8e7d6c@example.test\r\nSubject: Re: refund\r\n"
    "Message-ID: <m2@example.com>\r\nIn-Reply-To: <m1@example.test>\r\nReferences: <m0@example.com> "
    "<m1@example.test>\r\n"
    "Date: Fri, 15 Mar 2024 14:30:00 +0800\r\n\r\nPlease hurry.\r\n\r\n"
    "On Thu, 14 Mar 2024 at 10:00, Support <support@example.test> wrote:\r\n> older text\r\n";

ItemContext context() { return {"support@example.test", {"support@example.test"}, "", 1U << 20}; }

// P-05
TEST(DedupKey, ignores_what_a_delivery_adds) {
  const std::string trace =
      "Return-Path: <li.lei@example.com>\r\nDelivered-To: support@example.test\r\n"
      "Received: from a\r\n\tby b with LMTP\r\n\tfor <support@example.test>\r\nX-Original-To: a@b\r\n";
  EXPECT_EQ(content_key("a", kMail), content_key("a", trace + kMail));
  std::string unix_ends = kMail;
  std::erase(unix_ends, '\r');
  EXPECT_EQ(content_key("a", kMail), content_key("a", unix_ends));
}

TEST(DedupKey, differs_by_account_and_by_any_content) {
  EXPECT_NE(content_key("a", kMail), content_key("b", kMail));
  EXPECT_NE(content_key("a", kMail), content_key("a", kMail + "x"));
  EXPECT_NE(content_key("a", "Subject: 1\r\n\r\nReceived: in the body counts\r\n"),
            content_key("a", "Subject: 1\r\n\r\n"));
  EXPECT_EQ(content_key("a", "").size(), 64U);
}

TEST(Items, reply_carries_its_thread) {
  const auto items = items_of({kMail, 1'710'484'205'000'000, false, 0}, context());
  ASSERT_EQ(items.size(), 1U);
  const sdk::Item& item = items[0];
  EXPECT_EQ(item.message_key, "m2@example.com");
  EXPECT_EQ(item.parent_keys, (std::vector<std::string>{"m1@example.test", "m0@example.com"}));
  EXPECT_EQ(item.conversation_key, "m0@example.com");
  EXPECT_EQ(item.thread_token, "42.9f8e7d6c");
  EXPECT_EQ(item.author.key, "li.lei@example.com");
  EXPECT_EQ(item.received_at, 1'710'484'205'000'000);
  ASSERT_EQ(item.parts.size(), 2U);
  EXPECT_EQ(item.parts[1].role, sdk::PartRole::kQuoted);
  EXPECT_EQ(item.raw, kMail);
}

TEST(Items, unreadable_mail_is_visible) {
  const auto items = items_of({"", 5, false, 0}, context());
  ASSERT_EQ(items.size(), 1U);
  EXPECT_TRUE(items[0].unreadable || !items[0].author.key.empty());
  EXPECT_EQ(items[0].dedup_key.size(), 64U);
}

TEST(Items, form_mail_is_from_whom_it_asks_to_answer) {
  const auto items = items_of(
      {"From: Form <no-reply@shop.example.test>\r\nReply-To: Li <li.lei@example.com>\r\n\r\nhi\r\n", 0, false, 0},
      context());
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].author.address, "li.lei@example.com");
  EXPECT_NE(items[0].attributes.find("no-reply@shop.example.test"), std::string::npos);
}

TEST(Items, beyond_the_bound_only_attachments_are_left_out) {
  std::string raw =
      "From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
      "text\r\n--b\r\nContent-Type: image/png; name=x.png\r\nContent-Disposition: attachment; filename=x.png\r\n"
      "\r\n" +
      std::string(600'000, 'y') + "\r\n--b--\r\n";
  const auto items = items_of({raw, 0, false, 0}, context());
  ASSERT_EQ(items.size(), 1U);
  EXPECT_TRUE(items[0].truncated);
  ASSERT_EQ(items[0].attachments.size(), 1U);
  EXPECT_TRUE(items[0].attachments[0].data.empty());
  EXPECT_EQ(items[0].attachments[0].size, 600'000U);
  EXPECT_EQ(items[0].raw, raw);
}

TEST(Items, overlong_ids_keep_their_identity_as_hashes) {
  const std::string id(500, 'x');
  const auto items =
      items_of({"From: a@example.com\r\nMessage-ID: <" + id + "@example.com>\r\n\r\nhi\r\n", 0, false, 0}, context());
  ASSERT_EQ(items.size(), 1U);
  EXPECT_LE(items[0].message_key.size(), 200U);
}

TEST(Cursor, survives_a_round_and_garbage) {
  const MailboxCursor cursor{"abc", 1, 385, 4'294'967'295U, 1'710'484'200'000'000, 2, 3};
  EXPECT_EQ(MailboxCursor::parse(cursor.dump()).dump(), cursor.dump());
  for (const char* bad : {"", "x", "[]", "{\"last_uid\":-5}", "{\"last_uid\":\"7\"}"}) {
    EXPECT_EQ(MailboxCursor::parse(bad).last_uid, 0U);
  }
}

Settings mailbox(const std::string& folder = "INBOX") {
  Settings settings;
  settings.incoming.endpoint.host = "imap.example.test";
  settings.incoming.user = "support";
  settings.folder = folder;
  return settings;
}

TEST(Cursor, means_nothing_in_another_mailbox) {
  MailboxCursor cursor;
  EXPECT_EQ(adapt(cursor, mailbox(), 1'000), Continuation::kFirst);
  cursor.uid_validity = 1;
  cursor.last_uid = 77;
  cursor.as_of = 900;
  EXPECT_EQ(adapt(cursor, mailbox(), 2'000), Continuation::kSame);
  EXPECT_EQ(cursor.last_uid, 77U);
  EXPECT_EQ(adapt(cursor, mailbox("Support"), 3'000), Continuation::kElsewhere);
  EXPECT_EQ(cursor.last_uid, 0U);
  EXPECT_EQ(cursor.uid_validity, 0U);
  EXPECT_EQ(cursor.activated_at, 900) << "what came since the last reading is not lost between the two";
  Settings pop3 = mailbox("Support");
  pop3.protocol = Protocol::kPop3;
  EXPECT_EQ(adapt(cursor, pop3, 4'000), Continuation::kElsewhere);
  pop3.incoming.user = "sales";
  EXPECT_EQ(adapt(cursor, pop3, 5'000), Continuation::kElsewhere);
}

TEST(Cursor, lists_again_when_the_import_begins_elsewhere) {
  MailboxCursor cursor;
  adapt(cursor, mailbox(), 1'000);
  cursor.last_uid = 77;
  Settings settings = mailbox();
  settings.import_since = 500;
  EXPECT_EQ(adapt(cursor, settings, 2'000), Continuation::kListAgain);
  EXPECT_EQ(cursor.last_uid, 0U);
  EXPECT_EQ(cursor.activated_at, 1'000);
  EXPECT_EQ(adapt(cursor, settings, 3'000), Continuation::kSame);
}

TEST(Cursor, of_an_older_version_goes_on) {
  MailboxCursor cursor = MailboxCursor::parse(R"({"v":1,"uidvalidity":7,"last_uid":9,"activated_at":5})");
  EXPECT_EQ(adapt(cursor, mailbox(), 1'000), Continuation::kSame);
  EXPECT_EQ(cursor.last_uid, 9U);
  MailboxCursor pop3 = MailboxCursor::parse(R"({"v":1,"activated":true})");
  EXPECT_EQ(adapt(pop3, mailbox(), 1'000), Continuation::kSame);
}

std::string config(const std::string& auth, const std::string& import = "{}") {
  return R"({"identity":{"address":"support@example.test"},"incoming":{"host":"imap.example.test"},"auth":)" + auth +
         R"(,"outgoing":{"host":"smtp.example.test","port":587,"security":"starttls"},"import":)" + import + "}";
}

TEST(Settings, defaults_are_sensible) {
  const auto read = read_settings(config(R"({"method":"password","password":"secret:auth.password"})"));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->incoming.endpoint.port, 993);
  EXPECT_EQ(read->incoming.endpoint.security, net::Security::kTls);
  EXPECT_EQ(read->incoming.endpoint.policy, net::AddressPolicy::kPublicOnly);
  EXPECT_EQ(read->incoming.user, "support@example.test");
  EXPECT_EQ(read->outgoing.secret_path, "auth.password");
  EXPECT_EQ(read->after_import, AfterImport::kLeave);
  EXPECT_EQ(read->folder, "INBOX");
  EXPECT_FALSE(read->import_since);
}

TEST(Settings, limit_is_what_can_be_stored_whole) {
  const std::string auth = R"({"method":"password","password":"secret:p"})";
  EXPECT_EQ(read_settings(config(auth, R"({"max_mail_mb":100})"))->max_mail_bytes, 25U << 20);
}

TEST(Items, of_a_list_is_from_a_person_but_not_for_machines) {
  const auto items =
      items_of({"From: Li <li.lei@example.com>\r\nList-Id: <group.example.com>\r\n\r\nhi\r\n"}, context());
  ASSERT_EQ(items.size(), 1U);
  EXPECT_FALSE(items[0].automatic);
  EXPECT_TRUE(items[0].no_reply);
}

TEST(Items, from_before_the_channel_are_historical) {
  RawMail mail{kMail, 1'000'000, false, 0, 2'000'000, {}, {}};
  EXPECT_TRUE(items_of(mail, context()).at(0).historical);
  mail.received_at = 2'000'000;
  EXPECT_FALSE(items_of(mail, context()).at(0).historical);
}

TEST(Items, file_is_typed_by_its_bytes_and_the_unsafe_one_is_named) {
  const auto items = items_of(
      {"From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
       "text\r\n--b\r\nContent-Type: image/png; name=photo.png\r\nContent-Disposition: attachment; "
       "filename=photo.png\r\n\r\nMZ\x90 This program cannot be run\r\n--b--\r\n"},
      context());
  ASSERT_EQ(items.size(), 1U);
  ASSERT_EQ(items[0].attachments.size(), 1U);
  EXPECT_EQ(items[0].attachments[0].mime, "application/x-msdownload");
  EXPECT_NE(items[0].attributes.find(R"("unsafe_files":["photo.png"])"), std::string::npos) << items[0].attributes;
}

/// A mail with files of so many bytes each, in base64 as mail programs write it.
std::string mail_with_files(std::size_t count, std::size_t bytes) {
  std::string raw =
      "From: a@example.com\r\nMessage-ID: <files@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
      "boundary=b\r\n\r\n--b\r\n\r\ntext\r\n";
  std::string line(78, 'A');  // 57 bytes
  line.replace(76, 2, "\r\n");
  for (std::size_t i = 0; i < count; ++i) {
    raw +=
        "--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Disposition: attachment; filename=file-" +
        std::to_string(i) + ".bin\r\n\r\n";
    for (std::size_t at = 0; at < bytes; at += 57) raw += line;
  }
  return raw + "--b--\r\n";
}

ItemContext whole_context() {
  ItemContext whole = context();
  whole.max_item_bytes = item::kMostItemBytes;
  return whole;
}

// P-09: a limit counts what files hold, not what base64 makes of them; and limits hold together.
TEST(Items, files_up_to_the_limit_are_taken_whole_however_many_they_are) {
  for (const std::size_t count : {std::size_t{1}, std::size_t{25}, std::size_t{900}}) {
    const std::size_t each = kMaxMailBytes / count / 57 * 57;
    std::string raw = mail_with_files(count, each);
    EXPECT_GT(raw.size(), kMaxMailBytes * 5 / 4);
    EXPECT_LE(raw.size(), most_raw_bytes(kMaxMailBytes)) << "readers fetch it whole";
    const auto items = items_of({std::move(raw)}, whole_context());
    ASSERT_EQ(items.size(), 1U);
    EXPECT_FALSE(items[0].truncated);
    ASSERT_EQ(items[0].attachments.size(), count);
    for (const sdk::Attachment& file : items[0].attachments) ASSERT_EQ(file.data.size(), each);
    EXPECT_EQ(items[0].attributes.find("left_out"), std::string::npos) << items[0].attributes;
    EXPECT_LE(item::weight_of(items[0]), item::kMostItemBytes);
  }
}

TEST(Items, files_beyond_the_limit_are_named_and_the_others_are_taken) {
  ItemContext small = whole_context();
  small.max_mail_bytes = 3U << 20;
  const auto items = items_of({mail_with_files(5, 57 * 18'000)}, small);  // a little less than 1 MiB each
  ASSERT_EQ(items.size(), 1U);
  EXPECT_TRUE(items[0].truncated);
  ASSERT_EQ(items[0].attachments.size(), 5U);
  EXPECT_FALSE(items[0].attachments[0].data.empty());
  EXPECT_TRUE(items[0].attachments[4].data.empty());
  EXPECT_NE(items[0].attributes.find(R"("left_out":["file-4.bin"])"), std::string::npos) << items[0].attributes;
}

TEST(Items, the_last_file_of_a_mail_that_was_cut_says_so) {
  RawMail cut{mail_with_files(2, 57 * 2'000)};
  cut.raw.resize(cut.raw.size() - 50'000);
  cut.truncated = true;
  const auto items = items_of(std::move(cut), whole_context());
  ASSERT_EQ(items.size(), 1U);
  EXPECT_TRUE(items[0].truncated);
  EXPECT_NE(items[0].attributes.find(R"("cut_files":["file-1.bin"])"), std::string::npos) << items[0].attributes;
}

// P-04: what a colleague answers from a mail program is ours, and names the conversation it belongs to.
TEST(Items, what_our_side_sent_is_ours_and_answers_its_conversation) {
  RawMail sent{
      "From: =?utf-8?b?5bCP5p2O?= <support@example.test>\r\nTo: customer@example.test\r\n"
      "Subject: Re: case\r\nMessage-ID: <by-hand@example.test>\r\nIn-Reply-To: <m1@example.test>\r\n"
      "References: <m1@example.test>\r\nDate: Fri, 15 Mar 2024 14:30:00 +0800\r\n\r\nsent today\r\n"};
  sent.is_ours = true;
  const auto items = items_of(std::move(sent), context());
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].direction, sdk::Direction::kOutbound);
  EXPECT_EQ(items[0].author.role, sdk::AuthorRole::kStaff);
  EXPECT_EQ(items[0].author.display, "小李");
  EXPECT_FALSE(items[0].automatic) << "our own address is no machine's there";
  EXPECT_EQ(items[0].conversation_key, "m1@example.test");
  EXPECT_EQ(items[0].parent_keys, std::vector<std::string>{"m1@example.test"});
  ASSERT_FALSE(items[0].parts.empty());
  EXPECT_EQ(items[0].parts[0].text, "sent today\n");
}

TEST(Items, a_copy_of_our_own_answer_is_told_by_its_keys_alone) {
  ItemContext ours = context();
  ours.loop_id = "loop-1";
  RawMail copy{
      "From: support@example.test\r\nTo: customer@example.test\r\nX-Frontdesk-Loop: loop-1\r\n"
      "Message-ID: <T42.1.a@example.test>\r\n\r\nanswer\r\n"};
  copy.is_ours = true;
  const auto items = items_of(std::move(copy), ours);
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].message_key, "T42.1.a@example.test");
  EXPECT_NE(items[0].attributes.find(R"("copy_of_ours":true)"), std::string::npos) << items[0].attributes;
  EXPECT_TRUE(items[0].raw.empty());
  EXPECT_TRUE(items[0].parts.empty());
}

TEST(Items, an_unreadable_one_of_ours_is_ours) {
  RawMail sent{""};
  sent.source_key = "imap:a:1:2";
  sent.is_ours = true;
  sent.unreadable_reason = "Reading this message made the program fail.";
  EXPECT_EQ(items_of(std::move(sent), context()).at(0).direction, sdk::Direction::kOutbound);
}

TEST(Items, file_that_is_too_much_is_named_and_keeps_its_place) {
  const std::string file(200U << 10, 'x');
  ItemContext bounded = context();
  bounded.max_item_bytes = 400U << 10;
  const auto items = items_of({"From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
                               "boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\nContent-Type: text/csv\r\n"
                               "Content-Disposition: attachment; filename=list.csv\r\n\r\n" +
                               file + "\r\n--b--\r\n"},
                              bounded);
  ASSERT_EQ(items.size(), 1U);
  ASSERT_EQ(items[0].attachments.size(), 1U);
  EXPECT_TRUE(items[0].attachments[0].data.empty());
  EXPECT_TRUE(items[0].truncated);
  EXPECT_NE(items[0].attributes.find(R"("left_out":["list.csv"])"), std::string::npos) << items[0].attributes;
}

TEST(Settings, providers_are_known) {
  const auto read = read_settings(config(
      R"({"method":"xoauth2","provider":"microsoft","client_id":"c","refresh_token":"secret:auth.refresh_token"})"));
  ASSERT_TRUE(read) << read.error().text;
  ASSERT_TRUE(read->oauth);
  EXPECT_NE(read->oauth->token_url.find("microsoftonline"), std::string::npos);
  EXPECT_EQ(read->oauth->refresh_token_path, "auth.refresh_token");
}

TEST(Settings, faults_have_codes) {
  const std::string auth = R"({"method":"password","password":"secret:p"})";
  EXPECT_EQ(read_settings("{").error().code, "config_invalid");
  EXPECT_EQ(read_settings("{}").error().code, "host_missing");
  EXPECT_EQ(read_settings(config(auth, R"({"since":"2024-02-31"})")).error().code, "since_invalid");
  EXPECT_EQ(read_settings(config(auth, R"({"after":"move"})")).error().code, "move_to_missing");
  EXPECT_EQ(read_settings(config(R"({"method":"xoauth2","provider":"custom","client_id":"c"})")).error().code,
            "token_url_missing");
  EXPECT_EQ(*read_settings(config(auth, R"({"since":"2024-03-15"})"))->import_since, 1'710'460'800'000'000);
}

TEST(Outgoing, repeats_have_the_same_id_and_threads_are_kept) {
  Settings settings;
  settings.address = "support@example.test";
  sdk::Outbound message;
  message.idempotency_key = "k1";
  message.reply_to_key = "m1@example.com";
  message.parent_keys = {"m0@example.com", "not an id", "m1@example.com"};
  message.subject = "Re: refund";
  message.thread_token = "P20240315001";
  const OutgoingMail first = outgoing_mail(message, settings, "loop", 1'710'484'200'000'000);
  message.attempt = 2;
  EXPECT_EQ(outgoing_mail(message, settings, "loop", 1'710'484'999'000'000).message_id, first.message_id);
  EXPECT_EQ(first.in_reply_to, "m1@example.com");
  EXPECT_EQ(first.references, (std::vector<std::string>{"m0@example.com", "m1@example.com"}));
  EXPECT_EQ(first.subject, "Re: refund [#P20240315001]");
  EXPECT_EQ(first.auto_submitted, AutoSubmitted::kNo);
  message.thread_token = "42.9f8e7d6c";
  message.automatic = true;
  settings.plus_addressing = true;
  const OutgoingMail marked = outgoing_mail(message, settings, "loop", 0);
  ASSERT_TRUE(marked.reply_to);
  EXPECT_EQ(marked.reply_to->address, "support+T42.9f8e7d6c@example.test");
  EXPECT_EQ(marked.auto_submitted, AutoSubmitted::kReplied);
}

TEST(Outgoing, addresses_are_written_as_servers_take_them) {
  sdk::Outbound message;
  message.message_key = "T1.2.ab";
  message.text = "hello";
  message.recipients = {{sdk::RecipientRole::kTo, "kefu@例子.中国", "吴迪"},
                        {sdk::RecipientRole::kCc, "\"john..doe\"@buyer.example", ""},
                        {sdk::RecipientRole::kCc, "john..doe@docomo.example", ""}};
  Settings settings;
  settings.address = "kefu@商店.中国";
  const OutgoingMail mail = outgoing_mail(message, settings, "loop", 0);
  const ComposedMail composed = compose_mail(mail);
  EXPECT_FALSE(needs_smtputf8(mail)) << "no server needs to know more than ASCII";
  EXPECT_EQ(mail.to.at(0).address, "kefu@xn--fsqu00a.xn--fiqs8s");
  EXPECT_EQ(mail.cc.at(0).address, "\"john..doe\"@buyer.example");
  EXPECT_EQ(mail.cc.at(1).address, "\"john..doe\"@docomo.example");
  EXPECT_EQ(mail.from.address, envelope_sender(message, settings));
  EXPECT_TRUE(std::holds_alternative<std::string>(composed));
}

TEST(Settings, outgoing_mail_may_go_without_a_sign_in) {
  const auto settings = [](const std::string& outgoing) {
    const auto read = read_settings(R"({"identity":{"address":"a@b.test"},"incoming":{"host":"i.b.test"},
        "auth":{"method":"password","password":"secret:auth.password"},"outgoing":{"host":"o.b.test")" +
                                    outgoing + "}}");
    return read ? *read : Settings{};
  };
  EXPECT_TRUE(settings("").outgoing_signs_in);
  EXPECT_FALSE(settings("").outgoing_has_own_sign_in);
  EXPECT_FALSE(settings(R"(,"sign_in":false)").outgoing_signs_in);
  EXPECT_TRUE(settings(R"(,"user":"relay")").outgoing_has_own_sign_in);
  EXPECT_TRUE(settings(R"(,"password":"secret:outgoing.password")").outgoing_has_own_sign_in);
}

TEST(Items, everybody_whom_a_mail_names_is_told_once_but_its_author_and_us) {
  const auto items =
      items_of({"From: Form <support@example.test>\r\nReply-To: li.lei@example.com, =?utf-8?B?6Z+p5qKF?= "
                "<han.mei@example.com>, support@example.test\r\nTo: Support+x@example.test, LI.LEI@example.com\r\n"
                "Cc: HAN.mei@example.com, zhao@example.com, not an address\r\n\r\nhi\r\n",
                0, false, 0},
               context());
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].author.address, "li.lei@example.com");
  EXPECT_NE(items[0].attributes.find(R"("people":[{"role":"reply_to","address":"han.mei@example.com","name":"韩梅"},)"
                                     R"({"role":"cc","address":"zhao@example.com"}])"),
            std::string::npos)
      << items[0].attributes;
}

// Each list was within its limit, and all together were more than the interface takes.
TEST(Items, attributes_fit_whatever_a_mail_names) {
  std::string copies;
  for (int i = 0; i < 500; ++i)
    copies += "\"" + std::string(100, 'n') + "\" <a" + std::to_string(i) + "@" + std::string(60, 'd') + ".test>, ";
  const auto items =
      items_of({"From: a@example.com\r\nCc: " + copies + "z@example.com\r\n\r\nhi\r\n", 0, false, 0}, context());
  ASSERT_EQ(items.size(), 1U);
  EXPECT_LE(items[0].attributes.size(), FDK_MAX_ATTRIBUTES);
  EXPECT_NE(items[0].attributes.find("a0@"), std::string::npos);
}

TEST(Outgoing, id_is_the_desks_key_so_that_a_fast_bounce_is_recognised) {
  Settings settings;
  settings.address = "support@example.test";
  sdk::Outbound message;
  message.idempotency_key = message.message_key = "T1A.2B.a1b2c3d4";
  EXPECT_EQ(outgoing_mail(message, settings, "loop", 0).message_id, "T1A.2B.a1b2c3d4@example.test");
  message.message_key = "m1@other.example.test";
  EXPECT_EQ(outgoing_mail(message, settings, "loop", 0).message_id, "m1@other.example.test");
  message.message_key = "not an id";
  EXPECT_EQ(outgoing_mail(message, settings, "loop", 0).message_id.size(), 32U + 1 + 12);
}

TEST(Outgoing, bounces_go_to_the_address_with_the_mark) {
  Settings settings;
  settings.address = "support@example.test";
  sdk::Outbound message;
  message.thread_token = "42.9f8e7d6c";
  EXPECT_EQ(envelope_sender(message, settings), "support@example.test");
  settings.plus_addressing = true;
  EXPECT_EQ(envelope_sender(message, settings), "support+T42.9f8e7d6c@example.test");
  message.thread_token = "not a token";
  EXPECT_EQ(envelope_sender(message, settings), "support@example.test");
  message.automatic = true;
  EXPECT_EQ(envelope_sender(message, settings), "");
}

TEST(Items, bounce_in_plain_words_carries_the_ticket_of_the_address_it_came_to) {
  const auto items = items_of({"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.com\r\n"
                               "To: support+T42.9f8e7d6c@example.test\r\nSubject: failure notice\r\n\r\n"
                               "Hi. This is the qmail-send program at mx.example.com.\r\n"
                               "I'm afraid I wasn't able to deliver your message to the following addresses.\r\n"
                               "This is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
                               "<gone@example.com>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n"},
                              context());
  ASSERT_EQ(items.size(), 2U);
  ASSERT_TRUE(items[0].receipt);
  EXPECT_EQ(items[0].thread_token, "42.9f8e7d6c");
  EXPECT_EQ(items[0].receipt->status, sdk::ReceiptStatus::kFailed);
  EXPECT_EQ(items[0].receipt->message_key, "");
}

bool permitted(const char* text, net::AddressPolicy policy) {
  sockaddr_storage storage{};
  in_addr four{};
  in6_addr six{};
  if (::inet_pton(AF_INET, text, &four) == 1) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr = four;
    std::memcpy(&storage, &address, sizeof address);
  } else {
    EXPECT_EQ(::inet_pton(AF_INET6, text, &six), 1) << text;
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_addr = six;
    std::memcpy(&storage, &address, sizeof address);
  }
  return net::is_permitted(reinterpret_cast<const sockaddr&>(storage), policy);
}

TEST(Addresses, that_lead_inside_are_refused) {
  using net::AddressPolicy;
  for (const char* inside : {"127.0.0.1", "10.1.2.3", "172.31.255.1", "192.168.0.1", "100.64.0.1", "::1", "fd00::1",
                             "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:0a00:0001::1"}) {
    EXPECT_FALSE(permitted(inside, AddressPolicy::kPublicOnly)) << inside;
    EXPECT_TRUE(permitted(inside, AddressPolicy::kAllowPrivate)) << inside;
  }
  for (const char* never : {"0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255", "::", "fe80::1", "ff02::1",
                            "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"}) {
    EXPECT_FALSE(permitted(never, AddressPolicy::kAllowPrivate)) << never;
  }
  for (const char* outside : {"203.0.113.5", "172.32.0.1", "100.128.0.1", "2001:db8::1"}) {
    EXPECT_TRUE(permitted(outside, AddressPolicy::kPublicOnly)) << outside;
  }
}

TEST(Base64, agrees_with_the_standard) {
  EXPECT_EQ(net::to_base64(""), "");
  EXPECT_EQ(net::to_base64("f"), "Zg==");
  EXPECT_EQ(net::to_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(net::from_base64("Zm9vYg=="), "foob");
  EXPECT_FALSE(net::from_base64("Zm9"));
  EXPECT_FALSE(net::from_base64("Zm9*"));
}

TEST(TokenAddress, of_another_kind_is_refused) {
  for (const char* url : {"ftp://a/", "https://", "https://user@host/", "https://host:99999/", "https://ho st/", ""}) {
    const auto answer = oauth::post_form(url, "", {});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.failure().kind, net::FailureKind::kProtocol) << url;
  }
  const auto plain = oauth::post_form("http://127.0.0.1:9/", "", {});
  ASSERT_FALSE(plain);
  EXPECT_EQ(plain.failure().kind, net::FailureKind::kAddressForbidden);
}

}  // namespace
}  // namespace frontdesk::email
