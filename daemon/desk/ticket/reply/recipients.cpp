#include "desk/ticket/reply/recipients.h"

#include <algorithm>
#include <unordered_set>

#include "desk/people/people.h"
#include "privacy/normalise.h"
#include "privacy/seal/key_ring.h"

namespace frontdesk::desk {
namespace {

Error unknown(const std::string& text) {
  return {ErrorCode::kInvalid, "nobody of this ticket is known as \"" + text + "\"", "error.recipient_unknown"};
}

struct Found {
  Person person;
  bool answers = false;  ///< who wrote, or where answers are wanted
};

class RecipientFinder {
 public:
  RecipientFinder(TicketAct& act, const Routing& routing) : act_(act), routing_(routing) {}

  Result<void> add(PersonRole role, const std::vector<std::string>& chosen);
  Result<void> add_customer();
  Recipients take() { return std::move(out_); }

 private:
  Result<Found> find(const std::string& text) const;
  Result<Found> find_author(const storage::MessageRecord& message, const std::string& text) const;
  void take(Found found, PersonRole role);

  TicketAct& act_;
  const Routing& routing_;
  Recipients out_;
  std::unordered_set<std::string> seen_;
};

Result<Found> RecipientFinder::find_author(const storage::MessageRecord& message, const std::string& text) const {
  if (message.kind != domain::MessageKind::kInbound) return unknown(text);
  auto conversation = storage::load_conversation(act_.tx, message.conversation);
  if (!conversation) return std::move(conversation).error();
  auto routing = open_routing(act_.context, act_.tx, *conversation);
  if (!routing) return std::move(routing).error();
  if (routing->recipient.empty()) return unknown(text);
  return Found{{PersonRole::kTo, std::move(routing->recipient), std::move(routing->recipient_name)}, true};
}

Result<Found> RecipientFinder::find(const std::string& text) const {
  if (text.find('@') != std::string::npos) {
    if (is_mail_address(text)) return Found{{PersonRole::kTo, text, {}}};
    return Error{ErrorCode::kInvalid, "this is no e-mail address that can be written to: " + text,
                 "error.recipient_form"};
  }
  const auto ref = parse_person_ref(text);
  if (!ref) return unknown(text);
  auto message = storage::load_message(act_.tx, ref->message);
  if (!message && message.error().code != ErrorCode::kNotFound) return std::move(message).error();
  if (!message || message->ticket != act_.id()) return unknown(text);
  if (!ref->place) return find_author(*message, text);
  auto kept = storage::find_people(act_.tx, ref->message);
  if (!kept) return std::move(kept).error();
  if (!*kept) return unknown(text);
  auto people = open_people(act_.context, act_.tx, **kept);
  if (!people) return std::move(people).error();
  if (*ref->place >= people->size()) return unknown(text);
  Person& person = (*people)[*ref->place];
  const bool answers = person.role == PersonRole::kReplyTo;
  return Found{std::move(person), answers};
}

void RecipientFinder::take(Found found, PersonRole role) {
  const std::string address = privacy::normalise_email(found.person.address);
  out_.answers |= found.answers || address == privacy::normalise_email(routing_.recipient);
  if (!seen_.insert(address).second) return;
  found.person.role = role;
  out_.people.push_back(std::move(found.person));
}

Result<void> RecipientFinder::add(PersonRole role, const std::vector<std::string>& chosen) {
  for (const std::string& text : chosen) {
    auto found = find(text);
    if (!found) return std::move(found).error();
    take(std::move(*found), role);
  }
  if (out_.people.size() <= kMostRecipients) return {};
  return Error{ErrorCode::kInvalid, "a message goes to " + std::to_string(kMostRecipients) + " people at most",
               "error.too_many_recipients"};
}

Result<void> RecipientFinder::add_customer() {
  if (routing_.recipient.empty())
    return Error{ErrorCode::kConflict, "the customer left no address to answer to", "error.no_recipient"};
  take({{PersonRole::kTo, routing_.recipient, routing_.recipient_name}, true}, PersonRole::kTo);
  return {};
}

}  // namespace

Result<Recipients> find_recipients(TicketAct& act, const Routing& routing, const ChosenRecipients& chosen) {
  if (!chosen.is_empty() && !routing.recipient.empty() && routing.recipient.find('@') == std::string::npos)
    return Error{ErrorCode::kConflict, "this channel writes to its customer only", "error.recipients_not_here"};
  RecipientFinder finder(act, routing);
  if (chosen.to.empty()) FD_TRY(finder.add_customer());
  FD_TRY(finder.add(PersonRole::kTo, chosen.to));
  FD_TRY(finder.add(PersonRole::kCc, chosen.cc));
  FD_TRY(finder.add(PersonRole::kBcc, chosen.bcc));
  return finder.take();
}

std::optional<MessageId> first_answered(TicketAct& act, const std::vector<std::string>& to) {
  const auto ref = to.empty() ? std::nullopt : parse_person_ref(to.front());
  if (!ref || ref->place) return std::nullopt;
  const auto message = storage::load_message(act.tx, ref->message);
  const bool is_answered = message && message->ticket == act.id() && message->kind == domain::MessageKind::kInbound;
  return is_answered ? std::optional(ref->message) : std::nullopt;
}

Result<Routing> open_routing(Context& context, storage::ReadTx& tx, const storage::ConversationRecord& conversation) {
  auto clear =
      context.keys.open_text(tx, {"conversation", "key_sealed", conversation.id.raw()}, conversation.key_sealed);
  if (!clear) return std::move(clear).error();
  return decode_routing(clear->reveal());
}

}  // namespace frontdesk::desk
