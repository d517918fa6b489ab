#include "reading/folder_reader.h"

#include <algorithm>
#include <utility>

#include "reading/source_key.h"

namespace frontdesk::email {
namespace {

using net::Failure;
using net::FailureKind;

constexpr std::size_t kChunkMails = 500;               // described at once
constexpr std::size_t kBlockMails = 50;                // fetched at once …
constexpr std::uint64_t kBlockBytes = 4U << 20;        // … and how much at most, unless one mail is larger
constexpr std::uint64_t kBeginningBytes = 256U << 10;  // fetched of a mail that is too large: header and first text
constexpr std::uint64_t kHeaderBytes = 256U << 10;
constexpr std::int64_t kSecondMicros = 1'000'000;
constexpr std::int64_t kHourMicros = 3600 * kSecondMicros;
constexpr imap::Uid kCursorStays = 0;  ///< what is read again moves no cursor
constexpr const char* kDoneKeyword = "$FrontdeskDone";

template <class Mails>
std::vector<imap::Uid> uids_missing_in(const Mails& mails, const std::vector<imap::Uid>& wanted) {
  std::vector<imap::Uid> out;
  auto at = mails.begin();
  for (const imap::Uid uid : wanted) {
    while (at != mails.end() && at->uid < uid) ++at;
    if (at == mails.end() || at->uid != uid) out.push_back(uid);
  }
  return out;
}

}  // namespace

FolderReader::FolderReader(Account& account, MailSubmitter& submitter, const sdk::Services& services, ReadingMark& mark,
                           MailboxCursor cursor, FolderRole role, bool is_committed)
    : account_(account),
      submitter_(submitter),
      services_(services),
      mark_(mark),
      cursor_(std::move(cursor)),
      role_(role),
      is_committed_(is_committed) {}

std::int64_t FolderReader::floor() const {
  if (role_ == FolderRole::kSent) return cursor_.activated_at;
  return account_.settings().import_since.value_or(cursor_.activated_at);
}

void FolderReader::opened(const imap::Mailbox& mailbox) {
  if (mailbox.uid_validity == cursor_.uid_validity) return;
  // The server renumbered the folder: everything is listed again, and the desk knows each mail by its content.
  cursor_.is_relisted |= cursor_.uid_validity != 0;
  cursor_.uid_validity = mailbox.uid_validity;
  cursor_.last_uid = 0;
  careful_until_ = 0;
  is_committed_ = false;
}

FolderReader::Ended FolderReader::save_cursor() {
  if (is_committed_) return std::nullopt;
  // The moment of activation must survive a crash before the first mail.
  if (auto done = submit({}, cursor_); !done) return ReadEnd(std::move(done).error());
  is_committed_ = true;
  return std::nullopt;
}

FolderReader::Ended FolderReader::take_new_mails(imap::Session& session) {
  const std::int64_t began = services_.clock().now();
  if (auto ended = take_everything_new(session)) return ended;
  // An hour's grace, because the server's clock may differ from ours.
  if (began - kHourMicros > cursor_.as_of + kHourMicros) {
    cursor_.as_of = began - kHourMicros;
    is_committed_ = false;
  }
  return save_cursor();
}

FolderReader::Ended FolderReader::take_everything_new(imap::Session& session) {
  if (cursor_.last_uid == UINT32_MAX) return std::nullopt;
  auto uids = session.search(cursor_.last_uid + 1, floor());
  if (!uids) return ReadEnd(std::move(uids).failure());
  if (cursor_.is_relisted) {
    cursor_.is_relisted = false;
    cursor_.relisted_below = uids->empty() ? 0 : uids->back() + 1;
    is_committed_ = false;
  }
  for (std::size_t at = 0; at < uids->size(); at += kChunkMails) {
    const auto first = uids->begin() + static_cast<std::ptrdiff_t>(at);
    const auto count = static_cast<std::ptrdiff_t>(std::min(kChunkMails, uids->size() - at));
    if (auto ended = take_chunk(session, {first, first + count})) return ended;
  }
  return std::nullopt;
}

FolderReader::Ended FolderReader::take_chunk(imap::Session& session, const std::vector<imap::Uid>& uids) {
  auto infos = describe(session, uids);
  if (!infos) return ReadEnd(std::move(infos).failure());
  // INTERNALDATE has whole seconds: a mail of the very second counts as new.
  std::erase_if(*infos, [this](const imap::MailInfo& mail) {
    return mail.internal_date != 0 && mail.internal_date / kSecondMicros < floor() / kSecondMicros;
  });
  if (auto ended = take_blocks(session, blocks_of(*infos))) return ended;
  if (cursor_.last_uid < uids.back()) {
    cursor_.last_uid = uids.back();
    is_committed_ = false;
  }
  return std::nullopt;
}

net::Outcome<std::vector<imap::MailInfo>> FolderReader::describe(imap::Session& session,
                                                                 const std::vector<imap::Uid>& uids) {
  auto infos = session.describe(uids);
  if (!infos) return infos;
  const auto missing = uids_missing_in(*infos, uids);
  auto there = session.still_there(missing);
  if (!there) return std::move(there).failure();
  undescribed_ = std::set<imap::Uid>(there->begin(), there->end());
  for (const imap::Uid uid : *there) infos->push_back({uid, 0, 0});
  std::sort(infos->begin(), infos->end(), [](const auto& a, const auto& b) { return a.uid < b.uid; });
  return infos;
}

FolderReader::Ended FolderReader::take_blocks(imap::Session& session, const std::vector<Block>& blocks) {
  const bool ahead = role_ == FolderRole::kSent || account_.settings().after_import == AfterImport::kLeave;
  bool is_asked = false;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block& block = blocks[i];
    if (block.alone) {
      if (auto ended = take_alone(session, block.mails.front())) return ended;
      continue;
    }
    if (!is_asked) {
      if (auto ended = ask(session, block)) return ended;
    }
    is_asked = false;
    std::vector<imap::FetchedMail> mails;
    bool complete = true;
    if (auto ended = take_block(session, block, mails, complete)) return ended;
    if (!complete) {
      for (const imap::MailInfo& info : block.mails) {
        if (auto ended = take_alone(session, info)) return ended;
      }
      continue;
    }
    if (ahead && i + 1 < blocks.size() && !blocks[i + 1].alone) {
      if (auto ended = ask(session, blocks[i + 1])) return ended;
      is_asked = true;
    }
    if (auto ended = hand_over(session, std::move(mails), block.mails.back().uid)) return ended;
  }
  return std::nullopt;
}

