// Reads one IMAP folder: everything beyond the cursor, then IDLE (or polling) for more.
//
// The next block of mails is already on its way while the last one is handed to the desk. On the server nothing is
// changed, unless the settings ask for it, and then only after the desk has taken the mail.
//
// A mail that cannot be had in its block (the server refuses it, breaks off, or sends more than it said) is asked for
// alone, and so is the first block after a start, because the process may have died of it. What never comes through
// is handed in as unreadable: see ReadingMark.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/account.h"
#include "plugin/mail_submitter.h"
#include "reading/mailbox_cursor.h"
#include "reading/reading_mark.h"
#include "reading/receiver.h"

namespace frontdesk::email {

class ImapReader final : public MailboxReader {
 public:
  /// `account`, `submitter` and `services` outlive the reader. `crashes`: see ReadingMark.
  ImapReader(Account& account, MailSubmitter& submitter, const sdk::Services& services, std::string_view cursor,
             std::uint32_t crashes);

  ReadEnd read(int cancel_fd, const std::function<void()>& up_to_date) override;

 private:
  using Ended = std::optional<ReadEnd>;
  struct Block {
    std::vector<imap::MailInfo> mails;
    bool alone = false;  ///< one mail, to be taken with care
  };

  Ended save_cursor();
  Ended take_new_mails(imap::Session& session);
  Ended take_chunk(imap::Session& session, const std::vector<imap::Uid>& uids);
  net::Outcome<std::vector<imap::MailInfo>> describe(imap::Session& session, const std::vector<imap::Uid>& uids);
  Ended take_blocks(imap::Session& session, const std::vector<Block>& blocks);
  Ended ask(imap::Session& session, const Block& block);
  /// Sets `complete` to false when mails that are still there did not come.
  Ended take_block(imap::Session& session, const Block& block, std::vector<imap::FetchedMail>& mails, bool& complete);
  Ended take_alone(imap::Session& session, const imap::MailInfo& info);
  [[nodiscard]] RawMail raw_mail(imap::FetchedMail mail) const;
  Ended give_up(imap::Session& session, const imap::MailInfo& info, const std::string& why, bool ask_for_header);
  Ended hand_over(imap::Session& session, std::vector<imap::FetchedMail> mails, imap::Uid last_uid);
  Ended deliver(imap::Session& session, std::vector<RawMail> raws, const std::vector<imap::Uid>& uids,
                imap::Uid last_uid);
  Ended tidy_up(imap::Session& session, const std::vector<imap::Uid>& uids);
  Ended wait_for_more(imap::Session& session, int cancel_fd);
  std::vector<Block> blocks_of(const std::vector<imap::MailInfo>& mails);
  [[nodiscard]] std::int64_t floor() const;
  /// How much of each mail of a block is fetched.
  [[nodiscard]] std::uint64_t bytes_wanted(const std::vector<imap::MailInfo>& block) const;

  Account& account_;
  MailSubmitter& submitter_;
  const sdk::Services& services_;
  MailboxCursor cursor_;
  ReadingMark mark_;
  bool is_committed_ = false;        ///< the desk knows cursor_
  bool idle_is_refused_ = false;     ///< by this server, whatever it offers
  std::size_t first_mails_ = 50;     ///< still to be taken one by one after the start
  imap::Uid careful_until_ = 0;      ///< mails up to here are taken one by one
  std::set<imap::Uid> undescribed_;  ///< mails of which the server tells no size
};

}  // namespace frontdesk::email
