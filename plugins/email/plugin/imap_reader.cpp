#include "plugin/imap_reader.h"

#include <frontdesk/json.h>

#include <algorithm>
#include <chrono>
#include <random>

namespace frontdesk::email {
namespace {

using net::Failure;
using net::FailureKind;

constexpr std::size_t kChunkMails = 500;               // described at once
constexpr std::size_t kBlockMails = 50;                // fetched at once …
constexpr std::uint64_t kBlockBytes = 4U << 20;        // … and how much at most, unless one mail is larger
constexpr std::uint64_t kBeginningBytes = 256U << 10;  // fetched of a mail that is too large: header and first text
constexpr std::int64_t kSecondMicros = 1'000'000;
constexpr const char* kDoneKeyword = "$FrontdeskDone";

// Servers and routers forget silent connections: renewed after 9 to 14 minutes (RFC 2177 asks for less than 29).
net::Milliseconds idle_span() {
  thread_local std::minstd_rand random{std::random_device{}()};
  return std::chrono::minutes(9) + net::Milliseconds(std::uniform_int_distribution<int>(0, 5 * 60'000)(random));
}

}  // namespace

ImapCursor ImapCursor::parse(std::string_view text) {
  ImapCursor out;
  const auto parsed = json::parse(text);
  if (!parsed.value) return out;
  const auto number = [&](const char* key) {
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(parsed.value->get(key).as_int(), 0, UINT32_MAX));
  };
  out.uid_validity = number("uidvalidity");
  out.last_uid = number("last_uid");
  out.activated_at = std::max<std::int64_t>(0, parsed.value->get("activated_at").as_int());
  return out;
}

std::string ImapCursor::dump() const {
  json::Writer out;
  out.begin_object().member("v", 1).member("uidvalidity", std::int64_t{uid_validity});
  out.member("last_uid", std::int64_t{last_uid}).member("activated_at", activated_at).end_object();
  return out.take();
}

ImapReader::ImapReader(Account& account, Intake& intake, std::string_view cursor, std::int64_t now)
    : account_(account), intake_(intake), cursor_(ImapCursor::parse(cursor)), is_committed_(!cursor.empty()) {
  if (cursor_.activated_at == 0) {
    cursor_.activated_at = now;
    is_committed_ = false;
  }
}

ReadEnd ImapReader::read(int cancel_fd, const std::function<void()>& up_to_date) {
  if (auto ended = save_cursor()) return *std::move(ended);
  auto session = account_.open_imap(cancel_fd);
  if (!session) return std::move(session).failure();
  const bool changes = account_.settings().after_import != AfterImport::kLeave;
  auto mailbox = session->select(account_.settings().folder,
                                 changes ? imap::Session::Access::kReadWrite : imap::Session::Access::kReadOnly);
  if (!mailbox) return std::move(mailbox).failure();
  if (mailbox->uid_validity != cursor_.uid_validity) {
    // The server renumbered the folder: everything is listed again, and the desk knows each mail by its dedup key.
    cursor_.uid_validity = mailbox->uid_validity;
    cursor_.last_uid = 0;
    is_committed_ = false;
  }
  for (;;) {
    if (auto ended = take_new_mails(*session)) return *std::move(ended);
    up_to_date();
    if (auto ended = wait_for_more(*session, cancel_fd)) return *std::move(ended);
  }
}

ImapReader::Ended ImapReader::save_cursor() {
  if (is_committed_) return std::nullopt;
  // The moment of activation must survive a crash before the first mail.
  if (auto done = intake_.commit(cursor_.dump()); !done) return ReadEnd(std::move(done).error());
  is_committed_ = true;
  return std::nullopt;
}

ImapReader::Ended ImapReader::take_new_mails(imap::Session& session) {
  const std::int64_t floor = account_.settings().import_since.value_or(cursor_.activated_at);
  if (cursor_.last_uid == UINT32_MAX) return std::nullopt;
  auto uids = session.search(cursor_.last_uid + 1, floor);
  if (!uids) return ReadEnd(std::move(uids).failure());
  for (std::size_t at = 0; at < uids->size(); at += kChunkMails) {
    const auto first = uids->begin() + static_cast<std::ptrdiff_t>(at);
    const auto count = static_cast<std::ptrdiff_t>(std::min(kChunkMails, uids->size() - at));
    if (auto ended = take_chunk(session, {first, first + count})) return ended;
  }
  return save_cursor();
}

ImapReader::Ended ImapReader::take_chunk(imap::Session& session, const std::vector<imap::Uid>& uids) {
  auto infos = session.describe(uids);
  if (!infos) return ReadEnd(std::move(infos).failure());
  // INTERNALDATE has whole seconds: a mail of the very second counts as new.
  const std::int64_t floor = account_.settings().import_since.value_or(cursor_.activated_at) / kSecondMicros;
  std::erase_if(*infos, [floor](const imap::MailInfo& mail) {
    return mail.internal_date != 0 && mail.internal_date / kSecondMicros < floor;
  });
  const auto blocks = blocks_of(*infos);
  const bool ahead = account_.settings().after_import == AfterImport::kLeave;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (i == 0 || !ahead) {
      const auto& block = blocks[i];
      if (auto asked = session.ask_for_mails(block, bytes_wanted(block)); !asked) return ReadEnd(asked.failure());
    }
    auto mails = session.take_mails();
    if (!mails) return ReadEnd(std::move(mails).failure());
    if (ahead && i + 1 < blocks.size()) {
      const auto& next = blocks[i + 1];
      if (auto asked = session.ask_for_mails(next, bytes_wanted(next)); !asked) return ReadEnd(asked.failure());
    }
    if (auto ended = hand_over(session, *std::move(mails), blocks[i].back().uid)) return ended;
  }
  if (cursor_.last_uid < uids.back()) {
    cursor_.last_uid = uids.back();
    is_committed_ = false;
  }
  return std::nullopt;
}

std::vector<std::vector<imap::MailInfo>> ImapReader::blocks_of(const std::vector<imap::MailInfo>& mails) const {
  std::vector<std::vector<imap::MailInfo>> out;
  std::uint64_t bytes = 0;
  bool last_was_large = false;
  for (const imap::MailInfo& mail : mails) {
    // A mail that is fetched in part has a command of its own.
    const bool large = mail.size > account_.settings().max_mail_bytes;
    const bool full =
        out.empty() || large || last_was_large || out.back().size() >= kBlockMails || bytes + mail.size > kBlockBytes;
    if (full) {
      out.emplace_back();
      bytes = 0;
    }
    out.back().push_back(mail);
    bytes += mail.size;
    last_was_large = large;
  }
  return out;
}

std::uint64_t ImapReader::bytes_wanted(const std::vector<imap::MailInfo>& block) const {
  const std::uint64_t whole = account_.settings().max_mail_bytes;
  return block.size() == 1 && block.front().size > whole ? std::min(kBeginningBytes, whole) : whole;
}

ImapReader::Ended ImapReader::hand_over(imap::Session& session, std::vector<imap::FetchedMail> mails,
                                        imap::Uid last_uid) {
  std::vector<RawMail> raws;
  std::vector<imap::Uid> uids;
  raws.reserve(mails.size());
  for (imap::FetchedMail& mail : mails) {
    uids.push_back(mail.info.uid);
    raws.push_back({std::move(mail.raw), mail.info.internal_date, mail.truncated, mail.info.size});
  }
  ImapCursor next = cursor_;
  next.last_uid = last_uid;
  if (auto done = intake_.deliver(std::move(raws), next.dump()); !done) return ReadEnd(std::move(done).error());
  cursor_ = next;
  is_committed_ = true;
  return tidy_up(session, uids);
}

ImapReader::Ended ImapReader::tidy_up(imap::Session& session, const std::vector<imap::Uid>& uids) {
  net::Outcome<void> done;
  switch (account_.settings().after_import) {
    case AfterImport::kLeave: return std::nullopt;
    case AfterImport::kFlag: done = session.mark_done(uids, kDoneKeyword); break;
    case AfterImport::kMove: done = session.move_to(uids, account_.settings().done_folder); break;
  }
  if (!done) return ReadEnd(std::move(done).failure());
  return std::nullopt;
}

ImapReader::Ended ImapReader::wait_for_more(imap::Session& session, int cancel_fd) {
  if (session.capabilities().idle) {
    auto end = session.idle(idle_span());
    if (!end) return ReadEnd(std::move(end).failure());
    return std::nullopt;
  }
  const auto until = net::SteadyClock::now() + account_.settings().poll_interval;
  if (net::wait_for(-1, net::Readiness::kRead, until, cancel_fd) == net::Wake::kCancelled) {
    return ReadEnd(Failure{FailureKind::kCancelled, "stopped between two polls", {}});
  }
  auto polled = session.noop();
  if (!polled) return ReadEnd(std::move(polled).failure());
  return std::nullopt;
}

}  // namespace frontdesk::email
