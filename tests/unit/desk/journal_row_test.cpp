// What journals hold: rows of every version are read, and a source that is read again meets the hashes of years ago.
// The rows and hashes below were written by the daemon before items had one description; they never change.
#include "desk/inbound/entry.h"
#include "support/filled.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

constexpr const char* kQuestion =
    "0201000000000000000c00000000000000494e424f582f372f3432233208000000000000007468726561642d3711000000000000006d"
    "343240637573746f6d65722e746573740d0000000000000023503230323430333135303031120000000000000077616e674063757374"
    "6f6d65722e746573740900000000000000e78e8be5b08fe6988e0500000000000000656d61696c0f00000000000000e98080e8b4a720"
    "22e794b3e8afb7221000000000000000e4bda0e5a5bd0ae7acace4ba8ce6aeb508000000000000003e20e682a8e5a5bd0d0000000000"
    "00003c703ee4bda0e5a5bd3c2f703e0300000000000000637574000000000000000002000000000000000d000000000000006d343140"
    "73686f702e7465737411000000000000006d343040637573746f6d65722e7465737402000000000000000c0000000000000050323032"
    "34303331353030310600000000000000444432303234008a2223ad13060040cc3123ad13060001000000000000000100000000000000"
    "01000000000000000700000000000000840300000000000002000000000000000a00000000000000e58f91e7a5a82e7064660f000000"
    "000000006170706c69636174696f6e2f7064660200000000000000633101000000000000000800000000000000030000000000000008"
    "000000000000006c6f73742e62696e000000000000000000000000000000000000000000000000090000000000000000000000000000"
    "000100000000000000010000000000000001000000000000000f000000000000007b227369676e6564223a747275657d";
/// The same before version 2.
constexpr const char* kQuestionOfVersion1 =
    "0101000000000000000c00000000000000494e424f582f372f3432233208000000000000007468726561642d3711000000000000006d"
    "343240637573746f6d65722e746573740d0000000000000023503230323430333135303031120000000000000077616e674063757374"
    "6f6d65722e746573740900000000000000e78e8be5b08fe6988e0500000000000000656d61696c0f00000000000000e98080e8b4a720"
    "22e794b3e8afb7221000000000000000e4bda0e5a5bd0ae7acace4ba8ce6aeb508000000000000003e20e682a8e5a5bd0d0000000000"
    "00003c703ee4bda0e5a5bd3c2f703e0300000000000000637574000000000000000002000000000000000d000000000000006d343140"
    "73686f702e7465737411000000000000006d343040637573746f6d65722e7465737402000000000000000c0000000000000050323032"
    "34303331353030310600000000000000444432303234008a2223ad13060040cc3123ad13060001000000000000000100000000000000"
    "01000000000000000700000000000000840300000000000002000000000000000a00000000000000e58f91e7a5a82e7064660f000000"
    "000000006170706c69636174696f6e2f7064660200000000000000633101000000000000000800000000000000030000000000000008"
    "000000000000006c6f73742e62696e000000000000000000000000000000000000000000000000090000000000000000000000000000"
    "00";
constexpr const char* kBounce =
    "0202000000000000000800000000000000626f756e63652d310000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000007000000000000006f70656e5f696400000000000000000000000000000000000000000000000000000000"
    "000000001000000000000000353530206e6f207375636820757365720c000000000000006d304073686f702e74657374000000000000"
    "00000000000000000000000000000000000040cc3123ad13060000000000000000000000000000000000030000000000000000000000"
    "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";
constexpr const char* kChat =
    "0201000000000000000600000000000000636861742d3100000000000000000000000000000000000000000000000005000000000000"
    "00313030303102000000000000006c6907000000000000006f70656e5f696400000000000000000600000000000000e59ca8e5909700"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000";

Bytes from_hex(std::string_view hex) {
  Bytes bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16)));
  }
  return bytes;
}

