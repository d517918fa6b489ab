#include "reading/pop3_reader.h"

#include <algorithm>
#include <chrono>
#include <variant>

#include "mime/mail_reader.h"
#include "reading/content_key.h"
#include "reading/source_key.h"

namespace frontdesk::email {
namespace {

using net::Failure;
using net::FailureKind;

constexpr std::size_t kBatchMails = 50;
constexpr std::uint64_t kBatchBytes = 4U << 20;
constexpr std::int64_t kHourMicros = 3600LL * 1'000'000;

}  // namespace

Pop3Reader::Pop3Reader(Account& account, MailSubmitter& submitter, WantedAgain& wanted, const sdk::Services& services,
                       std::string_view cursor, std::uint32_t crashes)
    : account_(account),
      submitter_(submitter),
      wanted_(wanted),
      services_(services),
      seen_(services),
      cursor_(MailboxCursor::parse(cursor)),
      mark_(services, crashes) {
  const auto& since = account_.settings().import_since;
  switch (adapt(cursor_, account_.settings(), services_.clock().now())) {
    case Continuation::kSame: is_committed_ = !cursor.empty(); break;
    case Continuation::kFirst:
      all_are_old_ = !since;
      cursor_.taken_from = since.value_or(0);
      break;
    case Continuation::kListAgain:
      // Mails left out by the old date are wanted now; without a date everything that was there stays old.
      if (since) seen_.clear();
      cursor_.taken_from = since.value_or(0);
      break;
    case Continuation::kElsewhere:
      seen_.clear();
      cursor_.taken_from = since.value_or(cursor_.activated_at);
      break;
  }
}

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
  const std::int64_t began = services_.clock().now();
  auto session = account_.open_pop3(cancel_fd);
  if (!session) return ReadEnd(std::move(session).failure());
  auto listing = session->list();
  if (!listing) return ReadEnd(std::move(listing).failure());
  std::vector<std::string_view> present;
  std::vector<const pop3::ListedMail*> fresh;
  for (const pop3::ListedMail& mail : *listing) {
    present.emplace_back(mail.uidl);
    if (all_are_old_) seen_.add(mail.uidl);
    if (!seen_.contains(mail.uidl)) fresh.push_back(&mail);
  }
  seen_.keep_only(present);
  if (!is_committed_) {
    if (auto ended = hand_over({})) return ended;
    all_are_old_ = false;
  }
  if (auto ended = take_wanted(*session, *listing)) return ended;
  if (auto ended = take(*session, fresh)) return ended;
  // From here on whatever comes is new, whatever date its sender's clock wrote on it.
  if (cursor_.is_relisted || cursor_.taken_from > 0 || began - kHourMicros > cursor_.as_of + kHourMicros) {
    cursor_.taken_from = 0;
    cursor_.is_relisted = false;
    cursor_.as_of = began - kHourMicros;
    if (auto ended = hand_over({})) return ended;
  }
  [[maybe_unused]] const auto goodbye = session->quit();
  return std::nullopt;
}

Pop3Reader::Ended Pop3Reader::take(pop3::Session& session, const std::vector<const pop3::ListedMail*>& fresh) {
  std::vector<RawMail> batch;
  std::vector<std::string_view> taken;
  std::uint64_t bytes = 0;
  const auto flush = [&]() -> Ended {
    for (const std::string_view uidl : taken) seen_.add(uidl);
    const bool nothing = taken.empty();
    taken.clear();
    bytes = 0;
    return nothing ? std::nullopt : hand_over(std::exchange(batch, {}));
  };
  for (const pop3::ListedMail* listed : fresh) {
    const bool first = first_mails_ > 0;
    if (first) --first_mails_;
    if (first || difficult_.count(listed->uidl) != 0) {
      if (auto ended = flush()) return ended;
      if (auto ended = take_alone(session, *listed)) return ended;
      continue;
    }
    auto mail = session.retrieve(*listed, account_.settings().max_raw_bytes());
    if (!mail) {
      difficult_.insert(listed->uidl);
      if (auto ended = flush()) return ended;
      return ReadEnd(std::move(mail).failure());
    }
    bytes += mail->raw.size();
    taken.emplace_back(listed->uidl);
    if (is_wanted(mail->raw)) {
      batch.push_back(raw_mail(*listed));
      batch.back().raw = std::move(mail->raw);
      batch.back().truncated = mail->truncated;
    }
    if (taken.size() < kBatchMails && bytes < kBatchBytes) continue;
    if (auto ended = flush()) return ended;
  }
  return flush();
}

