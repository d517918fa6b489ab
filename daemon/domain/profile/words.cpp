#include "domain/profile/words.h"

#include <span>
#include <vector>

namespace frontdesk::domain {
namespace {

template <class Enum>
struct Word {
  Enum value;
  std::string_view text;
};

constexpr Word<TicketState> kStates[] = {
    {TicketState::kNew, "new"},
    {TicketState::kOpen, "open"},
    {TicketState::kClarifying, "clarifying"},
    {TicketState::kWaitingCustomer, "waiting_customer"},
    {TicketState::kWaitingDepartment, "waiting_department"},
    {TicketState::kResolved, "resolved"},
    {TicketState::kConfirming, "confirming"},
    {TicketState::kClosed, "closed"},
    {TicketState::kArchived, "archived"},
    {TicketState::kSpam, "spam"},
    {TicketState::kMerged, "merged"},
};
constexpr Word<Priority> kPriorities[] = {{Priority::kP1, "P1"}, {Priority::kP2, "P2"}, {Priority::kP3, "P3"}};
constexpr Word<TicketType> kTypes[] = {
    {TicketType::kFunctionFault, "function_fault"},
    {TicketType::kServiceExperience, "service_experience"},
    {TicketType::kConsultation, "consultation"},
    {TicketType::kComplaint, "complaint"},
};
constexpr Word<Phase> kPhases[] = {{Phase::kUnknown, ""},
                                   {Phase::kPreSale, "pre_sale"},
                                   {Phase::kInSale, "in_sale"},
                                   {Phase::kAfterSale, "after_sale"}};
constexpr Word<MessageKind> kMessageKinds[] = {{MessageKind::kInbound, "inbound"},
                                               {MessageKind::kOutbound, "outbound"},
                                               {MessageKind::kNote, "note"},
                                               {MessageKind::kSystem, "system"}};
constexpr Word<Delivery> kDeliveries[] = {
    {Delivery::kNone, ""},           {Delivery::kQueued, "queued"},       {Delivery::kSending, "sending"},
    {Delivery::kSent, "sent"},       {Delivery::kDelivered, "delivered"}, {Delivery::kFailed, "failed"},
    {Delivery::kUnknown, "unknown"},
};
constexpr Word<IdentityKind> kIdentityKinds[] = {{IdentityKind::kEmail, "email"},
                                                 {IdentityKind::kPhone, "phone"},
                                                 {IdentityKind::kOpenId, "open_id"},
                                                 {IdentityKind::kAccount, "account"}};
constexpr Word<ClockKind> kClockKinds[] = {
    {ClockKind::kAcknowledge, "acknowledge"}, {ClockKind::kResponse, "response"}, {ClockKind::kResolve, "resolve"}};
constexpr Word<ClockState> kClockStates[] = {{ClockState::kRunning, "running"},
                                             {ClockState::kPaused, "paused"},
                                             {ClockState::kMet, "met"},
                                             {ClockState::kBreached, "breached"},
                                             {ClockState::kVoid, "void"}};

template <class Enum, std::size_t Count>
std::string_view word_of(const Word<Enum> (&words)[Count], Enum value) {
  for (const auto& word : words) {
    if (word.value == value) return word.text;
  }
  return "";
}

template <class Enum, std::size_t Count>
std::optional<Enum> value_of(const Word<Enum> (&words)[Count], std::string_view text) {
  for (const auto& word : words) {
    if (word.text == text) return word.value;
  }
  return std::nullopt;
}

template <class Enum, std::size_t Count>
std::vector<std::string_view> words_in(const Word<Enum> (&words)[Count]) {
  std::vector<std::string_view> texts;
  for (const auto& word : words) {
    if (!word.text.empty()) texts.push_back(word.text);
  }
  return texts;
}

}  // namespace

#define FD_WORDS(Enum, table)                            \
  std::span<const std::string_view> Words<Enum>::all() { \
    static const auto kTexts = words_in(table);          \
    return kTexts;                                       \
  }                                                      \
  std::optional<Enum> Words<Enum>::parse(std::string_view word) { return value_of(table, word); }
FD_WORDS(TicketState, kStates)
FD_WORDS(Priority, kPriorities)
FD_WORDS(TicketType, kTypes)
FD_WORDS(Phase, kPhases)
FD_WORDS(MessageKind, kMessageKinds)
FD_WORDS(Delivery, kDeliveries)
FD_WORDS(IdentityKind, kIdentityKinds)
FD_WORDS(ClockKind, kClockKinds)
FD_WORDS(ClockState, kClockStates)
#undef FD_WORDS

std::string_view to_text(TicketState value) { return word_of(kStates, value); }
std::string_view to_text(Priority value) { return word_of(kPriorities, value); }
std::string_view to_text(TicketType value) { return word_of(kTypes, value); }
std::string_view to_text(Phase value) { return word_of(kPhases, value); }
std::string_view to_text(MessageKind value) { return word_of(kMessageKinds, value); }
std::string_view to_text(Delivery value) { return word_of(kDeliveries, value); }
std::string_view to_text(IdentityKind value) { return word_of(kIdentityKinds, value); }
std::string_view to_text(ClockKind value) { return word_of(kClockKinds, value); }
std::string_view to_text(ClockState value) { return word_of(kClockStates, value); }

std::optional<Priority> parse_priority(std::string_view word) { return value_of(kPriorities, word); }
std::optional<TicketType> parse_ticket_type(std::string_view word) { return value_of(kTypes, word); }
std::optional<Phase> parse_phase(std::string_view word) { return value_of(kPhases, word); }
std::optional<ClockKind> parse_clock_kind(std::string_view word) { return value_of(kClockKinds, word); }

}  // namespace frontdesk::domain
