// Type, priority, phase or topic of a ticket change, with a reason (M-25); the clocks follow from receipt.
#include "base/text.h"
#include "desk/limits.h"
#include "desk/ticket/round.h"
#include "desk/use_case/entry.h"
#include "domain/profile/words.h"
#include "privacy/masker.h"

namespace frontdesk::desk {
namespace {

std::string facets(const storage::TicketRecord& of) {
  json::Writer out;
  out.begin_object().member("type", domain::to_text(of.type)).member("priority", domain::to_text(of.priority));
  out.member("phase", domain::to_text(of.phase)).member("topic", of.topic).end_object();
  return out.take();
}

}  // namespace

struct ClassifyTicket {
  static constexpr UseCase kUseCase{.name = "ticket.classify",
                                    .route = {Method::kPatch, "/tickets/{ticket}"},
                                    .right = Right::kClassify,
                                    .from = kOpenStates,
                                    .needs_version = true,
                                    .body_schema = "Classification"};
  TicketId ticket;
  std::optional<domain::Priority> priority;
  std::optional<domain::TicketType> type;
  std::optional<domain::Phase> phase;
  std::optional<std::string> topic;  ///< kept masked, like everything that people type
  std::string reason;

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &ClassifyTicket::ticket);
    v.word("priority", &ClassifyTicket::priority);
    v.word("type", &ClassifyTicket::type);
    v.word("phase", &ClassifyTicket::phase, true);
    v.text("topic", &ClassifyTicket::topic, {.most = kMostTopicCharacters, .optional = true});
    v.text("reason", &ClassifyTicket::reason, {.most = kMostReasonCharacters});
  }

  Result<void> prepare(Desk& desk, const Actor&) {
    const auto line = [](const std::string& text, std::size_t most) {
      return text::shorten(text::one_line(text::repair_utf8(text)), most);
    };
    reason = line(reason, kMostReasonCharacters);
    if (reason.empty()) return Error{ErrorCode::kInvalid, "give a reason for the change", "error.reason_required"};
    reason = desk.context.masker.mask(reason).text.text();
    if (topic) topic = desk.context.masker.mask(line(*topic, kMostTopicCharacters)).text.text();
    return {};
  }

  Result<void> run(TicketAct& act) {
    const domain::Profile& profile = *act.context.profile;
    const storage::TicketRecord& was = act.before();
    storage::TicketRecord& now = act.now();
    now.type = type.value_or(now.type);
    // The type sets the default priority; a priority given by hand wins (D-02).
    if (type && *type != was.type) now.priority = profile.priority_for(now.type);
    now.priority = priority.value_or(now.priority);
    now.phase = phase.value_or(now.phase);
    now.topic = topic.value_or(now.topic);
    auto round = current_round(act);
    if (!round) return std::move(round).error();
    act.clocks() = domain::reclassify_clocks(profile, std::move(act.clocks()), now.type, now.priority, *round,
                                             act.context.clock.now());
    if (now.priority != was.priority)
      FD_TRY(act.tell("priority", domain::to_text(was.priority), domain::to_text(now.priority)));
    if (now.type != was.type) FD_TRY(act.tell("type", domain::to_text(was.type), domain::to_text(now.type)));
    act.because(reason);
    act.changed(facets(was), facets(now));
    return {};
  }
};

FD_USE_CASE(ClassifyTicket)

}  // namespace frontdesk::desk