FolderReader::Ended FolderReader::ask(imap::Session& session, const Block& block) {
  auto asked = session.ask_for_mails(block.mails, bytes_wanted(block.mails));
  if (!asked) return ReadEnd(std::move(asked).failure());
  return std::nullopt;
}

FolderReader::Ended FolderReader::take_block(imap::Session& session, const Block& block,
                                             std::vector<imap::FetchedMail>& mails, bool& complete) {
  auto taken = session.take_mails();
  if (!taken) {
    // Whichever mail of the block it was: next time they are asked for one by one.
    careful_until_ = block.mails.back().uid;
    return ReadEnd(std::move(taken).failure());
  }
  mails = *std::move(taken);
  if (mails.size() == block.mails.size()) return std::nullopt;
  std::vector<imap::Uid> wanted;
  std::vector<imap::MailInfo> got;
  for (const imap::MailInfo& info : block.mails) wanted.push_back(info.uid);
  for (const imap::FetchedMail& mail : mails) got.push_back(mail.info);
  auto there = session.still_there(uids_missing_in(got, wanted));
  if (!there) return ReadEnd(std::move(there).failure());
  complete = there->empty();
  return std::nullopt;
}

FolderReader::Ended FolderReader::take_wanted(imap::Session& session, WantedAgain& wanted) {
  while (auto key = wanted.next()) {
    const auto uid = uid_in(cursor_, *key);
    std::vector<RawMail> gone;
    if (!uid) gone.push_back(WantedAgain::not_there(*std::move(key)));
    if (auto ended = uid ? take_again(session, *uid) : deliver(session, std::move(gone), {}, kCursorStays))
      return ended;
    wanted.answered();
  }
  return std::nullopt;
}

