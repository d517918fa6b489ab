// TicketQuery: the lists of tickets, by view and filter.
#include <charconv>

#include "base/text.h"
#include "desk/page.h"
#include "desk/ticket/query/query.h"
#include "desk/ticket/query/row.h"
#include "desk/ticket/query/selection.h"
#include "storage/store.h"

namespace frontdesk::desk {
namespace {

using storage::TicketListing;

/// "value.id", both decimal.
std::optional<std::pair<std::int64_t, TicketId>> parse_cursor(const std::string& cursor) {
  const auto dot = cursor.find('.');
  if (dot == std::string::npos) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + dot, value);
  const auto id = parse_id<TicketId>(std::string_view(cursor).substr(dot + 1));
  if (error != std::errc{} || end != cursor.data() + dot || !id) return std::nullopt;
  return std::pair{value, *id};
}

}  // namespace

Result<TicketPage> TicketQuery::list(const Actor& actor, const TicketFilter& filter) const {
  FD_TRY(check_page_limit(filter.limit));
  if (!text::trim(filter.text).empty()) return search(actor, filter);
  const Micros now = clock_.now();
  auto selected = select(actor, filter, now);
  if (!selected) return TicketPage{};
  storage::TicketSelection& selection = *selected;
  if (!filter.after.empty()) {
    selection.after = parse_cursor(filter.after);
    if (!selection.after) return bad_cursor();
  }
  selection.limit = filter.limit + 1;  // one more tells whether there is a next page
  return store_.read([&](storage::ReadTx& tx) -> Result<TicketPage> {
    auto listings = storage::list_tickets(tx, selection);
    if (!listings) return std::move(listings).error();
    TicketPage page;
    if (listings->size() > filter.limit) {
      listings->pop_back();
      const storage::TicketRecord& last = listings->back().ticket;
      page.next = std::to_string(storage::sort_value(last, selection.order)) + "." + to_text(last.id);
    }
    for (TicketListing& listing : *listings) page.items.push_back(to_row(std::move(listing), now));
    return page;
  });
}

}  // namespace frontdesk::desk
