#include "plugin/sent_copy.h"

#include <exception>
#include <string>
#include <utility>

namespace frontdesk::email {
namespace {

constexpr std::size_t kMostWaitingBytes = 64U << 20;

net::Outcome<void> append_to_sent(Account& account, int cancel_fd, std::string_view mail) {
  auto session = account.open_imap(cancel_fd);
  if (!session) return std::move(session).failure();
  auto folder = session->sent_folder();
  if (!folder) return std::move(folder).failure();
  auto kept = session->append(*folder, mail);
  session->log_out();
  return kept;
}

net::Outcome<bool> is_there(Account& account, int cancel_fd, std::string_view message_id) {
  auto session = account.open_imap(cancel_fd);
  if (!session) return std::move(session).failure();
  auto folder = session->sent_folder();
  if (!folder) return std::move(folder).failure();
  auto found = session->holds_message_id(*folder, message_id);
  session->log_out();
  return found;
}

}  // namespace

SentCopies::~SentCopies() {
  worker_.request_stop();
  if (worker_.joinable()) worker_.join();
}

void SentCopies::not_kept() noexcept {
  try {
    services_.metrics().count("sent_copies_not_kept");
  } catch (const std::exception&) {  // nothing is owed to a copy
  }
}

void SentCopies::keep(std::string_view mail) noexcept {
  const Settings& settings = account_.settings();
  if (!settings.keeps_sent_copy || settings.protocol != Protocol::kImap) return;
  try {
    const std::lock_guard lock(mutex_);
    if (bytes_ + mail.size() > kMostWaitingBytes) return not_kept();
    bytes_ += mail.size();
    waiting_.emplace_back(mail);
    if (!worker_.joinable()) worker_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
    changed_.notify_one();
  } catch (const std::exception&) {
    not_kept();
  }
}

void SentCopies::work(const std::stop_token& stop) {
  for (;;) {
    std::string mail;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return !waiting_.empty(); }) || stop.stop_requested()) return;
      mail = std::move(waiting_.front());
      waiting_.pop_front();
    }
    try {
      if (!append_to_sent(account_, services_.cancel().descriptor(), mail)) not_kept();
    } catch (const std::exception&) {
      not_kept();
    }
    const std::lock_guard lock(mutex_);
    bytes_ -= mail.size();
  }
}

sdk::Result<sdk::SendResult> look_for_sent(Account& account, const sdk::Services& services,
                                           std::string_view message_key) {
  const sdk::Error cannot_tell{sdk::Status::kUnknownOutcome, "not_in_sent_folder",
                               "The mail is not in the folder for what was sent; it may have arrived all the same."};
  if (account.settings().protocol != Protocol::kImap) return cannot_tell;
  std::string id(message_key);
  if (id.find('@') == std::string::npos) {
    const std::string& address = account.settings().address;
    id += address.substr(address.rfind('@'));
  }
  auto found = is_there(account, services.cancel().descriptor(), id);
  if (!found && found.failure().kind != net::FailureKind::kNotFound) return to_error(found.failure());
  if (!found || !*found) return cannot_tell;
  return sdk::SendResult{sdk::Delivery::kAccepted, id, services.clock().now()};
}

}  // namespace frontdesk::email
