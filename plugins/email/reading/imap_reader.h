// Reads one IMAP account: the folder that customers write to, and what our side sends from other programs; then IDLE
// (or polling) for more.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/account.h"
#include "plugin/mail_submitter.h"
#include "reading/folder_reader.h"
#include "reading/reading_mark.h"
#include "reading/receiver.h"
#include "reading/wanted_again.h"

namespace frontdesk::email {

class ImapReader final : public MailboxReader {
 public:
  /// `account`, `submitter`, `wanted` and `services` outlive the reader. `crashes`: see ReadingMark.
  ImapReader(Account& account, MailSubmitter& submitter, WantedAgain& wanted, const sdk::Services& services,
             std::string_view cursor, std::uint32_t crashes);

  ReadEnd read(int cancel_fd, const std::function<void()>& up_to_date) override;

 private:
  using Ended = FolderReader::Ended;

  Ended open_incoming(imap::Session& session);
  Ended take_incoming(imap::Session& session);
  /// Finds the folder for what was sent, once in a session: none when it is not to be read or there is none.
  Ended find_sent(imap::Session& session);
  Ended take_sent(imap::Session& session);
  Ended wait_for_more(imap::Session& session, int cancel_fd);
  /// `span`, or shorter when a mail may be read again before.
  [[nodiscard]] net::Milliseconds until_wanted(net::Milliseconds span) const;

  Account& account_;
  MailSubmitter& submitter_;
  WantedAgain& wanted_;
  const sdk::Services& services_;
  ReadingMark mark_;
  std::optional<FolderReader> incoming_;  ///< always set
  std::optional<FolderReader> sent_;
  std::string sent_name_;         ///< as the server writes it
  bool idle_is_refused_ = false;  ///< by this server, whatever it offers
};

}  // namespace frontdesk::email
