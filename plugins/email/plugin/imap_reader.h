// Reads one IMAP folder: everything beyond the cursor, then IDLE (or polling) for more.
//
// The next block of mails is already on its way while the last one is handed to the desk. On the server nothing is
// changed, unless the settings ask for it, and then only after the desk has taken the mail.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/account.h"
#include "plugin/intake.h"
#include "plugin/receiver.h"

namespace frontdesk::email {

/// Where we are in the folder.
struct ImapCursor {
  std::uint32_t uid_validity = 0;
  imap::Uid last_uid = 0;
  std::int64_t activated_at = 0;  ///< µs; when the channel was opened for the first time

  /// Anything that is not a cursor reads as an empty one.
  static ImapCursor parse(std::string_view json);
  [[nodiscard]] std::string dump() const;
};

class ImapReader final : public MailboxReader {
 public:
  /// `account` and `intake` outlive the reader. `now`: µs, for a cursor that is empty.
  ImapReader(Account& account, Intake& intake, std::string_view cursor, std::int64_t now);

  ReadEnd read(int cancel_fd, const std::function<void()>& up_to_date) override;

 private:
  using Ended = std::optional<ReadEnd>;

  Ended save_cursor();
  Ended take_new_mails(imap::Session& session);
  Ended take_chunk(imap::Session& session, const std::vector<imap::Uid>& uids);
  Ended hand_over(imap::Session& session, std::vector<imap::FetchedMail> mails, imap::Uid last_uid);
  Ended tidy_up(imap::Session& session, const std::vector<imap::Uid>& uids);
  Ended wait_for_more(imap::Session& session, int cancel_fd);
  std::vector<std::vector<imap::MailInfo>> blocks_of(const std::vector<imap::MailInfo>& mails) const;
  /// How much of each mail of a block is fetched.
  [[nodiscard]] std::uint64_t bytes_wanted(const std::vector<imap::MailInfo>& block) const;

  Account& account_;
  Intake& intake_;
  ImapCursor cursor_;
  bool is_committed_ = false;  ///< the desk knows cursor_
};

}  // namespace frontdesk::email
