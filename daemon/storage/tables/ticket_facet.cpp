#include "storage/tables/ticket_facet.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "domain/ticket/every_state.h"
#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

using domain::TicketState;
using Order = TicketSelection::Order;
using Scope = TicketSelection::Scope;

/// Numbers as the store holds them; compared as the index sorts them.
struct Facet {
  std::int64_t phase = 0;
  std::int64_t priority = 0;
  std::int64_t type = 0;
  std::int64_t channel = 0;
};

bool has_state(const TicketSelection& selection, TicketState state) {
  if (selection.order == Order::kDue && !domain::is_open(state)) return false;
  switch (selection.scope) {
    case Scope::kOpen:
    case Scope::kOverdue: return domain::is_open(state);
    case Scope::kState: return state == selection.state;
    case Scope::kAll: return true;
  }
  return false;
}

/// The first facet of the state at or after `from`.
Result<std::optional<Facet>> next_facet(ReadTx& tx, TicketState state, const Facet& from) {
  return read_first(
      tx.query("SELECT phase, priority, type, channel_id FROM ticket INDEXED BY ticket_facet_created WHERE state = ?1 "
               "AND (phase, priority, type, channel_id) >= (?2, ?3, ?4, ?5) "
               "ORDER BY phase, priority, type, channel_id LIMIT 1",
               state, from.phase, from.priority, from.type, from.channel),
      [](const Statement& row) {
        return Facet{row.integer(0), row.integer(1), row.integer(2), row.integer(3)};
      });
}

/// The smallest facet after `facet` that can fit, where `facet` does not; nullopt: none in this state.
std::optional<Facet> skip(const TicketSelection& selection, const Facet& facet) {
  const auto wanted = [](const auto& filter) { return static_cast<std::int64_t>(*filter); };
  if (selection.phase && facet.phase != wanted(selection.phase)) {
    if (facet.phase > wanted(selection.phase)) return std::nullopt;
    return Facet{wanted(selection.phase), 0, 0, 0};
  }
  if (selection.priority && facet.priority != wanted(selection.priority)) {
    if (facet.priority > wanted(selection.priority)) return Facet{facet.phase + 1, 0, 0, 0};
    return Facet{facet.phase, wanted(selection.priority), 0, 0};
  }
  if (selection.type && facet.type != wanted(selection.type)) {
    if (facet.type > wanted(selection.type)) return Facet{facet.phase, facet.priority + 1, 0, 0};
    return Facet{facet.phase, facet.priority, wanted(selection.type), 0};
  }
  if (facet.channel > selection.channel->raw()) return Facet{facet.phase, facet.priority, facet.type + 1, 0};
  return Facet{facet.phase, facet.priority, facet.type, selection.channel->raw()};
}

bool fits(const TicketSelection& selection, const Facet& facet) {
  return (!selection.priority || facet.priority == static_cast<std::int64_t>(*selection.priority)) &&
         (!selection.type || facet.type == static_cast<std::int64_t>(*selection.type)) &&
         (!selection.channel || facet.channel == selection.channel->raw()) &&
         (!selection.phase || facet.phase == static_cast<std::int64_t>(*selection.phase));
}

/// ?1..?5 the facet, ?6 and ?7 the cursor, ?8 and ?9 the span of ids, ?10 the owner. Made of literals only.
std::string facet_sql(const TicketSelection& selection) {
  static constexpr const char* kFrom[] = {"next_due_at, id FROM ticket INDEXED BY ticket_facet_due ",
                                          "updated_at, id FROM ticket INDEXED BY ticket_facet_updated ",
                                          "id, id FROM ticket INDEXED BY ticket_facet_created "};
  static constexpr const char* kOrder[] = {
      "AND open = 1 AND (next_due_at, id) > (?6, ?7) AND id >= ?8 AND id < ?9 ORDER BY next_due_at, id",
      "AND (updated_at, id) < (?6, ?7) AND id >= ?8 AND id < ?9 ORDER BY updated_at DESC, id DESC",
      "AND id >= ?8 AND id < min(?6, ?9) AND ?7 = ?7 ORDER BY id DESC",
  };
  const auto order = static_cast<std::size_t>(selection.order);
  return std::string("SELECT ") + kFrom[order] +
         "WHERE state = ?1 AND priority = ?2 AND type = ?3 AND channel_id = ?4 AND phase = ?5 AND " +
         (selection.owner ? "owner_id = ?10 " : "?10 = ?10 ") + kOrder[order];
}

