#include "storage/tables/ticket_facet.h"

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
  std::int64_t priority = 0;
  std::int64_t type = 0;
  std::int64_t channel = 0;
};

bool has_state(const TicketSelection& selection, TicketState state) {
  if (selection.order == Order::kDue && !domain::is_open(state)) return false;
  switch (selection.scope) {
    case Scope::kOpen:
    case Scope::kOwner:
    case Scope::kUnassigned:
    case Scope::kOverdue: return domain::is_open(state);
    case Scope::kState: return state == selection.state;
    case Scope::kAll: return true;
  }
  return false;
}

/// The first facet of the state at or after `from`.
Result<std::optional<Facet>> next_facet(ReadTx& tx, TicketState state, const Facet& from) {
  return read_first(
      tx.query("SELECT priority, type, channel_id FROM ticket INDEXED BY ticket_facet_created WHERE state = ?1 AND "
               "(priority, type, channel_id) >= (?2, ?3, ?4) ORDER BY priority, type, channel_id LIMIT 1",
               state, from.priority, from.type, from.channel),
      [](const Statement& row) {
        return Facet{row.integer(0), row.integer(1), row.integer(2)};
      });
}

/// The smallest facet after `facet` that can fit, where `facet` does not; nullopt: none in this state.
std::optional<Facet> skip(const TicketSelection& selection, const Facet& facet) {
  const auto wanted = [](const auto& filter) { return static_cast<std::int64_t>(*filter); };
  if (selection.priority && facet.priority != wanted(selection.priority)) {
    if (facet.priority > wanted(selection.priority)) return std::nullopt;
    return Facet{wanted(selection.priority), 0, 0};
  }
  if (selection.type && facet.type != wanted(selection.type)) {
    if (facet.type > wanted(selection.type)) return Facet{facet.priority + 1, 0, 0};
    return Facet{facet.priority, wanted(selection.type), 0};
  }
  if (facet.channel > selection.channel->raw()) return Facet{facet.priority, facet.type + 1, 0};
  return Facet{facet.priority, facet.type, selection.channel->raw()};
}

bool fits(const TicketSelection& selection, const Facet& facet) {
  return (!selection.priority || facet.priority == static_cast<std::int64_t>(*selection.priority)) &&
         (!selection.type || facet.type == static_cast<std::int64_t>(*selection.type)) &&
         (!selection.channel || facet.channel == selection.channel->raw());
}

/// ?1..?4 the facet, ?5 and ?6 the cursor, ?7 the owner. Made of literals only.
std::string facet_sql(const TicketSelection& selection) {
  static constexpr const char* kFrom[] = {"next_due_at, id FROM ticket INDEXED BY ticket_facet_due ",
                                          "updated_at, id FROM ticket INDEXED BY ticket_facet_updated ",
                                          "id, id FROM ticket INDEXED BY ticket_facet_created "};
  static constexpr const char* kOrder[] = {
      "AND open = 1 AND (next_due_at, id) > (?5, ?6) ORDER BY next_due_at, id",
      "AND (updated_at, id) < (?5, ?6) ORDER BY updated_at DESC, id DESC",
      "AND id < ?5 AND ?6 = ?6 ORDER BY id DESC",
  };
  const bool of_owner = selection.scope == Scope::kOwner || selection.scope == Scope::kUnassigned;
  const auto order = static_cast<std::size_t>(selection.order);
  return std::string("SELECT ") + kFrom[order] +
         "WHERE state = ?1 AND priority = ?2 AND type = ?3 AND channel_id = ?4 AND " +
         (of_owner ? "owner_id = ?7 " : "?7 = ?7 ") + kOrder[order];
}

/// The best rows so far, never more than the page holds.
class Merge {
 public:
  explicit Merge(ReadTx& tx, const TicketSelection& selection)
      : tx_(tx), selection_(selection), sql_(facet_sql(selection)) {}

  /// Reads the facet's rows while they are better than the page's last.
  Result<void> add(TicketState state, const Facet& facet) {
    constexpr auto kLast = std::numeric_limits<std::int64_t>::max();
    const std::int64_t first = soonest_first() ? std::numeric_limits<std::int64_t>::min() : kLast;
    const auto [value, id] = selection_.after.value_or(std::pair{first, TicketId{first}});
    const UserId owner = selection_.scope == Scope::kOwner ? selection_.owner : UserId{};
    Statement row = tx_.query(sql_, state, facet.priority, facet.type, facet.channel, value, id, owner);
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

  [[nodiscard]] std::vector<TicketId> ids() const {
    std::vector<TicketId> ids;
    for (const auto& [value, id] : best_) ids.emplace_back(soonest_first() ? id : -id);
    return ids;
  }

 private:
  [[nodiscard]] bool soonest_first() const { return selection_.order == Order::kDue; }

  ReadTx& tx_;
  const TicketSelection& selection_;
  const std::string sql_;
  std::set<std::pair<std::int64_t, std::int64_t>> best_;
};

}  // namespace

Result<std::vector<TicketId>> merge_facets(ReadTx& tx, const TicketSelection& selection) {
  Merge merge(tx, selection);
  for (const TicketState state : domain::kEveryState) {
    std::optional<Facet> from = has_state(selection, state) ? std::optional(Facet{}) : std::nullopt;
    while (from) {
      auto facet = next_facet(tx, state, *from);
      if (!facet) return std::move(facet).error();
      if (!*facet) break;
      if (fits(selection, **facet)) {
        FD_TRY(merge.add(state, **facet));
        from = Facet{(*facet)->priority, (*facet)->type, (*facet)->channel + 1};
      } else {
        from = skip(selection, **facet);
      }
    }
  }
  return merge.ids();
}

}  // namespace frontdesk::storage
