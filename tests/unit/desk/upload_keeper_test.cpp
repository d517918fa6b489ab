#include "desk/ticket/attachment/upload_keeper.h"

#include "desk/limits.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

class UploadKeeperTest : public DeskTest {
 protected:
  UploadedFile upload(const Actor& actor, std::size_t size = 10) {
    return must(tickets_->upload(actor, "sample.bin", "application/octet-stream", Bytes(size, 7)));
  }
  ReplyRequest reply_with(AttachmentId file) {
    ReplyRequest request;
    request.ticket = only_ticket().id;
    request.seen_version = only_ticket().version;
    request.text = "请看附件";
    request.attachments = {file};
    request.request_key = "request-1";
    return request;
  }
};

// P-42
TEST_F(UploadKeeperTest, deletes_what_was_not_sent_for_a_day_and_nothing_else) {
  take_in(mail("问题", "你好"));
  const auto sent = upload(agent_);
  must(tickets_->reply(agent_, reply_with(sent.id)));
  const auto old = upload(agent_);
  clock_.advance(UploadKeeper::kKeep);
  const auto young = upload(agent_);
  clock_.advance(std::chrono::seconds(1));
  const auto keys = count("SELECT count(*) FROM data_key"), blobs = count("SELECT count(*) FROM blob");

  EXPECT_EQ(must(UploadKeeper(*context_).delete_unsent()), 1U);
  EXPECT_EQ(tickets_->open_attachment(agent_, old.id).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(tickets_->open_attachment(agent_, sent.id));
  EXPECT_TRUE(tickets_->open_attachment(agent_, young.id));
  EXPECT_EQ(count("SELECT count(*) FROM data_key"), keys - 1);
  EXPECT_EQ(count("SELECT count(*) FROM blob"), blobs - 1);
  EXPECT_EQ(must(UploadKeeper(*context_).delete_unsent()), 0U);
}

TEST_F(UploadKeeperTest, one_person_cannot_pile_up_files) {
  for (std::int64_t i = 0; i < kMostUnsentFiles; ++i) upload(agent_);
  const auto refused = tickets_->upload(agent_, "sample.bin", "application/octet-stream", Bytes(10, 7));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLimit);
  EXPECT_EQ(refused.error().key, "error.upload_quota");
  upload(add_user("wang.qiang", {Role::kAgent}));  // others are not held up
}

TEST_F(UploadKeeperTest, one_person_cannot_pile_up_bytes) {
  const std::size_t large = std::size_t{25} << 20;
  for (std::int64_t held = 0; held + static_cast<std::int64_t>(large) <= kMostUnsentBytes;
       held += static_cast<std::int64_t>(large))
    upload(agent_, large);
  EXPECT_EQ(tickets_->upload(agent_, "sample.bin", "text/plain", Bytes(large, 7)).error().code, ErrorCode::kLimit);
}

// Files that are allowed one by one took the channel down together.
TEST_F(UploadKeeperTest, files_of_a_reply_are_limited_together_when_it_is_written) {
  take_in(mail("问题", "你好"));
  const std::size_t large = std::size_t{24} << 20;
  auto request = reply_with(upload(agent_, large).id);
  request.attachments.push_back(upload(agent_, large).id);
  const auto refused = tickets_->reply(agent_, request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "error.reply_too_large");
  request.attachments = {request.attachments[0], upload(agent_, kMostReplyFileBytes - large).id};
  EXPECT_TRUE(tickets_->reply(agent_, request));
}

TEST_F(UploadKeeperTest, texts_are_limited_in_characters) {
  take_in(mail("问题", "你好"));
  const TicketId ticket = only_ticket().id;
  std::string text;
  for (std::size_t i = 0; i < kMostTextCharacters; ++i) text += "好";
  EXPECT_TRUE(tickets_->note(agent_, {.ticket = ticket, .text = text, .request_key = "note-0001"}));
  EXPECT_EQ(tickets_->note(agent_, {.ticket = ticket, .text = text + "好", .request_key = "note-0002"}).error().key,
            "error.field_long");
}

}  // namespace
}  // namespace frontdesk::desk
