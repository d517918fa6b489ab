// How tickets and messages are shown outside. Texts of customers are masked.
#pragma once

#include <array>

#include <frontdesk/json.h>

#include "desk/ticket/query/query.h"
#include "desk/use_case/ticket_link.h"
#include "desk/use_case/view.h"

namespace frontdesk::desk {

/// Of the object shown, for X-Ticket-Version; 0 for what has none.
template <class T>
std::int64_t version_of(const T&) {
  return 0;
}
inline std::int64_t version_of(const TicketDetail& ticket) { return ticket.row.version; }

template <>
struct View<NamedUser> {
  static constexpr std::string_view kName = "NamedUser";
  static constexpr std::string_view kPageName = "PersonPage";
  template <class V>
  static void describe(V& v, const NamedUser& user) {
    v.id("id", user.id);
    v.text("display_name", user.display_name);
  }
};

template <>
struct View<ClockRow> {
  static constexpr std::string_view kName = "RowClock";
  template <class V>
  static void describe(V& v, const ClockRow& clock) {
    v.word("kind", clock.kind);
    v.word("state", clock.state);
    v.time("due_at", clock.due_at);
    v.time("started_at", clock.started_at);
  }
};

template <>
struct View<domain::ServiceClock> {
  static constexpr std::string_view kName = "Clock";
  template <class V>
  static void describe(V& v, const domain::ServiceClock& clock) {
    v.id("id", clock.id);
    v.word("kind", clock.kind);
    v.word("state", clock.state);
    v.time("started_at", clock.started_at);
    v.time("due_at", clock.due_at);
    v.time("met_at", clock.met_at);
    v.time("breached_at", clock.breached_at);
  }
};

struct TicketChannelView {
  const TicketRow& row;
};
struct TicketCustomerView {
  const TicketRow& row;
};

template <>
struct View<TicketChannelView> {
  static constexpr std::string_view kName = "TicketChannel";
  template <class V>
  static void describe(V& v, const TicketChannelView& of) {
    v.id("id", of.row.channel);
    v.text("name", of.row.channel_name);
    v.text("plugin", of.row.channel_plugin);
  }
};

template <>
struct View<TicketCustomerView> {
  static constexpr std::string_view kName = "TicketCustomer";
  template <class V>
  static void describe(V& v, const TicketCustomerView& of) {
    v.id("id", of.row.customer);
    v.text("number", of.row.customer_number);
    v.text("name", of.row.customer_name.text());
  }
};

struct LastMessageView {
  const TicketRow& row;
};

template <>
struct View<LastMessageView> {
  static constexpr std::string_view kName = "LastMessage";
  static constexpr std::array<std::string_view, 4> kAuthors{"customer", "agent", "server", "automatic"};
  template <class V>
  static void describe(V& v, const LastMessageView& of) {
    v.text("text", of.row.excerpt.text());
    v.one_of("by", kAuthors, kAuthors[(static_cast<std::size_t>(of.row.last_by) - 1) % kAuthors.size()]);
    v.text("name", of.row.last_user_name);
  }
};

template <>
struct View<TextPiece> {
  static constexpr std::string_view kName = "TextPiece";
  template <class V>
  static void describe(V& v, const TextPiece& piece) {
    v.text("text", piece.text);
    v.flag("hit", piece.hit);
  }
};

template <>
struct View<SearchHit> {
  static constexpr std::string_view kName = "SearchHit";
  template <class V>
  static void describe(V& v, const SearchHit& hit) {
    v.id("message", hit.message);
    v.list("excerpt", hit.excerpt);
  }
};

template <>
struct View<TicketRow> {
  static constexpr std::string_view kName = "TicketRow";
  template <class V>
  static void describe(V& v, const TicketRow& row) {
    v.id("id", row.id);
    v.text("number", row.number);
    v.number("version", row.version);
    v.text("subject", row.subject.text());
    v.word("state", row.state);
    v.word("priority", row.priority);
    v.word("type", row.type);
    v.word_or_null("phase", row.phase);
    v.text("topic", row.topic);
    v.object("channel", TicketChannelView{row});
    v.object("customer", TicketCustomerView{row});
    v.optional("owner", row.owner);
    v.moment("created_at", row.created_at);
    v.moment("updated_at", row.updated_at);
    v.time("last_message_at", row.last_message_at);
    v.object("last_message", LastMessageView{row});
    v.number("message_count", row.message_count);
    v.number("attachment_count", row.attachment_count);
    v.flag("unread", row.unread);
    v.optional("clock", row.clock);
    v.optional("hit", row.hit);
  }
};

template <>
struct View<FoundCount> {
  static constexpr std::string_view kName = "FoundCount";
  template <class V>
  static void describe(V& v, const FoundCount& found) {
    v.number("count", found.count);
    v.flag("more", found.more);
  }
};

template <>
struct View<TicketPage> {
  static constexpr std::string_view kName = "TicketPage";
  template <class V>
  static void describe(V& v, const TicketPage& page) {
    v.list("items", page.items);
    v.text_or_null("next", page.next);
    v.optional("found", page.found);
  }
};

template <>
struct View<OtherTicket> {
  static constexpr std::string_view kName = "OtherTicket";
  static constexpr std::string_view kPageName = "OtherTicketPage";
  template <class V>
  static void describe(V& v, const OtherTicket& ticket) {
    v.id("id", ticket.id);
    v.text("number", ticket.number);
    v.text("subject", ticket.subject.text());
    v.word("state", ticket.state);
    v.moment("created_at", ticket.created_at);
  }
};

template <>
struct View<IdentityView> {
  static constexpr std::string_view kName = "Identity";
  template <class V>
  static void describe(V& v, const IdentityView& identity) {
    v.word("kind", identity.kind);
    v.text("display", identity.display.text());
  }
};

struct Recipient {
  privacy::MaskedText display;
};

template <>
struct View<Recipient> {
  static constexpr std::string_view kName = "Recipient";
  template <class V>
  static void describe(V& v, const Recipient& recipient) {
    v.text("display", recipient.display.text());
  }
};

template <>
struct View<TicketDetail> {
  static constexpr std::string_view kName = "Ticket";
  template <class V>
  static void describe(V& v, const TicketDetail& ticket) {
    v.members_of(ticket.row);
    v.list("clocks", ticket.clocks);
    v.number("round", ticket.row.round);
    v.list("identities", ticket.identities);
    v.optional("reply_to", ticket.reply_to ? std::optional(Recipient{*ticket.reply_to}) : std::nullopt);
    v.optional("merged_into", ticket.merged_into);
    v.words("can", "UseCaseName", ticket.can);
    v.flag("unreadable", ticket.row.unreadable);
  }
};

template <>
struct View<TicketCounters> {
  static constexpr std::string_view kName = "Counters";
  template <class V>
  static void describe(V& v, const TicketCounters& counters) {
    v.number("open", counters.open);
    v.number("mine", counters.mine);
    v.number("unassigned", counters.unassigned);
    v.number("overdue", counters.overdue);
    v.number("resolved", counters.resolved);
    v.number("closed", counters.closed);
    v.number("all", counters.all);
    v.number("mine_unread", counters.mine_unread);
    v.number("in_doubt", counters.in_doubt);
  }
};

template <>
struct View<DeliveryView> {
  static constexpr std::string_view kName = "Delivery";
  template <class V>
  static void describe(V& v, const DeliveryView& delivery) {
    v.word("state", delivery.state);
    v.text("reason", delivery.reason);
    v.number("attempts", delivery.attempts);
    v.time("next_attempt_at", delivery.next_attempt_at);
  }
};

template <>
struct View<AttachmentView> {
  static constexpr std::string_view kName = "Attachment";
  template <class V>
  static void describe(V& v, const AttachmentView& attachment) {
    v.id("id", attachment.id);
    v.text("name", attachment.name.text());
    v.text("mime", attachment.mime);
    v.number("size", attachment.size);
    v.flag("inline", attachment.is_inline);
    v.time("damaged_since", attachment.damaged_since);
  }
};

struct AuthorView {
  const MessageView& message;
};

template <>
struct View<AuthorView> {
  static constexpr std::string_view kName = "Author";
  static constexpr std::array<std::string_view, 4> kRoles{"customer", "server", "agent", "system"};
  template <class V>
  static void describe(V& v, const AuthorView& of) {
    v.text("name", of.message.author.text());
    v.text("address", of.message.author_address.text());
    v.one_of("role", kRoles, of.message.author_role);
  }
};

template <>
struct View<MessagePerson> {
  static constexpr std::string_view kName = "MessagePerson";
  static constexpr std::array<std::string_view, 4> kRoles{"to", "cc", "bcc", "reply_to"};
  template <class V>
  static void describe(V& v, const MessagePerson& of) {
    v.text("id", to_text(of.ref));
    v.one_of("role", kRoles, to_text(of.person.role));
    v.text("name", of.person.name.text());
    v.text("address", of.person.address.text());
    v.flag("failed", of.person.failed);
  }
};

template <>
struct View<MessageView> {
  static constexpr std::string_view kName = "Message";
  static constexpr std::string_view kPageName = "MessagePage";
  template <class V>
  static void describe(V& v, const MessageView& message) {
    v.id("id", message.id);
    v.id("ticket_id", message.ticket);
    v.word("kind", message.kind);
    v.object("author", AuthorView{message});
    v.moment("created_at", message.created_at);
    v.time("sent_at", message.sent_at);
    v.text("text", message.text.text());
    v.text("quoted", message.quoted.text());
    v.flag("has_html", message.has_html);
    v.flag("html_holds_more", message.html_holds_more);
    v.flag("has_remote_images", message.has_remote_images);
    v.optional("delivery", message.delivery);
    v.list("attachments", message.attachments);
    v.time("damaged_since", message.damaged_since);
    v.list("people", message.people);
    v.flag("aside", message.aside);
    v.flag("automatic", message.automatic);
    v.flag("unreadable", message.unreadable);
    v.flag("elsewhere", message.elsewhere);
    v.json_text("event", "TicketEvent", message.event_json);
  }
};

}  // namespace frontdesk::desk