Pop3Reader::Ended Pop3Reader::take_wanted(pop3::Session& session, const std::vector<pop3::ListedMail>& listing) {
  while (auto key = wanted_.next()) {
    const auto found = std::find_if(listing.begin(), listing.end(), [&](const pop3::ListedMail& listed) {
      return source_key(cursor_, listed.uidl) == *key;
    });
    std::vector<RawMail> gone;
    if (found == listing.end()) gone.push_back(WantedAgain::not_there(*std::move(key)));
    if (auto ended = found == listing.end() ? hand_over(std::move(gone)) : take_alone(session, *found, Turn::kAgain))
      return ended;
    wanted_.answered();
  }
  return std::nullopt;
}

Pop3Reader::Ended Pop3Reader::take_alone(pop3::Session& session, const pop3::ListedMail& listed, Turn turn) {
  const Care care = turn == Turn::kAgain ? mark_.begin(WantedAgain::mark_of(source_key(cursor_, listed.uidl)),
                                                       ReadingMark::kMostDeathsAgain)
                                         : mark_.begin("pop3:" + sha256_hex(listed.uidl));
  if (auto noted = submitter_.commit(std::nullopt); !noted) return ReadEnd(std::move(noted).error());
  difficult_.insert(listed.uidl);
  RawMail raw = raw_mail(listed);
  if (care == Care::kGiveUp) {
    raw.unreadable_reason = "Reading this message failed again and again.";
  } else if (auto mail = session.retrieve(listed, account_.settings().max_raw_bytes()); mail) {
    raw.raw = std::move(mail->raw);
    raw.truncated = mail->truncated;
    if (care == Care::kKeepUnread) raw.unreadable_reason = "Reading this message made the program fail.";
  } else if (auto ended = after_failure(mail.failure(), care)) {
    return ended;
  } else {
    raw.unreadable_reason = "The mail server does not hand out this message: " + mail.failure().server_text;
  }
  if (raw.raw.empty() && !raw.unreadable_reason.empty()) {
    raw.truncated = true;
    services_.metrics().count("mails_given_up");
  }
  difficult_.erase(listed.uidl);
  seen_.add(listed.uidl);
  std::vector<RawMail> mails;
  if (turn == Turn::kAgain || !raw.unreadable_reason.empty() || is_wanted(raw.raw)) mails.push_back(std::move(raw));
  return hand_over(std::move(mails));
}

RawMail Pop3Reader::raw_mail(const pop3::ListedMail& listed) const {
  RawMail out;
  out.full_size = listed.size;
  out.historical_before = cursor_.activated_at;
  out.source_key = source_key(cursor_, listed.uidl);
  out.relisted = cursor_.is_relisted;
  return out;
}

Pop3Reader::Ended Pop3Reader::after_failure(const Failure& failure, Care care) {
  if (failure.kind != FailureKind::kCancelled) mark_.failed();
  if (failure.kind == FailureKind::kRefused && care != Care::kNormal) return std::nullopt;
  return ReadEnd(failure);
}

Pop3Reader::Ended Pop3Reader::hand_over(std::vector<RawMail> mails) {
  if (auto saved = seen_.save(); !saved) return ReadEnd(std::move(saved).error());
  if (auto done = submitter_.deliver(std::move(mails), cursor_.dump()); !done) return ReadEnd(std::move(done).error());
  is_committed_ = true;
  return std::nullopt;
}

bool Pop3Reader::is_wanted(std::string_view raw) const {
  if (cursor_.taken_from == 0) return true;
  const auto read = read_mail(raw.substr(0, std::min<std::size_t>(raw.size(), 64U << 10)));
  const auto* mail = std::get_if<Mail>(&read);
  if (mail == nullptr || !mail->date) return true;
  return std::chrono::microseconds(mail->date->time_since_epoch()).count() >= cursor_.taken_from;
}

}  // namespace frontdesk::email
