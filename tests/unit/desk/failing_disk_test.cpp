// The disk fails at any one call of taking a mail in and answering it: nothing that was acknowledged is lost, nothing
// is sent twice or called sent, and it works again as soon as the disk does.
#include "fault/disk/failing_disk.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <thread>

#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

namespace fs = std::filesystem;

constexpr char kFile[] = "what the screen showed";
constexpr char kPaper[] = "the contract";

/// One life of a desk in a folder.
class House : public DeskTest {
 public:
  explicit House(std::string directory = {}) : DeskTest(std::move(directory)) {}
  void TestBody() override {}
  /// Ends this life; the folder stays, under another name.
  std::string leave(const std::string& as) {
    intake_.reset();
    store_.reset();
    fs::remove_all(as);
    fs::rename(directory_, as);
    return as;
  }
  [[nodiscard]] const std::string& directory() const { return directory_; }
  [[nodiscard]] const Actor& agent() const { return agent_; }
  [[nodiscard]] bool is_writable() const { return store_->is_writable(); }
  [[nodiscard]] std::string reason() const {
    std::string why;
    return store_->is_writable(&why) ? "" : why;
  }
  void set_agent(const Actor& agent) { agent_ = agent; }

  Result<std::vector<ItemOutcome>> submit() {
    InboundItem item = mail("支付失败", "请看截图");
    item.dedup_key = "the mail";
    item.attachments.push_back({"screen.txt", "text/plain", "", false, kFile});
    std::vector<InboundItem> items;
    items.push_back(std::move(item));
    std::promise<Result<std::vector<ItemOutcome>>> answered;
    auto answer = answered.get_future();
    intake_->submit({.channel = channel_, .items = std::move(items), .cursor = "next", .state_writes = {}},
                    [&](Result<std::vector<ItemOutcome>> result) { answered.set_value(std::move(result)); });
    return answer.get();
  }
  /// Filed, or it cannot be now.
  void settle() {
    while (intake_->pending() > 0 && is_writable()) std::this_thread::yield();
  }
  Result<MessageId> answer(const std::vector<AttachmentId>& files) {
    const TicketRow ticket = only_ticket();
    return tickets_->reply(agent_, {.ticket = ticket.id,
                                    .seen_version = ticket.version,
                                    .text = "您好，已处理",
                                    .attachments = files,
                                    .request_key = "the answer"});
  }
  Result<UploadedFile> upload() { return tickets_->upload(agent_, "paper.txt", "text/plain", as_bytes(kPaper)); }
  Result<std::vector<OutboundJob>> claim() { return delivery_->claim_due(channel_, 10); }
  Result<void> report(OutboxId job) {
    return delivery_->report(
        job, {.status = SendStatus::kSent, .remote_key = "<x@shop.test>", .reason = {}, .retry_at = {}});
  }
  std::vector<OutboundJob> interrupted() { return must(delivery_->take_interrupted()); }
  std::int64_t tickets() { return count("SELECT count(*) FROM ticket"); }
  std::int64_t answers() { return count("SELECT count(*) FROM message WHERE kind = 2"); }
  std::int64_t answers_sent() { return count("SELECT count(*) FROM message WHERE kind = 2 AND sent_at > 0"); }
  std::string first_attachment() {
    const MessageView first = messages(only_ticket().id).front();
    if (first.attachments.empty()) return "none";
    return to_string(must(tickets_->open_attachment(agent_, first.attachments[0].id)).bytes);
  }
};

/// What somebody was told.
struct Told {
  bool taken_in = false;
  bool answered = false;
  bool handed_out = false;  ///< the answer has left the desk
  bool sent = false;
};

Told live(House& house) {
  Told told;
  told.taken_in = house.submit().ok();
  house.settle();
  if (house.tickets() != 1) return told;
  auto file = house.upload();
  if (!file) return told;
  told.answered = house.answer({file->id}).ok();
  if (!told.answered) return told;
  auto jobs = house.claim();
  told.handed_out = jobs.ok() && !jobs->empty();
  if (told.handed_out) told.sent = house.report(jobs->front().id).ok();
  return told;
}

