// Files that the disk lost: the tickets that it hits are listed, and the file itself says so.
#include <filesystem>

#include "audit/alarms.h"
#include "audit/blob_scrub.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

class DamageTest : public DeskTest {
 protected:
  DamageTest() {
    InboundItem with_file = mail("支付失败", "请看截图");
    with_file.raw = "From: wang@customer.test\r\n\r\nthe original";
    with_file.attachments.push_back({"screen.txt", "text/plain", "", false, "what the screen showed"});
    take_in(std::move(with_file));
    ticket_ = only_ticket();
    file_ = messages(ticket_.id).front().attachments.at(0).id;
  }
  void look() {
    must(scrub_.check_at_start());
    must(scrub_.step());
  }
  [[nodiscard]] std::string segment() const { return directory_ + "/blobs/segment-000001.blob"; }

  audit::Alarms alarms_{*store_, *trail_};
  audit::BlobScrub scrub_{*store_, alarms_, clock_, ""};
  TicketRow ticket_;
  AttachmentId file_;
};

TEST_F(DamageTest, damaged_files_are_listed_with_their_tickets_and_told_at_the_message) {
  std::filesystem::rename(segment(), segment() + ".away");
  look();
  const Actor auditor = add_user("chen", {Role::kSupervisor});
  const json::Value list = must(tickets_->perform("damage.list", auditor, {}));
  ASSERT_EQ(list.get("items").items().size(), 2U) << json::serialize(list);
  std::string files;
  for (const json::Value& item : list.get("items").items()) {
    EXPECT_EQ(item.get("ticket").as_string(), ticket_.number);
    EXPECT_EQ(item.get("damage").as_string(), "gone");
    files += std::string(item.get("file").as_string()) + " ";
  }
  EXPECT_TRUE(files == "original attachment " || files == "attachment original ") << files;
  EXPECT_EQ(tickets_->perform("damage.list", agent_, {}).error().code, ErrorCode::kForbidden);

  const MessageView message = messages(ticket_.id).front();
  EXPECT_TRUE(message.damaged_since.is_set());
  EXPECT_TRUE(message.attachments.at(0).damaged_since.is_set());
  const auto opened = tickets_->open_attachment(agent_, file_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().key, "error.file_damaged");
  EXPECT_NE(opened.error().message.find("2024-03-15"), std::string::npos) << opened.error().message;
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'audit.alarm'"), 1);

  take_in(mail("还有一件事", "邮件照收"));
  std::filesystem::rename(segment() + ".away", segment());
  look();
  EXPECT_EQ(must(tickets_->perform("damage.list", auditor, {})).get("items").items().size(), 0U);
  EXPECT_FALSE(messages(ticket_.id).front().attachments.at(0).damaged_since.is_set());
  EXPECT_EQ(to_string(must(tickets_->open_attachment(agent_, file_)).bytes), "what the screen showed");
}

TEST_F(DamageTest, the_list_comes_in_pages_without_gaps_or_repeats) {
  std::filesystem::remove(segment());
  look();
  Input page;
  page.fields.set("limit", 1);
  const json::Value first = must(tickets_->perform("damage.list", Actor::system(), page));
  page.fields.set("after", first.get("next").as_string());
  const json::Value second = must(tickets_->perform("damage.list", Actor::system(), page));
  ASSERT_EQ(first.get("items").items().size(), 1U);
  ASSERT_EQ(second.get("items").items().size(), 1U);
  EXPECT_NE(first.get("items").items()[0].get("id").as_string(), second.get("items").items()[0].get("id").as_string());
  EXPECT_TRUE(second.get("next").is_null() || second.get("next").as_string().empty());
}

}  // namespace
}  // namespace frontdesk::desk
