// Reads one POP3 mailbox: what is not among the UIDLs seen so far, again every poll interval. Mails stay on the server.
//
// POP3 tells no date of arrival. What lies in the mailbox when the channel is opened counts as old, unless the settings
// ask for an import; then the mails' own dates decide. A mail that cannot be had is handed in as unreadable after a few
// attempts: see ReadingMark.
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
#include "reading/seen_uidls.h"
#include "reading/wanted_again.h"

namespace frontdesk::email {

class Pop3Reader final : public MailboxReader {
 public:
  /// An empty cursor means that the channel was never open. `account`, `submitter` and `services` outlive the reader.
  /// `crashes`: see ReadingMark.
  Pop3Reader(Account& account, MailSubmitter& submitter, WantedAgain& wanted, const sdk::Services& services,
             std::string_view cursor, std::uint32_t crashes);

  ReadEnd read(int cancel_fd, const std::function<void()>& up_to_date) override;

 private:
  using Ended = std::optional<ReadEnd>;

  Ended poll_once(int cancel_fd);
  Ended take(pop3::Session& session, const std::vector<const pop3::ListedMail*>& fresh);
  enum class Turn { kFirst, kAgain };
  Ended take_alone(pop3::Session& session, const pop3::ListedMail& listed, Turn turn = Turn::kFirst);
  /// What the desk wants read again.
  Ended take_wanted(pop3::Session& session, const std::vector<pop3::ListedMail>& listing);
  /// Without its content.
  [[nodiscard]] RawMail raw_mail(const pop3::ListedMail& listed) const;
  /// What to do when a mail could not be fetched: nullopt when it is to be given up.
  Ended after_failure(const net::Failure& failure, Care care);
  Ended hand_over(std::vector<RawMail> mails);
  [[nodiscard]] bool is_wanted(std::string_view raw) const;

  Account& account_;
  MailSubmitter& submitter_;
  WantedAgain& wanted_;
  const sdk::Services& services_;
  SeenUidls seen_;
  MailboxCursor cursor_;
  ReadingMark mark_;
  bool all_are_old_ = false;         ///< what lies there now is not to be taken
  bool is_committed_ = false;        ///< the desk knows cursor_ and what was seen
  std::size_t first_mails_ = 50;     ///< still to be taken one by one after the start
  std::set<std::string> difficult_;  ///< UIDLs of mails that did not come through
};

}  // namespace frontdesk::email
