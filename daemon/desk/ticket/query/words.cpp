#include "desk/ticket/query/words.h"

#include <algorithm>
#include <array>

namespace frontdesk {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 7> kViews{"open", "mine", "unassigned", "overdue", "resolved", "closed", "all"};
constexpr std::array<std::string_view, 3> kOrders{"due", "updated", "created"};

template <class Enum, std::size_t Count>
std::optional<Enum> value_of(const std::array<std::string_view, Count>& words, std::string_view word) {
  const auto found = std::ranges::find(words, word);
  return found == words.end() ? std::nullopt : std::optional(static_cast<Enum>(found - words.begin()));
}

}  // namespace

std::string_view desk::to_text(TicketView view) { return kViews[static_cast<std::size_t>(view)]; }
std::string_view desk::to_text(TicketOrder order) { return kOrders[static_cast<std::size_t>(order)]; }

std::span<const std::string_view> domain::Words<desk::TicketView>::all() { return kViews; }
std::optional<desk::TicketView> domain::Words<desk::TicketView>::parse(std::string_view word) {
  return value_of<desk::TicketView>(kViews, word);
}
std::span<const std::string_view> domain::Words<desk::TicketOrder>::all() { return kOrders; }
std::optional<desk::TicketOrder> domain::Words<desk::TicketOrder>::parse(std::string_view word) {
  return value_of<desk::TicketOrder>(kOrders, word);
}

}  // namespace frontdesk
