#include "reading/imap_reader.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

#include "imap/wording.h"

namespace frontdesk::email {
namespace {

using net::Failure;
using net::FailureKind;

// Servers and routers forget silent connections, and some servers forget to push: after 4 to 5 minutes IDLE is renewed
// and the folder searched again.
net::Milliseconds idle_span() {
  thread_local std::minstd_rand random{std::random_device{}()};
  return std::chrono::minutes(4) + net::Milliseconds(std::uniform_int_distribution<int>(0, 60'000)(random));
}

}  // namespace

ImapReader::ImapReader(Account& account, MailSubmitter& submitter, WantedAgain& wanted, const sdk::Services& services,
                       std::string_view cursor, std::uint32_t crashes)
    : account_(account), submitter_(submitter), wanted_(wanted), services_(services), mark_(services, crashes) {
  MailboxCursor at = MailboxCursor::parse(cursor);
  const bool is_same = adapt(at, account_.settings(), services_.clock().now()) == Continuation::kSame;
  incoming_.emplace(account_, submitter_, services_, mark_, std::move(at), FolderRole::kIncoming,
                    is_same && !cursor.empty());
}

ReadEnd ImapReader::read(int cancel_fd, const std::function<void()>& up_to_date) {
  if (auto ended = incoming_->save_cursor()) return *std::move(ended);
  auto session = account_.open_imap(cancel_fd);
  if (!session) return std::move(session).failure();
  if (auto ended = open_incoming(*session)) return *std::move(ended);
  if (auto ended = find_sent(*session)) return *std::move(ended);
  for (;;) {
    if (auto ended = take_incoming(*session)) return *std::move(ended);
    if (sent_) {
      if (auto ended = take_sent(*session)) return *std::move(ended);
      if (auto ended = open_incoming(*session)) return *std::move(ended);
      if (auto ended = take_incoming(*session)) return *std::move(ended);
    }
    up_to_date();
    if (auto ended = wait_for_more(*session, cancel_fd)) return *std::move(ended);
  }
}

ImapReader::Ended ImapReader::open_incoming(imap::Session& session) {
  const bool changes = account_.settings().after_import != AfterImport::kLeave;
  auto mailbox = session.select(account_.settings().folder,
                                changes ? imap::Session::Access::kReadWrite : imap::Session::Access::kReadOnly);
  if (!mailbox) return ReadEnd(std::move(mailbox).failure());
  incoming_->opened(*mailbox);
  return std::nullopt;
}

/// What is read again goes first: the mark says of it whether the process died.
ImapReader::Ended ImapReader::take_incoming(imap::Session& session) {
  if (auto ended = incoming_->take_wanted(session, wanted_)) return ended;
  return incoming_->take_new_mails(session);
}

ImapReader::Ended ImapReader::find_sent(imap::Session& session) {
  if (!account_.settings().reads_sent_folder) return std::nullopt;
  auto name = session.sent_folder();
  if (!name && name.failure().kind != FailureKind::kNotFound) return ReadEnd(std::move(name).failure());
  if (!name || *name == imap::to_modified_utf7(account_.settings().folder)) {
    sent_.reset();
    return std::nullopt;
  }
  if (sent_ && sent_name_ == *name) return std::nullopt;
  sent_name_ = *std::move(name);
  Settings there = account_.settings();
  there.folder = sent_name_;
  there.import_since.reset();
  MailboxCursor at = MailboxCursor::parse(services_.state().get(kSentCursor).value_or(""));
  const bool is_same = adapt(at, there, services_.clock().now()) == Continuation::kSame;
  sent_.emplace(account_, submitter_, services_, mark_, std::move(at), FolderRole::kSent, is_same);
  return std::nullopt;
}

ImapReader::Ended ImapReader::take_sent(imap::Session& session) {
  auto mailbox = session.examine(sent_name_);
  if (!mailbox && mailbox.failure().kind == FailureKind::kNotFound) {
    sent_.reset();  // gone, or not ours to read; looked for again in the next session
    return std::nullopt;
  }
  if (!mailbox) return ReadEnd(std::move(mailbox).failure());
  sent_->opened(*mailbox);
  return sent_->take_new_mails(session);
}

net::Milliseconds ImapReader::until_wanted(net::Milliseconds span) const {
  const auto until = wanted_.waits_until();
  if (!until) return span;
  const auto left = std::chrono::ceil<net::Milliseconds>(*until - net::SteadyClock::now());
  return std::clamp(left, net::Milliseconds(1), span);
}

ImapReader::Ended ImapReader::wait_for_more(imap::Session& session, int cancel_fd) {
  const net::Milliseconds poll = account_.settings().poll_interval;
  if (session.capabilities().idle && !idle_is_refused_) {
    // IDLE tells of one folder only.
    auto end = session.idle(until_wanted(sent_ ? std::min(idle_span(), poll) : idle_span()));
    if (!end) return ReadEnd(std::move(end).failure());
    if (*end != imap::IdleEnd::kRefused) return std::nullopt;
    idle_is_refused_ = true;
  }
  const auto until = net::SteadyClock::now() + until_wanted(poll);
  if (net::wait_for(-1, net::Readiness::kRead, until, cancel_fd) == net::Wake::kCancelled) {
    return ReadEnd(Failure{FailureKind::kCancelled, "stopped between two polls", {}});
  }
  auto polled = session.noop();
  if (!polled) return ReadEnd(std::move(polled).failure());
  return std::nullopt;
}

}  // namespace frontdesk::email
