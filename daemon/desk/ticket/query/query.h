// TicketQuery: what agents look at — lists, one ticket, its messages, counters. Masked text only; reading changes
// nothing. Rights were checked before (use_case/table.h). Thread rule: any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "desk/account/user.h"
#include "desk/actor.h"
#include "desk/page.h"
#include "desk/people/people.h"
#include "desk/use_case/ticket_link.h"
#include "domain/clock/service_clock.h"
#include "domain/ticket/state.h"
#include "privacy/text_types.h"

namespace frontdesk::privacy {
class Vault;
}
namespace frontdesk::storage {
enum class LastBy : std::int64_t;
class ReadTx;
class Store;
}  // namespace frontdesk::storage

namespace frontdesk::desk {

enum class TicketView { kOpen, kMine, kUnassigned, kOverdue, kResolved, kClosed, kAll };
enum class TicketOrder { kDue, kUpdated, kCreated };
struct TicketFilter {
  TicketView view = TicketView::kOpen;
  TicketOrder order = TicketOrder::kDue;
  std::optional<domain::Priority> priority;
  std::optional<domain::TicketType> type;
  std::optional<domain::Phase> phase;
  std::optional<ChannelId> channel;
  std::optional<UserId> owner;
  std::optional<CustomerId> customer;
  std::optional<Micros>
      since;  ///< came at or after; with it, or with an owner, lists of solved tickets come newest first
  std::optional<Micros> until;  ///< came before
  std::string text;             ///< search; when set, the order is newest hit first
  std::size_t limit = 50;       ///< 1..200
  std::string after;            ///< cursor of the previous page; kInvalid when it is not one of ours
};

/// A piece of masked text; `hit`: it is what was searched for.
struct TextPiece {
  std::string text;
  bool hit = false;
};

struct SearchHit {
  MessageId message;
  std::vector<TextPiece> excerpt;
};

struct ClockRow {
  domain::ClockKind kind{};
  domain::ClockState state{};
  Micros due_at;
  Micros started_at;
};

struct TicketRow {
  TicketId id;
  std::string number;
  std::int64_t version = 0;
  privacy::MaskedText subject;
  privacy::MaskedText excerpt;  ///< how the last message begins that the customer wrote or can read
  storage::LastBy last_by{};
  std::string last_user_name;  ///< kColleague: who; empty when it was written elsewhere
  domain::TicketState state{};
  domain::Priority priority{};
  domain::TicketType type{};
  domain::Phase phase{};
  std::string topic;
  ChannelId channel;
  std::string channel_name;
  std::string channel_plugin;
  CustomerId customer;
  std::string customer_number;
  privacy::MaskedText customer_name;
  std::optional<NamedUser> owner;
  Micros created_at;
  Micros updated_at;
  Micros last_message_at;
  std::int64_t message_count = 0;
  std::int64_t attachment_count = 0;
  bool unread = false;  ///< by the one who asks
  bool unreadable = false;
  std::optional<ClockRow> clock;  ///< the owed clock that is due first
  std::int64_t round = 1;
  std::optional<SearchHit> hit;  ///< of a search: set where a message holds the words
};

/// How many tickets a search found.
struct FoundCount {
  std::int64_t count = 0;
  bool more = false;  ///< there are more; counting stopped
};

struct TicketPage : Page<TicketRow> {
  std::optional<FoundCount> found;  ///< on the first page of a search
};

/// A ticket of the same customer, as it stands beside another.
struct OtherTicket {
  TicketId id;
  std::string number;
  privacy::MaskedText subject;
  domain::TicketState state{};
  Micros created_at;
};

struct IdentityView {
  domain::IdentityKind kind{};
  privacy::MaskedText display;
};

struct TicketDetail {
  TicketRow row;
  std::vector<domain::ServiceClock> clocks;
  std::vector<IdentityView> identities;
  std::optional<TicketLink> merged_into;        ///< of a merged ticket: the one that it is part of today
  std::optional<privacy::MaskedText> reply_to;  ///< nullopt: nobody to write to
  std::vector<std::string_view> can;            ///< names of the use cases that the actor may carry out on it now
};

struct AttachmentView {
  AttachmentId id;
  privacy::MaskedText name;
  std::string mime;
  std::int64_t size = 0;
  bool is_inline = false;
  Micros damaged_since;  ///< not set: the file is whole
};

struct DeliveryView {
  domain::Delivery state{};
  std::string reason;
  std::int64_t attempts = 0;
  Micros next_attempt_at;
};

/// One of a message's people; the reference names it as a recipient.
struct MessagePerson {
  PersonRef ref;
  MaskedPerson person;
};

struct MessageView {
  MessageId id;
  TicketId ticket;
  domain::MessageKind kind{};
  privacy::MaskedText author;
  privacy::MaskedText author_address;  ///< empty for staff and the system
  std::string author_role;             ///< customer, server, agent, system
  bool elsewhere = false;              ///< of our side, written in another program
  Micros created_at;
  Micros sent_at;
  privacy::MaskedText text;
  privacy::MaskedText quoted;
  bool has_html = false;
  bool has_remote_images = false;
  bool html_holds_more = false;  ///< words that the text does not have: show the HTML first
  std::optional<DeliveryView> delivery;
  std::vector<AttachmentView> attachments;
  Micros damaged_since;               ///< of its original; not set: that is whole
  std::vector<MessagePerson> people;  ///< whom it names beside its author
  bool aside = false;                 ///< ours, to others than the customer
  bool automatic = false;
  bool unreadable = false;
  std::string event_json;  ///< kind system: {"kind","from","to"}; empty otherwise
};

using MessagePage = Page<MessageView>;

struct TicketCounters {
  std::int64_t open = 0, mine = 0, unassigned = 0, overdue = 0, resolved = 0, closed = 0, all = 0;
  std::int64_t mine_unread = 0;  ///< of mine, those with something new to me
  std::int64_t in_doubt = 0;     ///< replies that may have been sent, counted up to 1,000
};

class TicketQuery {
 public:
  /// `vault` makes the keyed hashes by which phones, addresses and order numbers are found.
  TicketQuery(storage::Store& store, const privacy::Vault& vault, const Clock& clock)
      : store_(store), vault_(vault), clock_(clock) {}

  Result<TicketPage> list(const Actor& actor, const TicketFilter& filter) const;
  Result<TicketCounters> counters(const Actor& actor) const;
  /// `id_or_number`: decimal id or ticket number.
  Result<TicketDetail> find(const Actor& actor, const std::string& id_or_number) const;
  /// The customer's other tickets, the newest ten.
  Result<Page<OtherTicket>> others(TicketId ticket) const;
  /// Oldest first.
  Result<MessagePage> messages(TicketId ticket, std::size_t limit, const std::string& after) const;
  Result<MessageView> message(MessageId id) const;
  /// Sanitised and masked HTML; kNotFound when the message has none.
  Result<privacy::MaskedText> html_body(MessageId id) const;

 private:
  Result<TicketPage> search(const Actor& actor, const TicketFilter& filter) const;

  storage::Store& store_;
  const privacy::Vault& vault_;
  const Clock& clock_;
};

}  // namespace frontdesk::desk
