// Tickets: lists, one ticket, and what agents do to it.
#include "api/backend.h"
#include "api/fields.h"
#include "api/routes/read_request.h"
#include "api/routes/routes.h"
#include "api/routes/write_json.h"
#include "base/text.h"
#include "desk/limits.h"
#include "domain/profile/words.h"

namespace frontdesk::api {

namespace {

constexpr std::size_t kSmall = 16 * 1024;
constexpr std::size_t kMostQueryCharacters = 500;

Problem unknown_value(std::string_view parameter) {
  Problem problem(400, ErrorCode::kInvalid, "the value of " + std::string(parameter) + " is not known",
                  "error.field_type");
  problem.fields.push_back({std::string(parameter), "is not a known value", "error.field_type"});
  return problem;
}

std::optional<Problem> read_filter(const RequestHead& head, desk::TicketFilter& filter) {
  if (const std::string view = head.parameter("view"); !view.empty()) {
    const auto parsed = desk::parse_ticket_view(view);
    if (!parsed) return unknown_value("view");
    filter.view = *parsed;
  }
  if (const std::string sort = head.parameter("sort"); !sort.empty()) {
    const auto parsed = desk::parse_ticket_order(sort);
    if (!parsed) return unknown_value("sort");
    filter.order = *parsed;
  }
  if (const std::string priority = head.parameter("priority"); !priority.empty())
    if (filter.priority = domain::parse_priority(priority); !filter.priority) return unknown_value("priority");
  if (const std::string type = head.parameter("type"); !type.empty())
    if (filter.type = domain::parse_ticket_type(type); !filter.type) return unknown_value("type");
  if (const std::string channel = head.parameter("channel"); !channel.empty())
    if (filter.channel = parse_id<ChannelId>(channel); !filter.channel) return unknown_value("channel");
  filter.text = text::shorten(head.parameter("q"), kMostQueryCharacters);
  filter.limit = page_limit(head);
  filter.after = head.parameter("after");
  return std::nullopt;
}

Response get_tickets(Backend& backend, const Call& call) {
  desk::TicketFilter filter;
  if (auto problem = read_filter(call.request, filter)) return fail(call, *problem);
  auto page = backend.services.ticket_query.list(call.actor, filter);
  if (!page) return fail(call, std::move(page).error());
  return json_answer(200, list_json(page->items, page->next, write_ticket_row));
}

Response get_counters(Backend& backend, const Call& call) {
  auto counters = backend.services.ticket_query.counters(call.actor);
  if (!counters) return fail(call, std::move(counters).error());
  json::Writer out;
  out.begin_object().member("open", counters->open).member("mine", counters->mine);
  out.member("unassigned", counters->unassigned).member("overdue", counters->overdue);
  out.member("resolved", counters->resolved).member("closed", counters->closed).member("all", counters->all);
  return json_answer(200, out.end_object().take());
}

Response ticket_answer(Backend& backend, const Call& call, const std::string& id_or_number) {
  auto ticket = backend.services.ticket_query.find(call.actor, id_or_number);
  if (!ticket) return fail(call, std::move(ticket).error());
  json::Writer out;
  write_ticket(out, *ticket);
  Response response = json_answer(200, out.take());
  response.set("X-Ticket-Version", std::to_string(ticket->row.version));
  return response;
}

Response get_ticket(Backend& backend, const Call& call) { return ticket_answer(backend, call, call.arguments.at(0)); }

/// The ticket was changed by somebody else: 412 with the version that is there now.
Response refused(Backend& backend, const Call& call, TicketId ticket, Error error) {
  Problem problem(std::move(error));
  if (problem.error.key == "error.version") {
    problem.status = 412;
    if (auto now = backend.services.ticket_query.find(call.actor, to_text(ticket)))
      problem.current_version = now->row.version;
  }
  return fail(call, problem);
}

/// The common way of an act on a ticket: id, seen version, act, and the ticket as it is then.
template <class Act>
Response act_on_ticket(Backend& backend, const Call& call, Act act) {
  auto id = argument_id<TicketId>(call);
  if (!id) return fail(call, std::move(id).error());
  std::int64_t version = 0;
  if (auto problem = read_if_match(call.request, version)) return fail(call, *problem);
  if (auto done = act(*id, version); !done) return refused(backend, call, *id, std::move(done).error());
  return ticket_answer(backend, call, to_text(*id));
}

std::optional<Problem> without_members(const Call& call) { return Fields(call.body).problem(); }

Response post_claim(Backend& backend, const Call& call) {
  if (auto problem = without_members(call)) return fail(call, *problem);
  return act_on_ticket(backend, call, [&](TicketId id, std::int64_t version) {
    return backend.services.tickets.claim(call.actor, id, version);
  });
}

Response post_assign(Backend& backend, const Call& call) {
  Fields body(call.body);
  const bool nobody = body.is_null("owner_id");
  const UserId owner{nobody ? 0 : body.id("owner_id")};
  if (auto problem = body.problem()) return fail(call, *problem);
  return act_on_ticket(backend, call, [&](TicketId id, std::int64_t version) {
    return backend.services.tickets.assign(call.actor, id, version, nobody ? std::nullopt : std::optional(owner));
  });
}

Response post_resolve(Backend& backend, const Call& call) {
  if (auto problem = without_members(call)) return fail(call, *problem);
  return act_on_ticket(backend, call, [&](TicketId id, std::int64_t version) {
    return backend.services.tickets.resolve(call.actor, id, version);
  });
}

Response post_reopen(Backend& backend, const Call& call) {
  if (auto problem = without_members(call)) return fail(call, *problem);
  return act_on_ticket(backend, call, [&](TicketId id, std::int64_t version) {
    return backend.services.tickets.reopen(call.actor, id, version);
  });
}

/// A word of the domain in a body; a fault when the word is not known.
template <class Parse>
auto read_word(Fields& body, std::string_view name, Parse parse) -> decltype(parse(std::string_view())) {
  const auto word = body.optional_text(name, 64);
  if (!word) return std::nullopt;
  auto value = parse(std::string_view(*word));
  if (!value) body.fault(name, "is not a known word", "error.field_type");
  return value;
}

Response patch_ticket(Backend& backend, const Call& call) {
  Fields body(call.body);
  desk::ClassifyRequest request;
  request.priority = read_word(body, "priority", domain::parse_priority);
  request.type = read_word(body, "type", domain::parse_ticket_type);
  if (body.is_null("phase")) {
    request.phase = domain::Phase::kUnknown;
  } else {
    request.phase = read_word(body, "phase", domain::parse_phase);
  }
  request.topic = body.optional_text("topic", desk::kMostTopicCharacters);
  request.reason = body.optional_text("reason", desk::kMostReasonCharacters).value_or("");
  body.require("reason");
  if (auto problem = body.problem()) return fail(call, *problem);
  return act_on_ticket(backend, call, [&](TicketId id, std::int64_t version) {
    request.ticket = id;
    request.seen_version = version;
    return backend.services.tickets.classify(call.actor, request);
  });
}

Response post_read(Backend& backend, const Call& call) {
  auto id = argument_id<TicketId>(call);
  if (!id) return fail(call, std::move(id).error());
  if (auto problem = without_members(call)) return fail(call, *problem);
  if (auto done = backend.services.tickets.mark_read(call.actor, *id); !done)
    return fail(call, std::move(done).error());
  Response response;
  response.status = 204;
  return response;
}

}  // namespace

void add_ticket_routes(std::vector<Route>& routes) {
  const Payload small = Payload::json(kSmall);
  const auto work = Permission::kWorkTickets;
  routes.emplace_back(Method::kGet, "/api/v1/tickets", work, Payload::none(), get_tickets);
  routes.emplace_back(Method::kGet, "/api/v1/tickets/counters", work, Payload::none(), get_counters);
  routes.emplace_back(Method::kGet, "/api/v1/tickets/{id}", work, Payload::none(), get_ticket);
  routes.emplace_back(Method::kPatch, "/api/v1/tickets/{id}", work, small, patch_ticket);
  routes.emplace_back(Method::kPost, "/api/v1/tickets/{id}/claim", work, small, post_claim);
  routes.emplace_back(Method::kPost, "/api/v1/tickets/{id}/assign", work, small, post_assign);
  routes.emplace_back(Method::kPost, "/api/v1/tickets/{id}/resolve", work, small, post_resolve);
  routes.emplace_back(Method::kPost, "/api/v1/tickets/{id}/reopen", work, small, post_reopen);
  routes.emplace_back(Method::kPost, "/api/v1/tickets/{id}/read", work, small, post_read);
}

}  // namespace frontdesk::api
