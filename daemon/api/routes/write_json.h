// How the desk's views look in JSON. Written straight into the answer, without a tree in between.
#pragma once

#include <string>

#include <frontdesk/json.h>

#include "desk/account/user.h"
#include "desk/audit/service.h"
#include "desk/channel/query.h"
#include "desk/plugin/approval.h"
#include "desk/ticket/query/query.h"
#include "desk/ticket/service.h"

namespace frontdesk::api {

/// RFC 3339, or null when not set.
void write_time(json::Writer& out, std::string_view name, Micros at);

void write_user(json::Writer& out, const desk::UserView& user);
void write_ticket_row(json::Writer& out, const desk::TicketRow& row);
void write_ticket(json::Writer& out, const desk::TicketDetail& ticket);
void write_message(json::Writer& out, const desk::MessageView& message);
void write_channel(json::Writer& out, const desk::ChannelView& channel);
void write_ledger_row(json::Writer& out, const desk::LedgerRow& row);
void write_check(json::Writer& out, const desk::CheckOutcome& outcome);
void write_plugin(json::Writer& out, const desk::PluginView& plugin);
void write_audit_record(json::Writer& out, const desk::AuditEntry& entry);

/// {"items":[…],"next":"…"|null}
template <class Items, class WriteOne>
std::string list_json(const Items& items, const std::string& next, WriteOne write_one) {
  json::Writer out;
  out.begin_object().key("items").begin_array();
  for (const auto& item : items) write_one(out, item);
  out.end_array().key("next");
  if (next.empty()) {
    out.null();
  } else {
    out.value(next);
  }
  return out.end_object().take();
}

}  // namespace frontdesk::api
