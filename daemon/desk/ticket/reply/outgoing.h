// OutgoingMessage: a message of a person of the shop that a channel sends — an answer, or something that is forwarded —
// from the words to its place in the outbox. Thread rule: inside an act.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "desk/outbound/payload.h"
#include "desk/outbound/routing.h"
#include "desk/ticket/act.h"
#include "desk/ticket/reply/recipients.h"
#include "desk/ticket/staff_message.h"

namespace frontdesk::desk {

/// How the ticket's customer, or the author of one message, is written to.
struct Way {
  ChannelId channel;
  ConversationId conversation;
  Routing routing;
};

/// kInvalid (key "error.answers_nobody") when `answers` is no message of a customer in this ticket; kConflict (key
/// "error.no_conversation") when there is nobody, or require_open_channel()'s.
Result<Way> find_way(TicketAct& act, const std::optional<MessageId>& answers);

/// "Re: …" or "Fwd: …" with the ticket's number, unless one of `known` (the mark itself among them) stands there
/// already, or the number does.
std::string marked_subject(std::span<const std::string_view> known, const std::string& subject,
                           const std::string& number);

class OutgoingMessage {
 public:
  OutgoingMessage(TicketAct& act, StaffMessage& message, const Way& way);

  /// What is sent; recipients, subject and parents are the caller's to fill.
  OutboundMessage& content() { return payload_.content; }
  /// Uploads of the same person, not used yet.
  void add_uploads(const std::vector<AttachmentId>& uploads);
  /// Files of the ticket's messages, sent as people see them: with the name that the page shows, pictures without
  /// where they were taken. kInvalid (key "error.file_unknown") when one is none of this ticket.
  Result<void> add_files_of_ticket(const std::vector<AttachmentId>& files);
  /// Message, files, people, place in the outbox and the line in the list; the channel is woken.
  Result<void> put_on_its_way(Recipients recipients);
  /// For the record: {"message": …, "to": [masked people]}, where they were chosen.
  [[nodiscard]] std::string audited() const;

 private:
  Result<void> keep_recipients(const Recipients& recipients);
  [[nodiscard]] Result<void> check_files() const;
  Result<void> queue();
  void carry();

  TicketAct& act_;
  StaffMessage& message_;
  const ChannelId channel_;
  const std::string customer_;
  OutboundPayload payload_;
  std::vector<AttachmentId> uploads_;
  std::vector<storage::AttachmentRecord> copies_;
  std::string masked_people_;
};

}  // namespace frontdesk::desk
