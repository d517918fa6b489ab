// Filing of messages: of a new ticket, or one more of a known one.
#include <frontdesk/json.h>

#include <algorithm>

#include "desk/inbound/filing/customer.h"
#include "desk/inbound/filing/filing.h"
#include "desk/inbound/filing/stored.h"
#include "desk/inbound/filing/unread_before.h"
#include "desk/inbound/mail_facts.h"
#include "desk/inbound/rendition.h"
#include "desk/inbound/thread_finder.h"
#include "desk/outbound/later_news.h"
#include "desk/outbound/routing.h"
#include "desk/ticket/book.h"
#include "domain/profile/words.h"
#include "privacy/masker.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/search/identifier_index.h"
#include "storage/search/index.h"
#include "storage/tables/customer.h"
#include "storage/tables/message.h"
#include "storage/traffic/journal.h"
#include "storage/traffic/read_again.h"

namespace frontdesk::desk {
namespace {

using domain::TicketState;
using storage::Fate;
using storage::TicketRecord;

/// Files one item; holds what its steps share.
class Filing {
 public:
  Filing(Context& context, storage::Tx& tx, const Rendition& rendition, bool is_in_journal)
      : context_(context),
        tx_(tx),
        rendition_(rendition),
        is_in_journal_(is_in_journal),
        actor_(Actor::plugin(rendition.channel)),
        book_(context, tx, actor_) {}

  Result<void> run();

 private:
  [[nodiscard]] const InboundItem& item() const { return rendition_.source.item; }
  Result<bool> adds_nothing(std::int64_t revision);
  [[nodiscard]] bool is_read_again() const { return unread_before_ && unread_before_->ticket.is_set(); }
  Result<void> find_place_again();
  Result<void> find_place();
  [[nodiscard]] Micros received_at() const;
  void start_missing_clocks(OpenTicket& ticket);
  Result<void> join(TicketId id, bool reopen);
  Result<void> start(TicketId follow_up_of);
  Result<void> keep_conversation();
  Result<void> insert_message();
  Result<void> settle_answered();
  Result<void> tell_of_quoted();
  Result<void> tell_of_twin();
  Result<void> tell_both(TicketId other, const char* own_kind, const char* other_kind);
  Result<void> tell_facts();
  Result<void> index();
  Result<void> record(const char* action);

