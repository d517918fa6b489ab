#include "plugin/mail_submitter.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>

namespace frontdesk::email {
namespace {

// What the desk does not take as a message it takes as bytes that somebody has to look at.
sdk::Item refused_item(sdk::Item refused, const std::string& why, std::uint64_t max_bytes) {
  sdk::Item item;
  item.dedup_key = std::move(refused.dedup_key);
  item.author.key = "unknown";
  item.author.role = refused.author.role;
  item.direction = refused.direction;
  item.received_at = refused.received_at;
  item.unreadable = true;
  item.unreadable_reason = "The message breaks a limit of the desk: " + why;
  item.raw = std::move(refused.raw);
  if (item.raw.size() > max_bytes / 2) {
    item.raw.resize(max_bytes / 2);
    item.truncated = true;
  }
  return item;
}

}  // namespace

MailSubmitter::MailSubmitter(const Settings& settings, const sdk::Services& services, const std::string& loop_id)
    : services_(services) {
  context_.loop_id = loop_id;
  context_.account = settings.address;
  context_.own_addresses = {settings.address};
  context_.authserv_id = settings.authserv_id;
  context_.max_mail_bytes = settings.max_mail_bytes;
  context_.max_item_bytes = services.inbox().max_item_bytes();
}

// What the parser cannot bear (say, a mail that needs more memory than there is) must not end the stream.
void MailSubmitter::add_items(RawMail mail, std::vector<sdk::Item>& items) const {
  try {
    auto made = items_of(mail, context_);
    std::move(made.begin(), made.end(), std::back_inserter(items));
  } catch (const std::exception&) {
    mail.unreadable_reason = "Reading this message failed inside the program.";
    auto made = items_of(std::move(mail), context_);
    std::move(made.begin(), made.end(), std::back_inserter(items));
  }
}

sdk::Result<std::vector<std::string>> MailSubmitter::deliver(std::vector<RawMail> mails,
                                                             std::optional<std::string_view> cursor) {
  std::vector<std::string> unread;
  std::vector<sdk::Item> items;
  items.reserve(mails.size());
  for (RawMail& mail : mails) add_items(std::move(mail), items);
  if (!items.empty()) {
    if (auto taken = submit_mails(items, mails.size(), unread); !taken) return std::move(taken).error();
  }
  if (auto done = commit(cursor); !done) return std::move(done).error();
  return unread;
}

sdk::Result<void> MailSubmitter::submit_mails(std::vector<sdk::Item>& items, std::size_t mails,
                                              std::vector<std::string>& unread) {
  auto outcomes = submit(items, std::nullopt);
  if (!outcomes) return std::move(outcomes).error();
  services_.metrics().count("mails_taken", mails);
  std::vector<sdk::Item> refused;
  for (const sdk::Item& item : items) {
    if (item.unreadable) unread.push_back(item.dedup_key);
  }
  for (std::size_t i = 0; i < outcomes->size() && i < items.size(); ++i) {
    if ((*outcomes)[i].outcome == sdk::Outcome::kRejected && !items[i].unreadable) {
      refused.push_back(refused_item(std::move(items[i]), (*outcomes)[i].text, context_.max_item_bytes));
    }
  }
  if (refused.empty()) return {};
  for (const sdk::Item& item : refused) unread.push_back(item.dedup_key);
  services_.metrics().count("mails_rejected", refused.size());
  auto again = submit(refused, std::nullopt);
  if (!again) return std::move(again).error();
  return {};
}

sdk::Result<void> MailSubmitter::commit(std::optional<std::string_view> cursor) {
  auto done = submit({}, cursor);
  if (!done) return std::move(done).error();
  return {};
}

sdk::Result<std::vector<sdk::ItemOutcome>> MailSubmitter::submit(const std::vector<sdk::Item>& items,
                                                                 std::optional<std::string_view> cursor) {
  std::chrono::nanoseconds pause = std::chrono::milliseconds(200);
  for (;;) {
    auto outcomes = services_.inbox().submit(items, cursor);
    if (outcomes) return outcomes;
    const sdk::Status status = outcomes.error().status;
    if (status != sdk::Status::kRetry && status != sdk::Status::kRateLimited) return outcomes;
    const auto wait = std::max(pause, outcomes.error().retry_after);
    if (!services_.clock().sleep_for(wait)) return sdk::Error{sdk::Status::kCancelled, "cancelled"};
    pause = std::min<std::chrono::nanoseconds>(pause * 2, std::chrono::seconds(30));
  }
}

}  // namespace frontdesk::email
