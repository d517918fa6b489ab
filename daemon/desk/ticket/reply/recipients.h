// Recipients: whom people chose to write to. Somebody the ticket knows is chosen by a reference
// (desk/people/people.h), so that nobody has to see an address to write to it; anybody else by typing the address.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "desk/limits.h"
#include "desk/outbound/routing.h"
#include "desk/people/person.h"
#include "desk/ticket/act.h"
#include "desk/use_case/fields.h"
#include "storage/tables/customer.h"

namespace frontdesk::desk {

inline constexpr ListRule kChosenPeople{.most = kMostRecipients, .optional = true};

struct ChosenRecipients {
  const std::vector<std::string>& to;
  const std::vector<std::string>& cc;
  const std::vector<std::string>& bcc;

  [[nodiscard]] bool is_empty() const { return to.empty() && cc.empty() && bcc.empty(); }
};

struct Recipients {
  std::vector<Person> people;  ///< each address once
  bool answers = false;        ///< the customer's side is among them: it is an answer
};

/// Without anybody in `to`, the one whom `routing` writes to. kInvalid with key "error.recipient_form",
/// "error.recipient_unknown" or "error.too_many_recipients"; kConflict with "error.no_recipient", or with
/// "error.recipients_not_here" where the channel writes to its customer only.
Result<Recipients> find_recipients(TicketAct& act, const Routing& routing, const ChosenRecipients& chosen);

/// Whose words an answer to these people follows: the customer's message that the first of them stands for, if it does.
std::optional<MessageId> first_answered(TicketAct& act, const std::vector<std::string>& to);

/// The conversation's routing, opened.
Result<Routing> open_routing(Context& context, storage::ReadTx& tx, const storage::ConversationRecord& conversation);

}  // namespace frontdesk::desk
