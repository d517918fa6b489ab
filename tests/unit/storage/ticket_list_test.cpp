// Lists of tickets against a plain reading of what they promise: every scope, filter and order, page by page.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "storage/tables/ticket.h"
#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

using Order = TicketSelection::Order;
using Scope = TicketSelection::Scope;

constexpr Micros kNow{5'000};

class TicketListTest : public StoreTest {
 protected:
  TicketListTest() : customer_(add_customer()) {
    for (int i = 0; i < 3; ++i) channels_.push_back(add_channel());
  }

  /// Few values in each column, so that every facet has rows of equal sort value; `owned` of ten have an owner.
  void add_tickets(std::size_t count, int owned, std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto pick = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
    const auto written = store_->write_and_wait([&](Tx& tx) -> Result<void> {
      for (std::size_t i = 0; i < count; ++i) {
        TicketRecord ticket;
        ticket.id = TicketId{static_cast<std::int64_t>(tickets_.size()) + 1000};
        ticket.number = "P" + std::to_string(ticket.id.raw());
        ticket.state = static_cast<domain::TicketState>(pick(1, 11));
        ticket.priority = static_cast<domain::Priority>(pick(1, 3));
        ticket.type = static_cast<domain::TicketType>(pick(1, 4));
        ticket.channel = channels_[static_cast<std::size_t>(pick(0, 2))];
        ticket.customer = customer_;
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

  [[nodiscard]] static bool is_in(const TicketSelection& selection, const TicketRecord& ticket) {
    if (selection.priority && ticket.priority != *selection.priority) return false;
    if (selection.type && ticket.type != *selection.type) return false;
    if (selection.channel && ticket.channel != *selection.channel) return false;
    switch (selection.scope) {
      case Scope::kOpen: return domain::is_open(ticket.state);
      case Scope::kOwner: return domain::is_open(ticket.state) && ticket.owner == selection.owner;
      case Scope::kUnassigned: return domain::is_open(ticket.state) && !ticket.owner.is_set();
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

  void expect_every_list_right() {
    for (const auto& [scope, orders] : lists_)
      for (const Order order : orders)
        for (int filter = 0; filter < 8; ++filter) {
          TicketSelection selection{.scope = scope, .order = order, .owner = UserId{2}, .now = kNow};
          selection.state = domain::TicketState::kResolved;
          if (filter & 1) selection.priority = domain::Priority::kP2;
          if (filter & 2) selection.type = domain::TicketType::kComplaint;
          if (filter & 4) selection.channel = channels_[1];
          EXPECT_EQ(listed(selection), expected(selection))
              << "scope " << static_cast<int>(scope) << " order " << static_cast<int>(order) << " filter " << filter;
        }
  }

  const std::vector<std::pair<Scope, std::vector<Order>>> lists_ = {
      {Scope::kOpen, {Order::kDue, Order::kUpdated, Order::kCreated}},
      {Scope::kOwner, {Order::kDue, Order::kUpdated, Order::kCreated}},
      {Scope::kUnassigned, {Order::kDue, Order::kUpdated, Order::kCreated}},
      {Scope::kOverdue, {Order::kDue}},
      {Scope::kState, {Order::kUpdated, Order::kCreated}},
      {Scope::kAll, {Order::kUpdated, Order::kCreated}},
  };
  std::vector<ChannelId> channels_;
  CustomerId customer_;
  std::vector<TicketRecord> tickets_;
};

TEST_F(TicketListTest, every_scope_filter_and_order_gives_its_rows_page_by_page) {
  add_tickets(900, 6, 20240315);
  expect_every_list_right();
}

TEST_F(TicketListTest, facet_that_does_not_exist_gives_an_empty_list) {
  add_tickets(30, 6, 7);
  const TicketSelection selection{.scope = Scope::kAll, .order = Order::kCreated, .channel = ChannelId{999'999}};
  EXPECT_TRUE(listed(selection).empty());
}

TEST_F(TicketListTest, owner_of_more_tickets_than_are_sorted_has_them_merged_from_facets) {
  add_tickets(6'000, 1, 20240316);  // some 2,450 open ones without an owner
  expect_every_list_right();
}

}  // namespace
}  // namespace frontdesk::storage