/// What kQuestion was made of.
InboundItem question() {
  InboundItem item;
  item.dedup_key = "INBOX/7/42#2";
  item.conversation_key = "thread-7";
  item.message_key = "m42@customer.test";
  item.thread_token = "#P20240315001";
  item.author.address = "wang@customer.test";
  item.author.display = "王小明";
  item.subject = "退货 \"申请\"";
  item.parts = {{PartRole::kBody, "text/plain", "你好\n第二段"},
                {PartRole::kQuoted, "text/plain", "> 您好"},
                {PartRole::kHtml, "text/html", "<p>你好</p>"}};
  item.unreadable_reason = "cut";
  item.parent_keys = {"m41@shop.test", "m40@customer.test"};
  item.refs = {{"order", "P20240315001"}, {"order", "DD2024"}};
  item.sent_at = 1'710'484'200'000'000;
  item.received_at = 1'710'484'201'000'000;
  item.automatic = item.unreadable = item.no_reply = item.truncated = item.historical = true;
  item.attributes = R"({"signed":true})";
  item.attachments = {{"发票.pdf", "application/pdf", "c1", true, "", "", 0}, {"lost.bin", "", "", false, "", "", 0}};
  return item;
}

InboundItem bounce(ReceiptStatus status) {
  InboundItem item;
  item.kind = ItemKind::kReceipt;
  item.dedup_key = "bounce-1";
  item.receipt = sdk::Receipt{status, "m0@shop.test", "550 no such user", {}, {}};
  item.received_at = 1'710'484'201'000'000;
  return item;
}

InboundItem chat() {
  InboundItem item;
  item.dedup_key = "chat-1";
  item.author.key = "10001";
  item.author.display = "li";
  item.parts = {{PartRole::kBody, "text/plain", "在吗"}};
  return item;
}

sdk::Item read(const char* row) {
  const auto decoded = decode_item(from_hex(row));
  EXPECT_TRUE(decoded) << decoded.error().message;
  return decoded ? static_cast<const sdk::Item&>(decoded->item) : sdk::Item{};
}

TEST(JournalRow, of_version_2_is_read_member_by_member) {
  EXPECT_EQ(read(kQuestion), question());
  EXPECT_EQ(read(kBounce), bounce(ReceiptStatus::kFailed));
  EXPECT_EQ(read(kChat), chat());
  const auto decoded = decode_item(from_hex(kQuestion));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->raw.id, BlobId{7});
  EXPECT_EQ(decoded->raw.size, 900);
  ASSERT_EQ(decoded->attachments.size(), 2U);
  EXPECT_EQ(decoded->attachments[0].id, BlobId{8});
  EXPECT_EQ(decoded->attachments[0].size, 3);
}

TEST(JournalRow, of_version_1_is_read_without_what_came_later) {
  InboundItem then = question();
  then.no_reply = then.truncated = then.historical = false;
  then.attributes.clear();
  EXPECT_EQ(read(kQuestionOfVersion1), then);
}

TEST(JournalRow, of_any_version_is_refused_when_cut_or_followed_by_more) {
  JournalItem filled{.item = InboundItem(test::filled<sdk::Item>()), .raw = {BlobId{1}, 2}, .attachments = {{}, {}}};
  for (const Bytes& row :
       {from_hex(kQuestion), from_hex(kQuestionOfVersion1), from_hex(kBounce), encode_item(filled)}) {
    for (std::size_t size = 0; size < row.size(); ++size) EXPECT_FALSE(decode_item(ByteView(row).first(size))) << size;
    Bytes longer = row;
    longer.push_back(0);
    EXPECT_FALSE(decode_item(longer));
  }
}

TEST(JournalRow, keeps_every_member_that_the_description_names) {
  JournalItem row{
      .item = InboundItem(test::filled<sdk::Item>()), .raw = {BlobId{1}, 2}, .attachments = {{BlobId{3}, 4}, {}}};
  const auto back = decode_item(encode_item(row));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(static_cast<const sdk::Item&>(back->item), row.item);
  EXPECT_EQ(back->raw.size, 2);
  EXPECT_EQ(back->attachments.at(0).id, BlobId{3});
}