FolderReader::Ended FolderReader::take_again(imap::Session& session, imap::Uid uid) {
  auto infos = describe(session, {uid});
  if (!infos) return ReadEnd(std::move(infos).failure());
  if (infos->empty()) return vanished(session, uid, Turn::kAgain);
  return take_alone(session, infos->front(), Turn::kAgain);
}

FolderReader::Ended FolderReader::vanished(imap::Session& session, imap::Uid uid, Turn turn) {
  std::vector<RawMail> raws;
  if (turn == Turn::kAgain) raws.push_back(WantedAgain::not_there(source_key(cursor_, uid)));
  return deliver(session, std::move(raws), {}, turn == Turn::kAgain ? kCursorStays : uid);
}

FolderReader::Ended FolderReader::take_alone(imap::Session& session, const imap::MailInfo& info, Turn turn) {
  const std::string place = std::to_string(cursor_.uid_validity) + ":" + std::to_string(info.uid);
  const char* const folder = role_ == FolderRole::kSent ? "sent:" : "imap:";
  const Care care = turn == Turn::kAgain ? mark_.begin(WantedAgain::mark_of(source_key(cursor_, info.uid)),
                                                       ReadingMark::kMostDeathsAgain)
                                         : mark_.begin(folder + place);
  if (auto noted = submitter_.commit(std::nullopt); !noted) return ReadEnd(std::move(noted).error());
  const imap::Uid last_uid = turn == Turn::kAgain ? kCursorStays : info.uid;
  if (care == Care::kGiveUp)
    return give_up(session, info, last_uid, "Reading this message failed again and again.", false);
  careful_until_ = std::max(careful_until_, info.uid);
  const std::uint64_t limit = account_.settings().max_raw_bytes();
  const bool too_large = info.size > limit;
  auto one =
      session.fetch_one(info.uid, imap::Session::Extent::kMail, too_large ? std::min(kBeginningBytes, limit) : limit);
  if (!one) {
    if (one.failure().kind != FailureKind::kCancelled) mark_.failed();
    return ReadEnd(std::move(one).failure());
  }
  if (!one->mail) {
    auto there = session.still_there({info.uid});
    if (!there) return ReadEnd(std::move(there).failure());
    if (there->empty()) return vanished(session, info.uid, turn);
    if (care == Care::kNormal) {
      mark_.failed();
      return ReadEnd(Failure{FailureKind::kRefused, "the server does not hand out one of the mails", one->refusal});
    }
    return give_up(session, info, last_uid, "The mail server does not hand out this message: " + one->refusal, true);
  }
  imap::FetchedMail& mail = *one->mail;
  if (mail.truncated && mail.raw.size() > kBeginningBytes) mail.raw.resize(kBeginningBytes);
  RawMail raw = raw_mail(std::move(mail));
  if (care == Care::kKeepUnread) raw.unreadable_reason = "Reading this message made the program fail.";
  std::vector<RawMail> raws;
  raws.push_back(std::move(raw));
  return deliver(session, std::move(raws), {info.uid}, last_uid);
}

RawMail FolderReader::raw_mail(imap::FetchedMail mail) const {
  RawMail out;
  out.raw = std::move(mail.raw);
  out.received_at = mail.info.internal_date;
  out.truncated = mail.truncated;
  out.full_size = mail.info.size;
  out.historical_before = cursor_.activated_at;
  out.source_key = source_key(cursor_, mail.info.uid);
  out.is_ours = role_ == FolderRole::kSent;
  out.relisted = mail.info.uid < cursor_.relisted_below;
  return out;
}

