// Reads one IMAP folder to its end: everything beyond its cursor, and what somebody wants read again.
//
// The next block of mails is already on its way while the last one is handed to the desk. On the server nothing is
// changed, unless the settings ask for it, and then only after the desk has taken the mail.
//
// A mail that cannot be had in its block (the server refuses it, breaks off, or sends more than it said) is asked for
// alone, and so is the first block after a start, because the process may have died of it. What never comes through
// is handed in as unreadable: see ReadingMark. Thread rule: one thread, the one that reads.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plugin/account.h"
#include "plugin/mail_submitter.h"
#include "reading/mailbox_cursor.h"
#include "reading/reading_mark.h"
#include "reading/receiver.h"
#include "reading/wanted_again.h"

namespace frontdesk::email {

enum class FolderRole {
  kIncoming,  ///< what customers write; its cursor is the channel's
  kSent,      ///< what our side wrote in another program; its cursor lies in the state, and nothing is changed there
};

class FolderReader {
 public:
  using Ended = std::optional<ReadEnd>;

  /// Everything outlives the reader. `is_committed`: the desk knows this cursor.
  FolderReader(Account& account, MailSubmitter& submitter, const sdk::Services& services, ReadingMark& mark,
               MailboxCursor cursor, FolderRole role, bool is_committed);

  /// The folder was selected in this session: a new numbering begins anew.
  void opened(const imap::Mailbox& mailbox);
  /// Everything that lies there beyond the cursor, and durable before it returns.
  Ended take_new_mails(imap::Session& session);
  /// What the desk wants read again, as long as the folder is numbered as it was.
  Ended take_wanted(imap::Session& session, WantedAgain& wanted);
  Ended save_cursor();

 private:
  struct Block {
    std::vector<imap::MailInfo> mails;
    bool alone = false;  ///< one mail, to be taken with care
  };

  Ended take_everything_new(imap::Session& session);
  Ended take_chunk(imap::Session& session, const std::vector<imap::Uid>& uids);
  net::Outcome<std::vector<imap::MailInfo>> describe(imap::Session& session, const std::vector<imap::Uid>& uids);
  Ended take_blocks(imap::Session& session, const std::vector<Block>& blocks);
  Ended ask(imap::Session& session, const Block& block);
  /// Sets `complete` to false when mails that are still there did not come.
  Ended take_block(imap::Session& session, const Block& block, std::vector<imap::FetchedMail>& mails, bool& complete);
  enum class Turn { kFirst, kAgain };
  Ended take_alone(imap::Session& session, const imap::MailInfo& info, Turn turn = Turn::kFirst);
  Ended take_again(imap::Session& session, imap::Uid uid);
  Ended vanished(imap::Session& session, imap::Uid uid, Turn turn);
  [[nodiscard]] RawMail raw_mail(imap::FetchedMail mail) const;
  Ended give_up(imap::Session& session, const imap::MailInfo& info, imap::Uid last_uid, const std::string& why,
                bool ask_for_header);
  Ended hand_over(imap::Session& session, std::vector<imap::FetchedMail> mails, imap::Uid last_uid);
  Ended deliver(imap::Session& session, std::vector<RawMail> raws, const std::vector<imap::Uid>& uids,
                imap::Uid last_uid);
  Ended tidy_up(imap::Session& session, const std::vector<imap::Uid>& uids);
  std::vector<Block> blocks_of(const std::vector<imap::MailInfo>& mails);
  /// Hands over what was read, and `next` with it.
  sdk::Result<std::vector<std::string>> submit(std::vector<RawMail> raws, const MailboxCursor& next);
  [[nodiscard]] std::int64_t floor() const;
  /// How much of each mail of a block is fetched.
  [[nodiscard]] std::uint64_t bytes_wanted(const std::vector<imap::MailInfo>& block) const;

  Account& account_;
  MailSubmitter& submitter_;
  const sdk::Services& services_;
  ReadingMark& mark_;
  MailboxCursor cursor_;
  const FolderRole role_;
  bool is_committed_;                ///< the desk knows cursor_
  std::size_t first_mails_ = 50;     ///< still to be taken one by one after the start
  imap::Uid careful_until_ = 0;      ///< mails up to here are taken one by one
  std::set<imap::Uid> undescribed_;  ///< mails of which the server tells no size
};

/// Where the cursor of the folder for what was sent lies in the state.
inline constexpr std::string_view kSentCursor = "sent_folder";

}  // namespace frontdesk::email
