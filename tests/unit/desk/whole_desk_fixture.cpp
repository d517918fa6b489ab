#include "unit/desk/whole_desk.h"

#include <stdexcept>

#include "desk/ticket/give_back.h"
#include "domain/profile/words.h"

namespace frontdesk::desk {

WholeDesk::WholeDesk(Context& context, const std::string& directory)
    : accounts(context.store, context.trail, context.ids, context.clock, context.random,
               {.state_directory = directory,
                .password_cost = kTestPasswordCost,
                .access = context.profile->access,
                .on_cannot_own = [&context](storage::Tx& tx, const Actor& actor,
                                            UserId owner) { return give_back_tickets(context, tx, actor, owner); }}),
      tickets(context.store, context.vault, context.clock),
      files(context),
      channel_query(context, runtime),
      channels(context, runtime),
      plugins(context, runtime),
      audit(context.store, context.trail, context.clock),
      desk{.context = context,
           .accounts = accounts,
           .tickets = tickets,
           .files = files,
           .channel_query = channel_query,
           .channels = channels,
           .plugins = plugins,
           .audit = audit,
           .runtime = runtime,
           .version = "0.0.1",
           .started_at = context.clock.now()} {}

Result<json::Value> WholeDesk::perform(std::string_view name, const Actor& actor, const Input& input) {
  const Entry* entry = find_use_case(name);
  if (entry == nullptr) throw std::logic_error("no use case " + std::string(name));
  auto outcome = run_use_case(*entry, desk, actor, input);
  if (auto* refusal = std::get_if<Refusal>(&outcome)) return std::move(refusal->error);
  return json::parse(std::get<Answer>(outcome).json).value.value_or(json::Value());
}

Result<void> WholeDesk::act(std::string_view name, const Actor& actor, TicketId ticket,
                            std::optional<std::int64_t> version, json::Value fields) {
  Input input;
  input.path = {to_text(ticket)};
  input.fields = std::move(fields);
  input.seen_version = version;
  auto done = perform(name, actor, input);
  if (!done) return std::move(done).error();
  return {};
}

Result<MessageId> WholeDesk::reply(const Actor& actor, const ReplyRequest& request) {
  Input input;
  input.path = {to_text(request.ticket)};
  input.seen_version = request.seen_version;
  input.request_key = request.request_key;
  json::Value attachments{json::Array{}};
  for (const AttachmentId id : request.attachments) attachments.push(to_text(id));
  input.fields.set("text", request.text).set("attachments", attachments).set("resolve", request.resolve);
  if (request.answers) input.fields.set("answers", to_text(*request.answers));
  auto message = perform("ticket.reply", actor, input);
  if (!message) return std::move(message).error();
  return *parse_id<MessageId>(message->get("id").as_string());
}

Result<MessageId> WholeDesk::note(const Actor& actor, const NoteRequest& request) {
  Input input;
  input.path = {to_text(request.ticket)};
  input.request_key = request.request_key;
  input.fields.set("text", request.text);
  auto message = perform("ticket.note", actor, input);
  if (!message) return std::move(message).error();
  return *parse_id<MessageId>(message->get("id").as_string());
}

Result<void> WholeDesk::classify(const Actor& actor, const ClassifyRequest& request) {
  json::Value fields{json::Object{}};
  if (request.priority) fields.set("priority", domain::to_text(*request.priority));
  if (request.type) fields.set("type", domain::to_text(*request.type));
  if (request.topic) fields.set("topic", *request.topic);
  fields.set("reason", request.reason);
  return act("ticket.classify", actor, request.ticket, request.seen_version, std::move(fields));
}

Result<void> WholeDesk::claim(const Actor& actor, TicketId ticket, std::int64_t version) {
  return act("ticket.claim", actor, ticket, version);
}

Result<void> WholeDesk::assign(const Actor& actor, TicketId ticket, std::int64_t version, std::optional<UserId> owner) {
  json::Value fields;
  return act("ticket.assign", actor, ticket, version,
             fields.set("owner_id", owner ? json::Value(to_text(*owner)) : json::Value()));
}

Result<void> WholeDesk::resolve(const Actor& actor, TicketId ticket, std::int64_t version) {
  return act("ticket.resolve", actor, ticket, version);
}

Result<void> WholeDesk::reopen(const Actor& actor, TicketId ticket, std::int64_t version) {
  return act("ticket.reopen", actor, ticket, version);
}

Result<void> WholeDesk::retry(const Actor& actor, MessageId message, bool confirmed) {
  Input input;
  input.path = {to_text(message)};
  input.fields.set("confirm", confirmed);
  auto done = perform("message.retry", actor, input);
  if (!done) return std::move(done).error();
  return {};
}

}  // namespace frontdesk::desk
