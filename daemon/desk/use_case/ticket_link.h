// TicketLink: what leads from one thing to a ticket.
#pragma once

#include <string>
#include <string_view>

#include "base/id.h"
#include "desk/use_case/view.h"

namespace frontdesk::desk {

struct TicketLink {
  TicketId id;
  std::string number;
};

template <>
struct View<TicketLink> {
  static constexpr std::string_view kName = "TicketLink";
  template <class V>
  static void describe(V& v, const TicketLink& link) {
    v.id("id", link.id);
    v.text("number", link.number);
  }
};

}  // namespace frontdesk::desk