/// The disk is well again, in this life or the next; what was not acknowledged is tried once more.
void finish(House& house, const Told& told) {
  const auto again = house.submit();
  ASSERT_TRUE(again) << again.error().message;
  house.settle();
  ASSERT_EQ(house.tickets(), 1);
  EXPECT_TRUE(!told.taken_in || again->front() == ItemOutcome::kDuplicate);
  EXPECT_EQ(house.first_attachment(), kFile);
  EXPECT_GE(house.answers(), told.answered ? 1 : 0);
  auto interrupted = house.interrupted();
  if (house.answers() == 0) {
    auto file = house.upload();
    ASSERT_TRUE(file) << file.error().message;
    const auto answered = house.answer({file->id});
    ASSERT_TRUE(answered) << answered.error().message;
  }
  EXPECT_EQ(house.answers(), 1);
  auto due = house.claim();
  ASSERT_TRUE(due) << due.error().message;
  if (told.handed_out) {
    EXPECT_TRUE(due->empty()) << "sent twice";
    EXPECT_EQ(interrupted.size() + static_cast<std::size_t>(house.answers_sent()), 1U);
  } else {
    EXPECT_EQ(house.answers_sent(), 0) << "called sent";
    EXPECT_EQ(interrupted.size() + due->size(), 1U);
  }
  EXPECT_TRUE(!told.sent || house.answers_sent() == 1);
}

class FailingDiskTest : public ::testing::Test {
 protected:
  FailingDiskTest() {
    House house;
    agent_ = house.agent();
    seed_ = house.leave(house.directory() + "-seed");
  }
  ~FailingDiskTest() override {
    failing_disk().disarm();
    fs::remove_all(seed_);
  }
  [[nodiscard]] std::string copy() const {
    char name[] = "/tmp/frontdesk-disk-XXXXXX";
    std::string folder = ::mkdtemp(name);
    fs::copy(seed_, folder, fs::copy_options::recursive);
    return folder;
  }
  std::unique_ptr<House> open(const std::string& folder) const {
    auto house = std::make_unique<House>(folder);
    house->set_agent(agent_);
    return house;
  }
  std::int64_t calls_of_a_good_life() {
    const auto house = open(copy());
    failing_disk_watch(house->directory().c_str());
    failing_disk().arm(0, 0, 0);
    const Told told = live(*house);
    EXPECT_TRUE(told.taken_in && told.answered && told.handed_out && told.sent);
    return failing_disk().calls;
  }

  std::string seed_;
  Actor agent_;
};

/// Every so many calls; FRONTDESK_EVERY_FAULT=1 (tests/README.md) tries each.
std::int64_t stride(std::int64_t usual) { return std::getenv("FRONTDESK_EVERY_FAULT") != nullptr ? 1 : usual; }

// N-01, P-04
TEST_F(FailingDiskTest, any_call_that_fails_once_loses_and_doubles_nothing) {
  const std::int64_t calls = calls_of_a_good_life();
  ASSERT_GT(calls, 20);
  for (std::int64_t n = 1; n <= calls; n += stride(3)) {
    SCOPED_TRACE("call " + std::to_string(n) + " of " + std::to_string(calls) + " fails with EIO");
    auto house = open(copy());
    failing_disk_watch(house->directory().c_str());
    failing_disk().arm(n, n, EIO);
    const Told told = live(*house);
    const bool sync_failed = failing_disk().syncs > 0;
    failing_disk().disarm();
    if (failing_disk().failed > 0 && !house->is_writable()) {
      EXPECT_FALSE(told.sent);
      EXPECT_FALSE(house->submit()) << "acknowledged after an I/O error";
    }
    // Bytes whose sync failed may be gone, whatever a later sync says.
    EXPECT_TRUE(!sync_failed || !house->is_writable())
        << told.taken_in << told.answered << told.handed_out << told.sent << house->reason();
    const std::string left = house->leave(seed_ + "-left");
    house.reset();
    finish(*open(left), told);
    if (HasFailure()) return;
  }
}

// N-01, P-04
TEST_F(FailingDiskTest, a_disk_that_is_full_from_any_call_on_refuses_and_goes_on_by_itself_when_there_is_room) {
  const std::int64_t calls = calls_of_a_good_life();
  for (std::int64_t n = 1; n <= calls; n += stride(9)) {
    SCOPED_TRACE("full from call " + std::to_string(n) + " of " + std::to_string(calls));
    auto house = open(copy());
    failing_disk_watch(house->directory().c_str());
    failing_disk().arm(n, 1'000'000, ENOSPC);
    const Told told = live(*house);
    const bool sync_failed = failing_disk().syncs > 0;
    failing_disk().disarm();
    if (sync_failed) {  // no file system says so of bytes that it took; it is treated as a broken one
      const std::string left = house->leave(seed_ + "-left");
      house.reset();
      finish(*open(left), told);
    } else {
      while (!house->is_writable()) std::this_thread::yield();
      finish(*house, told);
    }
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace frontdesk::desk
