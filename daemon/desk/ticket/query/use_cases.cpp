// Reading tickets and messages: masked, and nothing changes.
#include "desk/ticket/query/words.h"
#include "desk/use_case/entry.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kMostQueryCharacters = 500;

}  // namespace

struct ListTickets : TicketFilter {
  static constexpr UseCase kUseCase{
      .name = "ticket.list", .route = {Method::kGet, "/tickets"}, .right = Right::kSeeTickets};

  template <class V>
  static void describe(V& v) {
    v.number("limit", &ListTickets::limit, kPageLimit);
    v.text("after", &ListTickets::after, kCursor);
    v.word_or("view", &ListTickets::view);
    v.word("priority", &ListTickets::priority);
    v.word("type", &ListTickets::type);
    v.word("phase", &ListTickets::phase);
    v.id("channel", &ListTickets::channel, true);
    v.id("owner", &ListTickets::owner, true);
    v.id("customer", &ListTickets::customer, true);
    v.moment("since", &ListTickets::since);
    v.moment("until", &ListTickets::until);
    v.text("q", &ListTickets::text, {.most = kMostQueryCharacters, .optional = true});
    v.word_or("sort", &ListTickets::order);
  }

  Result<TicketPage> run(Desk& desk, const Asked& asked) { return desk.tickets.list(asked.actor, *this); }
};

struct CountTickets {
  static constexpr UseCase kUseCase{
      .name = "ticket.count", .route = {Method::kGet, "/tickets/counters"}, .right = Right::kSeeTickets};
  template <class V>
  static void describe(V&) {}
  Result<TicketCounters> run(Desk& desk, const Asked& asked) { return desk.tickets.counters(asked.actor); }
};

struct ShowTicket {
  static constexpr UseCase kUseCase{
      .name = "ticket.show", .route = {Method::kGet, "/tickets/{ticket}"}, .right = Right::kSeeTickets};
  std::string ticket;  ///< id or number

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &ShowTicket::ticket);
  }
  Result<TicketDetail> run(Desk& desk, const Asked& asked) { return desk.tickets.find(asked.actor, ticket); }
};

struct ListOtherTickets {
  static constexpr UseCase kUseCase{
      .name = "ticket.others", .route = {Method::kGet, "/tickets/{ticket}/others"}, .right = Right::kSeeTickets};
  TicketId ticket;

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &ListOtherTickets::ticket);
  }
  Result<Page<OtherTicket>> run(Desk& desk, const Asked&) { return desk.tickets.others(ticket); }
};

struct ListMessages {
  static constexpr UseCase kUseCase{
      .name = "message.list", .route = {Method::kGet, "/tickets/{ticket}/messages"}, .right = Right::kSeeTickets};
  TicketId ticket;
  std::size_t limit = 50;
  std::string after;

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &ListMessages::ticket);
    v.number("limit", &ListMessages::limit, kPageLimit);
    v.text("after", &ListMessages::after, kCursor);
  }
  Result<MessagePage> run(Desk& desk, const Asked&) { return desk.tickets.messages(ticket, limit, after); }
};

struct ShowMailPage {
  static constexpr UseCase kUseCase{
      .name = "message.page", .route = {Method::kGet, "/messages/{message}/body"}, .right = Right::kSeeTickets};
  MessageId message;

  template <class V>
  static void describe(V& v) {
    v.path("message", &ShowMailPage::message);
  }
  Result<File> run(Desk& desk, const Asked&) {
    auto html = desk.tickets.html_body(message);
    if (!html) return std::move(html).error();
    return File{File::Kind::kMailPage, "text/html; charset=utf-8", "", html->text()};
  }
};

FD_USE_CASE(ListTickets)
FD_USE_CASE(CountTickets)
FD_USE_CASE(ShowTicket)
FD_USE_CASE(ListOtherTickets)
FD_USE_CASE(ListMessages)
FD_USE_CASE(ShowMailPage)

}  // namespace frontdesk::desk