/// The best rows so far, never more than the page holds.
class Merge {
 public:
  explicit Merge(const TicketSelection& selection) : selection_(selection) {}

  /// Rows of `row`, the sort value and the id of each, in the order of the page: read while they are better than the
  /// page's last.
  Result<void> add(Statement row) {
    while (true) {
      auto more = row.step();
      if (!more) return std::move(more).error();
      if (!*more) return {};
      if (selection_.scope == Scope::kOverdue && row.time(0) >= selection_.now) return {};
      // Sorted as "smaller is better": newest first is the order of the negated numbers.
      const std::int64_t sign = soonest_first() ? 1 : -1;
      if (!best_.emplace(sign * row.integer(0), sign * row.integer(1)).second || best_.size() <= selection_.limit)
        continue;
      const auto worst = std::prev(best_.end());
      const bool was_worst = worst->second == sign * row.integer(1);
      best_.erase(worst);
      if (was_worst) return {};
    }
  }

  /// The cursor, for the first page before everything.
  [[nodiscard]] std::pair<std::int64_t, std::int64_t> after() const {
    constexpr auto kLast = std::numeric_limits<std::int64_t>::max();
    const std::int64_t first = soonest_first() ? std::numeric_limits<std::int64_t>::min() : kLast;
    const auto [value, id] = selection_.after.value_or(std::pair{first, TicketId{first}});
    return {value, id.raw()};
  }

  [[nodiscard]] std::vector<TicketId> ids() const {
    std::vector<TicketId> ids;
    for (const auto& [value, id] : best_) ids.emplace_back(soonest_first() ? id : -id);
    return ids;
  }

 private:
  [[nodiscard]] bool soonest_first() const { return selection_.order == Order::kDue; }

  const TicketSelection& selection_;
  std::set<std::pair<std::int64_t, std::int64_t>> best_;
};

}  // namespace

Result<std::vector<TicketId>> merge_facets(ReadTx& tx, const TicketSelection& selection) {
  Merge merge(selection);
  const std::string sql = facet_sql(selection);
  const auto [value, id] = merge.after();
  const auto [since, until] = id_span(selection);
  for (const TicketState state : domain::kEveryState) {
    std::optional<Facet> from = has_state(selection, state) ? std::optional(Facet{}) : std::nullopt;
    while (from) {
      auto facet = next_facet(tx, state, *from);
      if (!facet) return std::move(facet).error();
      if (!*facet) break;
      const Facet& found = **facet;
      if (fits(selection, found)) {
        FD_TRY(merge.add(tx.query(sql, state, found.priority, found.type, found.channel, found.phase, value, id, since,
                                  until, selection.owner.value_or(UserId{}))));
        from = Facet{found.phase, found.priority, found.type, found.channel + 1};
      } else {
        from = skip(selection, found);
      }
    }
  }
  return merge.ids();
}

Result<std::vector<TicketId>> merge_owned(ReadTx& tx, const TicketSelection& selection) {
  const auto wanted = [](const auto& filter) { return filter ? static_cast<std::int64_t>(*filter) : 0; };
  Merge merge(selection);
  const auto [since, until] = id_span(selection);
  for (const TicketState state : domain::kEveryState) {
    if (!has_state(selection, state)) continue;
    FD_TRY(merge.add(
        tx.query("SELECT id, id FROM ticket INDEXED BY ticket_owner_created WHERE owner_id = ?1 AND owner_id <> 0 AND "
                 "state = ?2 "
                 "AND id >= ?3 AND id < ?4 AND (?5 = 0 OR priority = ?5) AND (?6 = 0 OR type = ?6) "
                 "AND (?7 = 0 OR channel_id = ?7) AND (?8 = 0 OR phase = ?8) ORDER BY id DESC",
                 *selection.owner, state, since, std::min(until, merge.after().first), wanted(selection.priority),
                 wanted(selection.type), selection.channel.value_or(ChannelId{}), wanted(selection.phase))));
  }
  return merge.ids();
}

}  // namespace frontdesk::storage
