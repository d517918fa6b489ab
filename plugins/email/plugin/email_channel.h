// The e-mail channel: one mailbox to read, one submission server to send through.
#pragma once

#include <frontdesk/sdk/channel.h>

#include <memory>
#include <string>

#include "plugin/account.h"
#include "plugin/handover_note.h"
#include "plugin/outgoing_line.h"
#include "plugin/sent_copy.h"
#include "reading/wanted_again.h"

namespace frontdesk::email {

class EmailChannel final : public sdk::Channel {
 public:
  using Channel::Channel;

  sdk::Result<void> open(const sdk::OpenRequest& request) override;
  void close(sdk::Monotonic deadline) override;
  sdk::Result<void> check(std::string_view config, const std::function<void(const sdk::CheckStep&)>& step) override;
  sdk::Result<void> run(std::string_view cursor) override;
  sdk::Result<sdk::SendResult> send(const sdk::Outbound& message) override;
  sdk::Result<sdk::SendResult> lookup_send(std::string_view idempotency_key, std::string_view message_key) override;

 private:
  std::unique_ptr<Account> account_;     ///< set between open and close
  std::unique_ptr<OutgoingLine> line_;   ///< likewise
  std::unique_ptr<SentCopies> copies_;   ///< likewise
  std::unique_ptr<HandoverNote> note_;   ///< likewise
  std::unique_ptr<WantedAgain> wanted_;  ///< likewise
  std::string loop_id_;
  std::uint32_t crashes_ = 0;
};

}  // namespace frontdesk::email
