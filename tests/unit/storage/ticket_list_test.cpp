// Lists of tickets against a plain reading of what they promise: every scope, filter and order, page by page.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/id_time.h"
#include "storage/tables/ticket_list.h"
#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

using Order = TicketSelection::Order;
using Scope = TicketSelection::Scope;

constexpr Micros kNow{5'000};

class TicketListTest : public StoreTest {
 protected:
  TicketListTest() {
    for (int i = 0; i < 2; ++i) customers_.push_back(add_customer());
    for (int i = 0; i < 3; ++i) channels_.push_back(add_channel());
  }

  /// Few values in each column, so that every facet has rows of equal sort value; `owned` of ten have an owner.
  void add_tickets(std::size_t count, int owned, std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto pick = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
    const auto written = store_->write_and_wait([&](Tx& tx) -> Result<void> {
      for (std::size_t i = 0; i < count; ++i) {
        TicketRecord ticket;
        ticket.id = TicketId{first_id_at(at(tickets_.size()))};
        ticket.number = "P" + std::to_string(ticket.id.raw());
        ticket.state = static_cast<domain::TicketState>(pick(1, 11));
        ticket.priority = static_cast<domain::Priority>(pick(1, 3));
        ticket.type = static_cast<domain::TicketType>(pick(1, 4));
        ticket.channel = channels_[static_cast<std::size_t>(pick(0, 2))];
        ticket.phase = static_cast<domain::Phase>(pick(0, 3));
        ticket.customer = customers_[static_cast<std::size_t>(pick(0, 1))];
        if (pick(1, 10) <= owned) ticket.owner = UserId{pick(1, 3)};
        ticket.updated_at = Micros{pick(1, 40)};
        ticket.next_due_at = pick(0, 4) == 0 ? domain::kNeverDue : Micros{pick(4'900, 5'100)};
        FD_TRY(insert_ticket(tx, ticket));
        tickets_.push_back(ticket);
      }
      return {};
    });
    ASSERT_TRUE(written.ok()) << written.error().message;
  }

  /// When the ticket with this index was made: one a second.
  [[nodiscard]] static Micros at(std::size_t index) {
    return Micros{(static_cast<std::int64_t>(index) + 1) * 1'000'000};
  }

  [[nodiscard]] static bool is_in(const TicketSelection& selection, const TicketRecord& ticket) {
    const auto fits = [](const auto& filter, const auto& value) { return !filter || *filter == value; };
    if (!fits(selection.priority, ticket.priority) || !fits(selection.type, ticket.type) ||
        !fits(selection.channel, ticket.channel) || !fits(selection.phase, ticket.phase) ||
        !fits(selection.owner, ticket.owner) || !fits(selection.customer, ticket.customer))
      return false;
    if (selection.since && ticket.id.raw() < first_id_at(*selection.since)) return false;
    if (selection.until && ticket.id.raw() >= first_id_at(*selection.until)) return false;
    switch (selection.scope) {
      case Scope::kOpen: return domain::is_open(ticket.state);
      case Scope::kOverdue: return domain::is_open(ticket.state) && ticket.next_due_at < selection.now;
      case Scope::kState: return ticket.state == selection.state;
      case Scope::kAll: return true;
    }
    return false;
  }

  [[nodiscard]] std::vector<std::int64_t> expected(const TicketSelection& selection) const {
    std::vector<std::pair<std::int64_t, std::int64_t>> rows;
    for (const TicketRecord& ticket : tickets_)
      if (is_in(selection, ticket)) rows.emplace_back(sort_value(ticket, selection.order), ticket.id.raw());
    std::ranges::sort(rows);
    if (selection.order != Order::kDue) std::ranges::reverse(rows);
    std::vector<std::int64_t> ids;
    for (const auto& [value, id] : rows) ids.push_back(id);
    return ids;
  }

  [[nodiscard]] std::vector<std::int64_t> listed(TicketSelection selection) {
    std::vector<std::int64_t> ids;
    selection.limit = 17;
    while (true) {
      const auto page = must_read([&](ReadTx& tx) { return list_tickets(tx, selection); });
      for (const TicketListing& row : page) ids.push_back(row.ticket.id.raw());
      if (page.size() < selection.limit) return ids;
      selection.after = std::pair{sort_value(page.back().ticket, selection.order), page.back().ticket.id};
    }
  }

  /// Every filter alone, all of the facet together, and each other one beside one of the facet.
  void expect_every_list_right(std::size_t tickets) {
    enum Filter {
      kPriority = 1,
      kType = 2,
      kChannel = 4,
      kPhase = 8,
      kOwner = 16,
      kNobody = 32,
      kCustomer = 64,
      kTime = 128
    };
    const int filters[] = {0,
                           kPriority,
                           kType,
                           kChannel,
                           kPhase,
                           kOwner,
                           kNobody,
                           kCustomer,
                           kTime,
                           kPriority | kPhase,
                           kType | kChannel,
                           15,
                           kOwner | kType,
                           kOwner | kPhase | kTime,
                           kNobody | kChannel,
                           kCustomer | kPhase,
                           kTime | kChannel,
                           kTime | 15,
                           kOwner | kCustomer | kTime | kPriority};
    for (const auto& [scope, orders] : lists_)
      for (const Order order : orders)
        for (const int filter : filters) {
          const bool has_owner = (filter & (kOwner | kNobody)) != 0;
          const bool is_solved = scope == Scope::kState || scope == Scope::kAll;
          // What the header says of lists that are not of open tickets.
          if (is_solved && (has_owner || (filter & kTime) != 0) && order != Order::kCreated) continue;
          if (is_solved && (filter & kNobody) != 0) continue;
          TicketSelection selection{.scope = scope, .order = order, .now = kNow};
          selection.state = domain::TicketState::kResolved;
          if (filter & kPriority) selection.priority = domain::Priority::kP2;
          if (filter & kType) selection.type = domain::TicketType::kComplaint;
          if (filter & kChannel) selection.channel = channels_[1];
          if (filter & kPhase) selection.phase = domain::Phase::kInSale;
          if (filter & kOwner) selection.owner = UserId{2};
          if (filter & kNobody) selection.owner = UserId{};
          if (filter & kCustomer) selection.customer = customers_[1];
          if (filter & kTime) selection.since = at(tickets / 4), selection.until = at(tickets / 2);
          EXPECT_EQ(listed(selection), expected(selection))
              << "scope " << static_cast<int>(scope) << " order " << static_cast<int>(order) << " filter " << filter;
        }
  }

  const std::vector<std::pair<Scope, std::vector<Order>>> lists_ = {
      {Scope::kOpen, {Order::kDue, Order::kUpdated, Order::kCreated}},
      {Scope::kOverdue, {Order::kDue}},
      {Scope::kState, {Order::kUpdated, Order::kCreated}},
      {Scope::kAll, {Order::kUpdated, Order::kCreated}},
  };
  std::vector<ChannelId> channels_;
  std::vector<CustomerId> customers_;
  std::vector<TicketRecord> tickets_;
};

TEST_F(TicketListTest, every_scope_filter_and_order_gives_its_rows_page_by_page) {
  add_tickets(900, 6, 20240315);
  expect_every_list_right(tickets_.size());
}

TEST_F(TicketListTest, facet_that_does_not_exist_gives_an_empty_list) {
  add_tickets(30, 6, 7);
  const TicketSelection selection{.scope = Scope::kAll, .order = Order::kCreated, .channel = ChannelId{999'999}};
  EXPECT_TRUE(listed(selection).empty());
}

TEST_F(TicketListTest, owner_of_more_tickets_than_are_sorted_has_them_merged_from_facets) {
  add_tickets(6'000, 1, 20240316);  // some 2,450 open ones without an owner
  expect_every_list_right(tickets_.size());
}

}  // namespace
}  // namespace frontdesk::storage
