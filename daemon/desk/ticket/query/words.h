// The words of a list's views and orders.
#pragma once

#include "desk/ticket/query/query.h"
#include "domain/profile/words.h"

namespace frontdesk::desk {

std::string_view to_text(TicketView view);
std::string_view to_text(TicketOrder order);

}  // namespace frontdesk::desk

namespace frontdesk::domain {

template <>
struct Words<desk::TicketView> {
  static constexpr std::string_view kName = "TicketView";
  static std::span<const std::string_view> all();
  static std::optional<desk::TicketView> parse(std::string_view word);
};
template <>
struct Words<desk::TicketOrder> {
  static constexpr std::string_view kName = "TicketSort";
  static std::span<const std::string_view> all();
  static std::optional<desk::TicketOrder> parse(std::string_view word);
};

}  // namespace frontdesk::domain
