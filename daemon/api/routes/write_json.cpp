#include "api/routes/write_json.h"

#include "base/bytes.h"
#include "base/text.h"
#include "domain/profile/words.h"

namespace frontdesk::api {

namespace {

void write_text_or_null(json::Writer& out, std::string_view name, std::string_view text) {
  out.key(name);
  if (text.empty()) {
    out.null();
  } else {
    out.value(text);
  }
}

void write_named(json::Writer& out, std::string_view name, std::int64_t id, std::string_view display_name) {
  out.key(name).begin_object().member("id", std::to_string(id)).member("display_name", display_name).end_object();
}

void write_roles(json::Writer& out, desk::Roles roles) {
  out.key("roles").begin_array();
  for (const desk::Role role : desk::kEveryRole) {
    if (roles.has(role)) out.value(desk::to_text(role));
  }
  out.end_array();
}

void write_row_clock(json::Writer& out, const std::optional<desk::ClockRow>& clock) {
  out.key("clock");
  if (!clock) {
    out.null();
    return;
  }
  out.begin_object().member("kind", domain::to_text(clock->kind)).member("state", domain::to_text(clock->state));
  write_time(out, "due_at", clock->due_at);
  write_time(out, "started_at", clock->started_at);
  out.end_object();
}

void write_row_members(json::Writer& out, const desk::TicketRow& row) {
  out.member("id", to_text(row.id)).member("number", row.number).member("version", row.version);
  out.member("subject", row.subject.text()).member("state", domain::to_text(row.state));
  out.member("priority", domain::to_text(row.priority)).member("type", domain::to_text(row.type));
  write_text_or_null(out, "phase", domain::to_text(row.phase));
  out.member("topic", row.topic);
  out.key("channel").begin_object().member("id", to_text(row.channel)).member("name", row.channel_name);
  out.member("plugin", row.channel_plugin).end_object();
  out.key("customer").begin_object().member("id", to_text(row.customer)).member("number", row.customer_number);
  out.member("name", row.customer_name.text()).end_object();
  if (row.owner) {
    write_named(out, "owner", row.owner->id.raw(), row.owner->display_name);
  } else {
    out.key("owner").null();
  }
  write_time(out, "created_at", row.created_at);
  write_time(out, "updated_at", row.updated_at);
  write_time(out, "last_message_at", row.last_message_at);
  out.member("preview", row.preview.text()).member("message_count", row.message_count);
  out.member("attachment_count", row.attachment_count).member("unread", row.unread);
  write_row_clock(out, row.clock);
}

// What the trail keeps as text is JSON, unless it was cut for its length.
void write_json_text(json::Writer& out, std::string_view name, const std::string& content) {
  if (content.empty()) {
    out.key(name).null();
  } else if (json::parse(content).value) {
    out.key(name).raw(content);
  } else {
    out.member(name, content);
  }
}

void write_delivery(json::Writer& out, const std::optional<desk::DeliveryView>& delivery) {
  out.key("delivery");
  if (!delivery) {
    out.null();
    return;
  }
  out.begin_object().member("state", domain::to_text(delivery->state)).member("reason", delivery->reason);
  out.member("attempts", delivery->attempts);
  write_time(out, "next_attempt_at", delivery->next_attempt_at);
  out.end_object();
}

}  // namespace

void write_time(json::Writer& out, std::string_view name, Micros at) {
  out.key(name);
  if (at.is_set() && at < domain::kNeverDue) {
    out.value(to_rfc3339(at));
  } else {
    out.null();
  }
}

void write_user(json::Writer& out, const desk::UserView& user) {
  out.begin_object().member("id", to_text(user.id)).member("name", user.name).member("display_name", user.display_name);
  write_roles(out, user.roles);
  out.member("language", user.language).member("theme", user.theme).member("disabled", user.disabled);
  write_time(out, "created_at", user.created_at);
  out.member("version", user.version).end_object();
}

void write_ticket_row(json::Writer& out, const desk::TicketRow& row) {
  out.begin_object();
  write_row_members(out, row);
  out.end_object();
}

void write_ticket(json::Writer& out, const desk::TicketDetail& ticket) {
  out.begin_object();
  write_row_members(out, ticket.row);
  out.key("clocks").begin_array();
  for (const domain::ServiceClock& clock : ticket.clocks) {
    out.begin_object().member("id", to_text(clock.id)).member("kind", domain::to_text(clock.kind));
    out.member("state", domain::to_text(clock.state));
    write_time(out, "started_at", clock.started_at);
    write_time(out, "due_at", clock.due_at);
    write_time(out, "met_at", clock.met_at);
    write_time(out, "breached_at", clock.breached_at);
    out.end_object();
  }
  out.end_array().member("round", ticket.row.round).key("identities").begin_array();
  for (const desk::IdentityView& identity : ticket.identities)
    out.begin_object()
        .member("kind", domain::to_text(identity.kind))
        .member("display", identity.display.text())
        .end_object();
  out.end_array().key("reply_to");
  if (ticket.reply_to) {
    out.begin_object().member("display", ticket.reply_to->text()).end_object();
  } else {
    out.null();
  }
  const desk::Permissions& can = ticket.can;
  out.key("can").begin_object().member("reply", can.reply).member("note", can.note).member("assign", can.assign);
  out.member("assign_others", can.assign_others);
  out.member("claim", can.claim).member("resolve", can.resolve).member("reopen", can.reopen);
  out.member("classify", can.classify).end_object();
  out.member("unreadable", ticket.row.unreadable).end_object();
}

void write_message(json::Writer& out, const desk::MessageView& message) {
  out.begin_object().member("id", to_text(message.id)).member("ticket_id", to_text(message.ticket));
  out.member("kind", domain::to_text(message.kind));
  out.key("author")
      .begin_object()
      .member("name", message.author.text())
      .member("role", message.author_role)
      .end_object();
  write_time(out, "created_at", message.created_at);
  write_time(out, "sent_at", message.sent_at);
  out.member("text", message.text.text()).member("quoted", message.quoted.text());
  out.member("has_html", message.has_html).member("has_remote_images", message.has_remote_images);
  write_delivery(out, message.delivery);
  out.key("attachments").begin_array();
  for (const desk::AttachmentView& attachment : message.attachments) {
    out.begin_object().member("id", to_text(attachment.id)).member("name", attachment.name.text());
    out.member("mime", attachment.mime).member("size", attachment.size).member("inline", attachment.is_inline);
    out.end_object();
  }
  out.end_array().member("automatic", message.automatic).member("unreadable", message.unreadable).key("event");
  if (message.event_json.empty()) {
    out.null();
  } else {
    out.raw(message.event_json);
  }
  out.end_object();
}

void write_channel(json::Writer& out, const desk::ChannelView& channel) {
  out.begin_object().member("id", to_text(channel.id)).member("plugin", channel.plugin).member("name", channel.name);
  out.member("enabled", channel.enabled).member("state", desk::to_text(channel.state)).key("reason");
  if (channel.reason_code.empty()) {
    out.null();
  } else {
    out.begin_object().member("code", channel.reason_code).member("text", channel.reason_text).end_object();
  }
  write_time(out, "last_success_at", channel.last_success_at);
  write_time(out, "next_poll_at", channel.next_poll_at);
  write_time(out, "activated_at", channel.activated_at);
  out.member("config", channel.config).member("version", channel.version);
  out.key("counters").begin_object().member("received", channel.received).member("pending", channel.pending);
  out.member("failed", channel.failed).member("outbox", channel.outbox).end_object();
  out.end_object();
}

void write_ledger_row(json::Writer& out, const desk::LedgerRow& row) {
  out.begin_object().member("id", to_text(row.id)).member("dedup_key", row.dedup_key);
  write_time(out, "received_at", row.received_at);
  out.member("fate", row.fate).key("ticket");
  if (row.ticket.is_set()) {
    out.begin_object().member("id", to_text(row.ticket)).member("number", row.ticket_number).end_object();
  } else {
    out.null();
  }
  out.member("reason", row.reason).end_object();
}

void write_check(json::Writer& out, const desk::CheckOutcome& outcome) {
  out.begin_object().member("ok", outcome.ok).key("steps").begin_array();
  for (const desk::CheckStep& step : outcome.steps) {
    out.begin_object().member("name", step.name).member("state", step.state).member("code", step.code);
    out.member("text", step.text).end_object();
  }
  out.end_array().end_object();
}

void write_plugin(json::Writer& out, const desk::PluginView& view) {
  const desk::PluginDescription& plugin = view.installed;
  out.begin_object().member("id", plugin.id).member("version", plugin.version);
  out.member("names", plugin.manifest.get("name")).member("descriptions", plugin.manifest.get("description"));
  for (const char* member : {"capabilities", "receive", "config_schema"})
    out.member(member, plugin.manifest.get(member));
  out.member("path", plugin.path).member("library_sha256", plugin.library_sha256).key("approval").begin_object();
  out.member("state", desk::to_text(view.trust)).member("library_sha256", view.approved_library_sha256);
  out.member("version", view.approved_version);
  write_time(out, "approved_at", view.approved_at);
  out.end_object().end_object();
}

void write_audit_record(json::Writer& out, const desk::AuditEntry& entry) {
  const audit::Record& record = entry.record;
  const audit::Act& act = record.act;
  out.begin_object().member("seq", std::to_string(record.seq));
  write_time(out, "at", record.at);
  out.key("actor").begin_object().member("kind", audit::to_text(act.actor_kind));
  out.member("id", std::to_string(act.actor_id)).member("name", act.actor_name);
  out.key("roles").begin_array();
  if (!act.role.empty()) {
    for (const std::string_view role : text::split(act.role, ',')) out.value(role);
  }
  out.end_array().end_object();
  out.member("action", act.action).key("object").begin_object().member("type", act.object_type);
  out.member("id", std::to_string(act.object_id)).member("number", entry.number).end_object();
  out.member("ip", act.address).member("request_id", act.request_id);
  out.member("run", std::to_string(record.run)).member("policy", record.policy).member("reason", act.reason);
  write_json_text(out, "before", act.before);
  write_json_text(out, "after", act.after);
  out.member("result", act.result).member("redacted", record.redacted).end_object();
}

}  // namespace frontdesk::api
