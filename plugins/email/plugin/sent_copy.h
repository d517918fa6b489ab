// Our mails in the mailbox's own folder for what was sent: kept there by choice, and looked for when nobody knows
// whether one left.
#pragma once

#include <frontdesk/sdk/services.h>
#include <frontdesk/sdk/types.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "plugin/account.h"

namespace frontdesk::email {

/// Keeps copies on a thread of its own, so that no send waits for the mailbox: the mail was sent, whatever becomes of
/// its copy. What goes wrong, or is too much to hold, is counted ("sent_copies_not_kept"). Nothing happens for POP3, or
/// when the settings do not ask for it. Thread rule: keep() on one thread; the destructor gives up what waits.
class SentCopies {
 public:
  /// Both outlive this object.
  SentCopies(Account& account, const sdk::Services& services) : account_(account), services_(services) {}
  ~SentCopies();
  SentCopies(const SentCopies&) = delete;
  SentCopies& operator=(const SentCopies&) = delete;

  /// `mail`: as it was sent.
  void keep(std::string_view mail) noexcept;

 private:
  void work(const std::stop_token& stop);
  void not_kept() noexcept;

  Account& account_;
  const sdk::Services& services_;
  std::mutex mutex_;  ///< guards waiting_ and bytes_
  std::condition_variable_any changed_;
  std::deque<std::string> waiting_;
  std::size_t bytes_ = 0;
  std::jthread worker_;  ///< started with the first copy
};

/// Whether a mail that carries `message_key` (a Message-ID, or its part before the '@') lies there: kAccepted. That it
/// does not proves nothing, since not every server keeps what it sends: kUnknownOutcome.
sdk::Result<sdk::SendResult> look_for_sent(Account& account, const sdk::Services& services,
                                           std::string_view message_key);

}  // namespace frontdesk::email