FolderReader::Ended FolderReader::give_up(imap::Session& session, const imap::MailInfo& info, imap::Uid last_uid,
                                          const std::string& why, bool ask_for_header) {
  RawMail raw = raw_mail({info, {}, true});
  raw.unreadable_reason = why;
  if (ask_for_header) {
    auto one = session.fetch_one(info.uid, imap::Session::Extent::kHeader, kHeaderBytes);
    if (!one) return ReadEnd(std::move(one).failure());
    if (one->mail) raw.raw = std::move(one->mail->raw);
  }
  services_.metrics().count("mails_given_up");
  std::vector<RawMail> raws;
  raws.push_back(std::move(raw));
  // It stays where it is on the server: nobody has it yet.
  return deliver(session, std::move(raws), {}, last_uid);
}

std::vector<FolderReader::Block> FolderReader::blocks_of(const std::vector<imap::MailInfo>& mails) {
  std::vector<Block> out;
  std::uint64_t bytes = 0;
  bool last_is_closed = true;
  for (const imap::MailInfo& mail : mails) {
    const bool first = first_mails_ > 0;
    const bool alone = first || mail.uid <= careful_until_ || undescribed_.count(mail.uid) != 0;
    if (first) --first_mails_;
    // A mail that is fetched in part has a command of its own.
    const bool large = mail.size > account_.settings().max_raw_bytes();
    const bool full =
        last_is_closed || large || alone || out.back().mails.size() >= kBlockMails || bytes + mail.size > kBlockBytes;
    if (full) {
      out.push_back({{}, alone});
      bytes = 0;
    }
    out.back().mails.push_back(mail);
    bytes += mail.size;
    last_is_closed = large || alone;
  }
  return out;
}

std::uint64_t FolderReader::bytes_wanted(const std::vector<imap::MailInfo>& block) const {
  const std::uint64_t whole = account_.settings().max_raw_bytes();
  return block.size() == 1 && block.front().size > whole ? std::min(kBeginningBytes, whole) : whole;
}

FolderReader::Ended FolderReader::hand_over(imap::Session& session, std::vector<imap::FetchedMail> mails,
                                            imap::Uid last_uid) {
  std::vector<RawMail> raws;
  std::vector<imap::Uid> uids;
  raws.reserve(mails.size());
  for (imap::FetchedMail& mail : mails) {
    uids.push_back(mail.info.uid);
    raws.push_back(raw_mail(std::move(mail)));
  }
  return deliver(session, std::move(raws), uids, last_uid);
}

FolderReader::Ended FolderReader::deliver(imap::Session& session, std::vector<RawMail> raws,
                                          const std::vector<imap::Uid>& uids, imap::Uid last_uid) {
  MailboxCursor next = cursor_;
  if (last_uid != kCursorStays) next.last_uid = last_uid;
  auto unread = submit(std::move(raws), next);
  if (!unread) return ReadEnd(std::move(unread).error());
  cursor_ = next;
  is_committed_ = true;
  // What nobody has read yet stays where it is: it may be asked for again.
  std::vector<imap::Uid> read = uids;
  for (const std::string& key : *unread) std::erase(read, uid_in(cursor_, key).value_or(0));
  return tidy_up(session, read);
}

sdk::Result<std::vector<std::string>> FolderReader::submit(std::vector<RawMail> raws, const MailboxCursor& next) {
  if (role_ == FolderRole::kIncoming) return submitter_.deliver(std::move(raws), next.dump());
  if (auto kept = services_.state().put(kSentCursor, next.dump()); !kept) return std::move(kept).error();
  return submitter_.deliver(std::move(raws), std::nullopt);
}

FolderReader::Ended FolderReader::tidy_up(imap::Session& session, const std::vector<imap::Uid>& uids) {
  if (uids.empty() || role_ == FolderRole::kSent) return std::nullopt;
  net::Outcome<void> done;
  switch (account_.settings().after_import) {
    case AfterImport::kLeave: return std::nullopt;
    case AfterImport::kFlag: done = session.mark_done(uids, kDoneKeyword); break;
    case AfterImport::kMove: done = session.move_to(uids, account_.settings().done_folder); break;
  }
  if (!done) return ReadEnd(std::move(done).failure());
  return std::nullopt;
}

}  // namespace frontdesk::email