TEST(JournalRow, names_a_blob_for_each_attachment_or_is_refused) {
  JournalItem row{.item = question(), .raw = {}, .attachments = {{BlobId{3}, 4}}};
  EXPECT_FALSE(decode_item(encode_item(row)));
}

TEST_F(DeskTest, items_hash_as_they_did_before_they_had_one_description) {
  InboundItem unreadable = question();
  unreadable.dedup_key = "INBOX/7/42";
  unreadable.revision = 2;
  unreadable.raw = "raw";
  unreadable.attachments[0].data = "PDF";
  InboundItem readable = unreadable;
  readable.unreadable = false;
  struct Case {
    InboundItem item;
    const char* dedup_key;
    const char* content_hash;
  };
  const Case cases[] = {
      {unreadable, "c8e86ea592c127719e81be586cb0804e6b6ab4dfc13b69eedf51e1b64c8233da",
       "d19b2fdb28abb4ef29a3ed90dad94a38d85f87f400f1ad8234efc59bc2348720"},
      {readable, "c8e86ea592c127719e81be586cb0804e6b6ab4dfc13b69eedf51e1b64c8233da",
       "f4e50508480557c358ecbc1ee5f2f49c72794965496c0e4b106b53e7b27ff99f"},
      {bounce(ReceiptStatus::kFailed), "24e2886a26dcf91e4e6401a74b67bc1aa009fedcb7981a0f45c3ad4936388476",
       "69634971e22d5dc3381d2291e296a331de1c3faa297c9980ffb885741a3b403f"},
      {bounce(ReceiptStatus::kDelayed), "24e2886a26dcf91e4e6401a74b67bc1aa009fedcb7981a0f45c3ad4936388476",
       "6dbe1ec01de0b4983b0d6f5acd1404d307cfb5ce566949be029ec148dd5d128a"},
      {bounce(ReceiptStatus::kDelivered), "24e2886a26dcf91e4e6401a74b67bc1aa009fedcb7981a0f45c3ad4936388476",
       "c97684f30d54c0c3424617c36549612ba7e00e79c00d439dc9935252c5721a7d"},
      {bounce(ReceiptStatus::kRead), "24e2886a26dcf91e4e6401a74b67bc1aa009fedcb7981a0f45c3ad4936388476",
       "c97684f30d54c0c3424617c36549612ba7e00e79c00d439dc9935252c5721a7d"},
      {chat(), "0d5ef0c8f25a733d58e30be1859aaf2f172b6418002ebac4f39f3397a3b192d3",
       "0be090f4537767302749c05f382554a3f55643f1d77892ad4a212d71b3c21af6"},
  };
  for (const Case& one : cases) {
    const JournalEntry entry = make_entry(*context_, channel_, dedup_key_of(*context_, one.item), one.item);
    EXPECT_EQ(entry.row.dedup_key, from_hex(one.dedup_key)) << one.item.dedup_key;
    EXPECT_EQ(entry.row.content_hash, from_hex(one.content_hash)) << one.item.dedup_key;
  }
}

TEST_F(DeskTest, a_row_of_an_older_daemon_becomes_the_same_ticket) {
  intake_->stop();
  const JournalId id = journal(chat());
  must(store_->write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto row = storage::load_pending(tx, id);
    if (!row) return std::move(row).error();
    auto key = keys_->key(tx, privacy::Vault::key_id_of((*row)->payload_sealed));
    if (!key) return std::move(key).error();
    const Bytes sealed = vault_->seal(*key, {"journal", "payload_sealed", id.raw()}, from_hex(kChat));
    return tx.execute("UPDATE journal SET payload_sealed = ?1 WHERE id = ?2", sealed, id);
  }));
  restart_intake();
  wait_until_filed();
  EXPECT_EQ(messages(only_ticket().id).at(0).text.text(), "在吗");
}

}  // namespace
}  // namespace frontdesk::desk
