// Reads one POP3 mailbox: what is not among the UIDLs seen so far, again every poll interval. Mails stay on the server.
//
// POP3 tells no date of arrival. What lies in the mailbox when the channel is opened counts as old, unless the settings
// ask for an import; then the mails' own dates decide.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "plugin/account.h"
#include "plugin/intake.h"
#include "plugin/receiver.h"
#include "plugin/seen_uidls.h"

namespace frontdesk::email {

class Pop3Reader final : public MailboxReader {
 public:
  /// An empty cursor means that the channel was never open. `account`, `intake` and `services` outlive the reader.
  Pop3Reader(Account& account, Intake& intake, const sdk::Services& services, std::string_view cursor);

  ReadEnd read(int cancel_fd, const std::function<void()>& up_to_date) override;

 private:
  using Ended = std::optional<ReadEnd>;

  Ended poll_once(int cancel_fd);
  Ended take(pop3::Session& session, const std::vector<const pop3::ListedMail*>& fresh);
  Ended hand_over(std::vector<RawMail> mails);
  [[nodiscard]] bool is_wanted(std::string_view raw) const;

  Account& account_;
  Intake& intake_;
  SeenUidls seen_;
  bool is_activated_;
};

}  // namespace frontdesk::email
