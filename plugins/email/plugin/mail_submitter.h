// Hands mails to the desk and comes back when they are durable.
//
// Thread rule: one thread. Lifecycle: one for each call of run().
#pragma once

#include <frontdesk/sdk/services.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/mail_item.h"
#include "plugin/settings.h"

namespace frontdesk::email {

class MailSubmitter {
 public:
  /// `loop_id`: what our own mails carry.
  MailSubmitter(const Settings& settings, const sdk::Services& services, const std::string& loop_id);

  /// Makes items of the mails and submits them, then the cursor (when given) and the state; waits out a desk that is
  /// busy. Fails only with kCancelled or with an error that repeating does not heal. A mail whose item the desk rejects
  /// is handed in once more as unreadable, so that it is seen; only then does the cursor move. Returns the source keys
  /// of those that are unreadable for the desk.
  sdk::Result<std::vector<std::string>> deliver(std::vector<RawMail> mails, std::optional<std::string_view> cursor);
  /// Makes the cursor (when given) and the state durable without a mail.
  sdk::Result<void> commit(std::optional<std::string_view> cursor);

 private:
  sdk::Result<void> submit_mails(std::vector<sdk::Item>& items, std::size_t mails, std::vector<std::string>& unread);
  void add_items(RawMail mail, std::vector<sdk::Item>& items) const;
  sdk::Result<std::vector<sdk::ItemOutcome>> submit(const std::vector<sdk::Item>& items,
                                                    std::optional<std::string_view> cursor);

  const sdk::Services& services_;
  ItemContext context_;
};

}  // namespace frontdesk::email