  Context& context_;
  storage::Tx& tx_;
  const Rendition& rendition_;
  const bool is_in_journal_;
  const Actor actor_;
  TicketBook book_;
  CustomerId customer_;
  TicketRecord ticket_;
  FoundThread thread_;
  std::optional<UnreadBefore> unread_before_;
  ConversationId conversation_;
  Fate fate_ = Fate::kTicket;
};

Result<void> Filing::run() {
  auto revision = storage::pending_revision(tx_, rendition_.journal);
  if (!revision) return std::move(revision).error();
  if (!*revision) return {};
  auto nothing = adds_nothing(**revision);
  if (!nothing) return std::move(nothing).error();
  if (*nothing) return {};
  auto customer = customer_of(context_, tx_, rendition_);
  if (!customer) return std::move(customer).error();
  customer_ = *customer;
  FD_TRY(find_place());
  FD_TRY(settle_answered());
  FD_TRY(index());
  const bool is_unread = rendition_.is_incomplete || item().unreadable;
  FD_TRY(storage::settle(tx_, rendition_.journal, fate_, ticket_.id, rendition_.message, rendition_.reason.text(),
                         context_.clock.now(), is_unread ? storage::Payload::kKeep : storage::Payload::kErase));
  if (!unread_before_ || unread_before_->is_this_row || item().unreadable) return {};
  return storage::note_read_at_last(tx_, unread_before_->row, ticket_.id, rendition_.message, context_.clock.now());
}

/// The first content of a key stands, what comes later is kept in the journal; only words take the place of "could not
/// be read".
Result<bool> Filing::adds_nothing(std::int64_t revision) {
  auto before = find_unread_before(tx_, rendition_.journal, revision);
  if (!before) return std::move(before).error();
  unread_before_ = *before;
  const Micros now = context_.clock.now();
  if (revision == 0) {
    if (!is_read_again() || !item().unreadable) return false;
    FD_TRY(storage::settle(tx_, rendition_.journal, unread_before_->opened_ticket ? Fate::kTicket : Fate::kFollowUp,
                           unread_before_->ticket, unread_before_->message, rendition_.reason.text(), now,
                           storage::Payload::kKeep));
    return true;
  }
  if (unread_before_ && (!is_read_again() || !item().unreadable)) return false;
  if (!is_in_journal_) return Error{ErrorCode::kInternal, "other content of a known key is kept in the journal"};
  auto first = storage::first_revision(tx_, rendition_.journal);
  if (!first) return std::move(first).error();
  const storage::KnownItem known = first->value_or(storage::KnownItem{});
  FD_TRY(storage::settle(tx_, rendition_.journal, Fate::kDuplicate, known.ticket, known.message,
                         "known already, with other content", now, storage::Payload::kKeep));
  return true;
}

Result<void> Filing::find_place() {
  auto thread = find_thread(context_, tx_, rendition_.channel, customer_, item());
  if (!thread) return std::move(thread).error();
  thread_ = std::move(*thread);
  if (is_read_again()) return find_place_again();
  if (!thread_.ticket.is_set()) return start(TicketId{});
  switch (domain::on_inbound(thread_.state)) {
    case domain::OnInbound::kStay: return join(thread_.ticket, false);
    case domain::OnInbound::kReopen: return join(thread_.ticket, !item().owes_nothing());
    case domain::OnInbound::kNewFollowUp: return start(thread_.ticket);
    case domain::OnInbound::kNewTicket: break;
  }
  return start(TicketId{});
}

/// What can be read at last keeps its ticket; one that was settled without its words is open again, one that is closed
/// is followed up. A conversation that goes on in another ticket stays there, and both name the other.
Result<void> Filing::find_place_again() {
  auto ticket = storage::load_ticket(tx_, unread_before_->ticket);
  if (!ticket) return std::move(ticket).error();
  const TicketId elsewhere = thread_.ticket == ticket->id ? TicketId{} : thread_.ticket;
  if (elsewhere.is_set()) thread_.conversation.reset();
  const auto action = domain::on_inbound(ticket->state);
  if (action == domain::OnInbound::kNewFollowUp) return start(ticket->id);
  FD_TRY(join(ticket->id, action == domain::OnInbound::kReopen && !item().owes_nothing()));
  return elsewhere.is_set() ? tell_both(elsewhere, "quotes", "quoted") : Result<void>();
}

Result<void> Filing::start(TicketId follow_up_of) {
  const domain::Profile& profile = *context_.profile;
  CalendarDay day;
  auto sequence = next_number_of_day(context_, tx_, "ticket", day);
  if (!sequence) return std::move(sequence).error();
  const Micros now = context_.clock.now();
  ticket_.id = context_.ids.next<TicketId>();
  ticket_.number = domain::ticket_number(profile.number_prefix, day.year, day.month, day.day, *sequence);
  ticket_.state = TicketState::kNew;
  ticket_.type = rendition_.type;
  ticket_.priority = item().automatic ? domain::Priority::kP3 : profile.priority_for(ticket_.type);
  ticket_.channel = rendition_.channel;
  ticket_.customer = customer_;
  ticket_.subject_masked = rendition_.subject.text();
  ticket_.preview_masked = rendition_.preview.text();
  ticket_.received_at = received_at();
  ticket_.created_at = ticket_.updated_at = ticket_.last_message_at = now;
  ticket_.message_count = 1;
  ticket_.attachment_count = static_cast<std::int64_t>(rendition_.attachments.size());
  ticket_.unreadable = item().unreadable;
  // Machine mail and imported old mail owe nobody an answer: no clock runs, and that is the stated reason (domain.md,
  // invariant 2).
  auto clocks = item().owes_nothing()
                    ? std::vector<domain::ServiceClock>{}
                    : domain::start_clocks(profile, ticket_.type, ticket_.priority, ticket_.round, ticket_.received_at);
  FD_TRY(book_.add(ticket_, clocks));
  FD_TRY(keep_conversation());
  FD_TRY(insert_message());
  if (follow_up_of.is_set()) {
    OpenTicket opened{.before = ticket_, .now = ticket_, .clocks = {}};
    FD_TRY(book_.tell(opened, "follow_up", to_text(follow_up_of), ticket_.number));
  }
  FD_TRY(tell_of_quoted());
  FD_TRY(tell_of_twin());
  return record("ticket.create");
}

/// Who answers a reply of ours has it: where its fate was unknown, it is known now.
Result<void> Filing::settle_answered() {
  if (item().automatic) return {};
  constexpr std::size_t kMostParents = 20;
  for (std::size_t i = 0; i < item().parent_keys.size() && i < kMostParents; ++i) {
    auto found = find_message(context_, tx_, rendition_.channel, item().parent_keys[i]);
    if (!found) return std::move(found).error();
    if (!*found || !(*found)->is_ours) continue;
    FD_TRY(settle_unknown(context_, tx_, actor_, (*found)->message, NewsSource::kAnswer));
  }
  return {};
}

/// Both tickets name the other: an agent decides whether they belong together.
Result<void> Filing::tell_of_quoted() {
  if (!thread_.quoted.is_set()) return {};
  return tell_both(thread_.quoted, "quotes", "quoted");
}

/// One mail to two of our addresses comes in by each: two tickets that name each other, so that one answer is given.
Result<void> Filing::tell_of_twin() {
  if (item().message_key.empty()) return {};
  auto twin = storage::find_reference_elsewhere(tx_, rendition_.channel,
                                                reference_index(context_.vault, item().message_key), customer_);
  if (!twin) return std::move(twin).error();
  if (!*twin || (*twin)->ticket == ticket_.id) return {};
  return tell_both((*twin)->ticket, "same_mail", "same_mail");
}

Result<void> Filing::tell_both(TicketId id, const char* own_kind, const char* other_kind) {
  auto loaded = storage::load_ticket(tx_, id);
  if (!loaded) return std::move(loaded).error();
  OpenTicket own{.before = ticket_, .now = ticket_, .clocks = {}};
  FD_TRY(book_.tell(own, own_kind, to_text(loaded->id), loaded->number));
  OpenTicket other{.before = *loaded, .now = *loaded, .clocks = {}};
  return book_.tell(other, other_kind, to_text(ticket_.id), ticket_.number);
}

/// A clock never begins in the future, whatever the sender's clock says.
Micros Filing::received_at() const {
  const Micros now = context_.clock.now();
  return item().received_at != 0 ? std::min(Micros{item().received_at}, now) : now;
}

/// A ticket born from machine mail owed nobody an answer until now (domain.md, invariant 2).
void Filing::start_missing_clocks(OpenTicket& ticket) {
  const auto is_of_round = [&](const domain::ServiceClock& clock) { return clock.round == ticket.now.round; };
  if (std::any_of(ticket.clocks.begin(), ticket.clocks.end(), is_of_round)) return;
  const auto clocks =
      domain::start_clocks(*context_.profile, ticket.now.type, ticket.now.priority, ticket.now.round, received_at());
  ticket.clocks.insert(ticket.clocks.end(), clocks.begin(), clocks.end());
  ticket.clocks_changed = true;
}

Result<void> Filing::join(TicketId id, bool reopen) {
  const bool takes_over = is_read_again() && unread_before_->opened_ticket;
  fate_ = takes_over && unread_before_->is_this_row ? Fate::kTicket : Fate::kFollowUp;
  auto opened = book_.open(id);
  if (!opened) return std::move(opened).error();
  OpenTicket& ticket = *opened;
  const Micros now = context_.clock.now();
  ticket.now.message_count += 1;
  ticket.now.attachment_count += static_cast<std::int64_t>(rendition_.attachments.size());
  ticket.now.last_message_at = now;
  ticket.now.unread = true;
  ticket.now.preview_masked = rendition_.preview.text();
  if (is_read_again()) {
    ticket.now.unreadable = false;
    FD_TRY(book_.tell(ticket, "read_again", "", ""));
    if (takes_over) FD_TRY(take_over(context_, tx_, book_, rendition_, customer_, ticket));
  }
  if (ticket.now.state == TicketState::kWaitingCustomer && !item().owes_nothing())
    ticket.now.state = TicketState::kOpen;
  if (customer_ != ticket.now.customer && !item().is_server_report())
    FD_TRY(book_.tell(ticket, "other_sender", "", rendition_.identity_masked.text()));
  ticket_ = ticket.now;
  FD_TRY(keep_conversation());
  FD_TRY(insert_message());
  if (reopen) {
    ticket.now.state = TicketState::kOpen;
    ticket.now.round += 1;
    domain::start_next_round(*context_.profile, ticket.clocks, ticket.now.type, ticket.now.priority, ticket.now.round,
                             received_at());
    ticket.clocks_changed = true;
    FD_TRY(book_.tell(ticket, "reopened", "", std::to_string(ticket.now.round)));
  } else if (!item().owes_nothing()) {
    start_missing_clocks(ticket);
  }
  FD_TRY(book_.save(ticket, reopen ? "reopened" : "message"));
  return record("message.in");
}

Result<void> Filing::keep_conversation() {
  auto key = context_.keys.key_for_writing(tx_, privacy::KeyScope::kCustomer, customer_.raw(), context_.clock.now());
  if (!key) return std::move(key).error();
  const auto seal = [&](const Routing& routing, ConversationId id) {
    return context_.vault.seal(*key, {"conversation", "key_sealed", id.raw()}, as_bytes(encode_routing(routing)));
  };
  if (thread_.conversation) {
    conversation_ = thread_.conversation->id;
    auto clear = context_.keys.open_text(tx_, {"conversation", "key_sealed", conversation_.raw()},
                                         thread_.conversation->key_sealed);
    if (!clear) return std::move(clear).error();
    auto routing = decode_routing(clear->reveal());
    if (!routing) return std::move(routing).error();
    add_reference(*routing, item().message_key);
    FD_TRY(storage::set_conversation_key(tx_, conversation_, seal(*routing, conversation_)));
    if (thread_.conversation->ticket == ticket_.id) return {};
    return storage::move_conversation(tx_, conversation_, ticket_.id);
  }
  conversation_ = context_.ids.next<ConversationId>();
  // Beside a conversation that goes on in another ticket (find_place_again) it is one of its own.
  const bool is_apart = thread_.ticket.is_set() && is_read_again() && thread_.ticket != ticket_.id;
  InboundItem keys;
  keys.dedup_key = item().ledger_key();
  if (!is_apart) keys.conversation_key = item().conversation_key;
  Routing routing{.conversation_key = item().conversation_key,
                  .recipient = rendition_.sender,
                  .recipient_name = item().author.display,
                  .subject = rendition_.subject_clear};
  for (auto parent = item().parent_keys.rbegin(); parent != item().parent_keys.rend(); ++parent)
    add_reference(routing, *parent);
  add_reference(routing, item().message_key);
  return storage::insert_conversation(tx_, {.id = conversation_,
                                            .channel = rendition_.channel,
                                            .key_index = conversation_index(context_.vault, keys, customer_),
                                            .platform_index = platform_index(context_.vault, keys),
                                            .key_sealed = seal(routing, conversation_),
                                            .ticket = ticket_.id,
                                            .customer = customer_,
                                            .created_at = context_.clock.now()});
}

Result<void> Filing::insert_message() {
  storage::MessageRecord place;
  place.ticket = ticket_.id;
  place.kind = domain::MessageKind::kInbound;
  place.conversation = conversation_;
  if (item().is_server_report()) place.author_kind = storage::AuthorKind::kServer;
  FD_TRY(store_rendition(context_, tx_, rendition_, std::move(place)));
  return tell_facts();
}

Result<void> Filing::tell_facts() {
  OpenTicket opened{.before = ticket_, .now = ticket_, .clocks = {}};
  for (const MailFact& fact : facts_of(item(), context_.masker)) {
    FD_TRY(book_.tell(opened, fact.kind, "", fact.detail));
  }
  return {};
}

Result<void> Filing::index() {
  const bool first = fate_ == Fate::kTicket || (is_read_again() && unread_before_->opened_ticket);
  FD_TRY(index_rendition(tx_, rendition_, ticket_.id, first));
  const bool is_found_by_address = rendition_.identity_kind == domain::IdentityKind::kPhone ||
                                   rendition_.identity_kind == domain::IdentityKind::kEmail;
  if (!first || !is_found_by_address || rendition_.identity_index.empty()) return {};
  const auto kind =
      rendition_.identity_kind == domain::IdentityKind::kPhone ? IdentifierKind::kPhone : IdentifierKind::kEmail;
  return storage::put_identifier(tx_, static_cast<int>(kind), rendition_.identity_index, ticket_.id);
}

Result<void> Filing::record(const char* action) {
  json::Writer after;
  after.begin_object()
      .member("number", ticket_.number)
      .member("message", to_text(rendition_.message))
      .member("channel", to_text(rendition_.channel))
      .member("type", domain::to_text(ticket_.type))
      .member("priority", domain::to_text(ticket_.priority))
      .end_object();
  return book_.record(
      {.action = action, .object_id = ticket_.id.raw(), .reason = {}, .before = {}, .after = after.take()});
}

/// Only what is needed to find the ticket and its customer: everything else may be what cannot be worked on.
JournalItem without_content(JournalItem from, const char* reason) {
  InboundItem& item = from.item;
  item.unreadable = true;
  item.unreadable_reason = reason;
  item.receipt.reset();
  for (std::string* text : {&item.author.display, &item.subject}) text->clear();
  item.parts.clear();
  item.refs.clear();
  for (sdk::Attachment& attachment : item.attachments) attachment.name = "attachment";
  return from;
}

}  // namespace

storage::Store::Unit file_message(Context& context, FilingTask task) {
  const IntakeBacklog::Item& entry = *task.entry;
  if (entry.item.item.is_ours()) return file_own_message(context, std::move(task));
  JournalItem source = task.giving_up != nullptr ? without_content(entry.item, task.giving_up) : entry.item;
  auto rendition =
      std::make_shared<Rendition>(work_out(context, entry.journal, entry.channel, entry.key, std::move(source)));
  rendition->is_incomplete |= task.giving_up != nullptr;
  if (rendition->is_incomplete && !task.is_in_journal) {
    return [](storage::Tx&) { return Result<void>(Error{ErrorCode::kInternal, "an item could not be worked out"}); };
  }
  return [&context, rendition, is_in_journal = task.is_in_journal](storage::Tx& tx) {
    return Filing(context, tx, *rendition, is_in_journal).run();
  };
}

}  // namespace frontdesk::desk
