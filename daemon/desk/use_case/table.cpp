#include "desk/use_case/table.h"

#include <algorithm>
#include <array>

namespace frontdesk::desk {

// Every use case, in the order of the description. Adding one is a line here (docs/recipes.md).
#define FD_EVERY_USE_CASE(X) \
  X(ShowStatus)              \
  X(ListChecks)              \
  X(ListUsers)               \
  X(AddUser)                 \
  X(ChangeUser)              \
  X(ListColleagues)          \
  X(ListRoles)               \
  X(ListTickets)             \
  X(CountTickets)            \
  X(ShowTicket)              \
  X(ListOtherTickets)        \
  X(ClassifyTicket)          \
  X(ClaimTicket)             \
  X(AssignTicket)            \
  X(ResolveTicket)           \
  X(ReopenTicket)            \
  X(MergeTicket)             \
  X(MarkTicketSpam)          \
  X(MarkTicketNotSpam)       \
  X(MarkTicketRead)          \
  X(ListMessages)            \
  X(ReplyToTicket)           \
  X(ForwardMessage)          \
  X(NoteOnTicket)            \
  X(RetryMessage)            \
  X(ListDoubtfulReplies)     \
  X(SettleReplies)           \
  X(ShowMailPage)            \
  X(OpenAttachment)          \
  X(ListPlugins)             \
  X(ApprovePlugin)           \
  X(ListChannels)            \
  X(AddChannel)              \
  X(CheckChannel)            \
  X(ShowChannel)             \
  X(ChangeChannel)           \
  X(RemoveChannel)           \
  X(PollChannel)             \
  X(ReadAgain)               \
  X(ListLedger)              \
  X(ListAudit)               \
  X(ShowAuditState)          \
  X(AcceptAudit)             \
  X(ListDamage)

template <class T>
const Entry& entry_of();

#define FD_DECLARE(Name) \
  struct Name;           \
  template <>            \
  const Entry& entry_of<Name>();
FD_EVERY_USE_CASE(FD_DECLARE)
#undef FD_DECLARE

std::span<const Entry> use_cases() {
#define FD_ENTRY(Name) entry_of<Name>(),
  static const std::array kTable{FD_EVERY_USE_CASE(FD_ENTRY)};
#undef FD_ENTRY
  return kTable;
}

const Entry* find_use_case(std::string_view name) {
  const auto table = use_cases();
  const auto found = std::ranges::find(table, name, [](const Entry& entry) { return entry.use_case.name; });
  return found == table.end() ? nullptr : &*found;
}

Outcome run_use_case(const Entry& entry, Desk& desk, const Actor& actor, const Input& input) {
  if (auto allowed = require(actor, entry.use_case.right); !allowed) return Refusal{std::move(allowed).error(), {}, {}};
  return entry.run(desk, actor, input);
}

std::string_view to_text(Method method) {
  switch (method) {
    case Method::kGet: return "GET";
    case Method::kPost: return "POST";
    case Method::kPatch: return "PATCH";
    case Method::kDelete: return "DELETE";
  }
  return "";
}

}  // namespace frontdesk::desk
