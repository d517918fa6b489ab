#include "plugin/pop3_reader.h"

#include <algorithm>
#include <chrono>
#include <variant>

#include "mime/mail_reader.h"

namespace frontdesk::email {
namespace {

using net::Failure;
using net::FailureKind;

constexpr std::size_t kBatchMails = 50;
constexpr std::uint64_t kBatchBytes = 4U << 20;
constexpr std::string_view kCursor = R"({"v":1,"activated":true})";

}  // namespace

Pop3Reader::Pop3Reader(Account& account, Intake& intake, const sdk::Services& services, std::string_view cursor)
    : account_(account), intake_(intake), seen_(services), is_activated_(!cursor.empty()) {}

ReadEnd Pop3Reader::read(int cancel_fd, const std::function<void()>& up_to_date) {
  for (;;) {
    if (auto ended = poll_once(cancel_fd)) return *std::move(ended);
    up_to_date();
    const auto until = net::SteadyClock::now() + account_.settings().poll_interval;
    if (net::wait_for(-1, net::Readiness::kRead, until, cancel_fd) == net::Wake::kCancelled) {
      return Failure{FailureKind::kCancelled, "stopped between two polls", {}};
    }
  }
}

Pop3Reader::Ended Pop3Reader::poll_once(int cancel_fd) {
  auto session = account_.open_pop3(cancel_fd);
  if (!session) return ReadEnd(std::move(session).failure());
  auto listing = session->list();
  if (!listing) return ReadEnd(std::move(listing).failure());
  std::vector<std::string_view> present;
  std::vector<const pop3::ListedMail*> fresh;
  const bool all_are_old = !is_activated_ && !account_.settings().import_since;
  for (const pop3::ListedMail& mail : *listing) {
    present.emplace_back(mail.uidl);
    if (all_are_old) seen_.add(mail.uidl);
    if (!seen_.contains(mail.uidl)) fresh.push_back(&mail);
  }
  seen_.keep_only(present);
  if (!is_activated_ || fresh.empty()) {
    if (auto ended = hand_over({})) return ended;
    is_activated_ = true;
  }
  if (auto ended = take(*session, fresh)) return ended;
  [[maybe_unused]] const auto goodbye = session->quit();
  return std::nullopt;
}

Pop3Reader::Ended Pop3Reader::take(pop3::Session& session, const std::vector<const pop3::ListedMail*>& fresh) {
  std::vector<RawMail> batch;
  std::vector<std::string_view> taken;
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    auto mail = session.retrieve(*fresh[i], account_.settings().max_mail_bytes);
    if (!mail) return ReadEnd(std::move(mail).failure());
    bytes += mail->raw.size();
    taken.emplace_back(fresh[i]->uidl);
    if (is_wanted(mail->raw)) batch.push_back({std::move(mail->raw), 0, mail->truncated, fresh[i]->size});
    if (taken.size() < kBatchMails && bytes < kBatchBytes && i + 1 < fresh.size()) continue;
    for (const std::string_view uidl : taken) seen_.add(uidl);
    if (auto ended = hand_over(std::move(batch))) return ended;
    batch.clear();
    taken.clear();
    bytes = 0;
  }
  return std::nullopt;
}

Pop3Reader::Ended Pop3Reader::hand_over(std::vector<RawMail> mails) {
  if (auto saved = seen_.save(); !saved) return ReadEnd(std::move(saved).error());
  if (auto done = intake_.deliver(std::move(mails), kCursor); !done) return ReadEnd(std::move(done).error());
  return std::nullopt;
}

bool Pop3Reader::is_wanted(std::string_view raw) const {
  const auto& since = account_.settings().import_since;
  if (!since) return true;
  const auto read = read_mail(raw.substr(0, std::min<std::size_t>(raw.size(), 64U << 10)));
  const auto* mail = std::get_if<Mail>(&read);
  if (mail == nullptr || !mail->date) return true;
  return std::chrono::microseconds(mail->date->time_since_epoch()).count() >= *since;
}

}  // namespace frontdesk::email
