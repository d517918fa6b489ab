// frontdesk.inbox/1: one batch becomes one Submit; the call returns when the daemon answers.
#include "host/services.h"
#include "item/rules.h"

#include <frontdesk/item/weight.h>
#include <frontdesk/sdk/convert.h>

#include <string>
#include <vector>

namespace frontdesk::host {

namespace {

namespace detail = sdk::detail;

fdk_status status_of(DaemonLink::Asked asked) {
  switch (asked) {
    case DaemonLink::Asked::kAnswered: return FDK_OK;
    case DaemonLink::Asked::kCancelled: return FDK_CANCELLED;
    case DaemonLink::Asked::kTimeout: return FDK_RETRY;
    case DaemonLink::Asked::kTooLarge: return FDK_REJECTED;
  }
  return FDK_INTERNAL;
}

fdk_status refuse(const fdk_outcome_sink& sink, fdk_status status, const char* code, const char* text) {
  return detail::report(&sink.problem, {static_cast<sdk::Status>(status), code, text});
}

}  // namespace

fdk_status Services::submit(void* ctx, const fdk_batch* batch, const fdk_outcome_sink* sink) {
  return static_cast<Services*>(ctx)->submit(detail::read_struct(batch), detail::read_struct(sink));
}

fdk_status Services::submit(const fdk_batch& batch, const fdk_outcome_sink& sink) {
  if (batch.item_count > inbox_.max_items || batch.cursor.size > FDK_MAX_CURSOR) {
    return refuse(sink, FDK_REJECTED, FDK_CODE_BATCH_TOO_LARGE, "The batch holds too many items or too long a cursor.");
  }
  wire::Submit submit;
  std::vector<std::string> broken;  // per item: the broken rule, or empty
  detail::for_each(batch.items, batch.item_count, [&](const fdk_item& item) {
    sdk::Item owned = detail::own<sdk::Item>(item);
    broken.push_back(item::weight_of(owned) > inbox_.max_item_bytes ? "the item is too large"
                                                                    : item::broken_rule(owned));
    if (broken.back().empty()) submit.items.push_back(std::move(owned));
  });
  if (batch.has_cursor != 0) submit.cursor = detail::own(batch.cursor);

  const CancelFlag& cancel = calls_.current();
  const std::chrono::nanoseconds deadline(batch.deadline);
  const auto allowed = link_.wait_for_window(cancel, deadline);
  if (allowed != DaemonLink::Asked::kAnswered)
    return refuse(sink, status_of(allowed), "no_credit", "The desk is busy.");

  // State tells what has been taken. Items without a cursor may be the first part of something larger, or come from
  // another thread; the state must not run ahead of what they belong to.
  if (batch.has_cursor != 0 || batch.item_count == 0) submit.state = state_.take_writes();
  wire::Frame answer;
  auto asked = link_.submit(wire::encode(submit), submit.items.size(), cancel, deadline, answer);
  if (asked == DaemonLink::Asked::kTooLarge && submit.items.size() == 1) {
    // Nobody can make this one smaller; what comes with it (cursor, state) must not wait for it for ever.
    submit.items.clear();
    for (std::string& why : broken) {
      if (why.empty()) why = "the item's description is too large";
    }
    asked = link_.submit(wire::encode(submit), submit.items.size(), cancel, deadline, answer);
  }
  const fdk_status status =
      asked == DaemonLink::Asked::kAnswered ? tell_outcomes(answer, broken, sink)
      : asked == DaemonLink::Asked::kTooLarge
          ? refuse(sink, FDK_REJECTED, FDK_CODE_BATCH_TOO_LARGE, "The batch is too large; submit half of it.")
          : refuse(sink, status_of(asked), "not_taken", "No answer.");
  if (status != FDK_OK) state_.return_writes(std::move(submit.state));
  return status;
}

fdk_status Services::tell_outcomes(const wire::Frame& answer, const std::vector<std::string>& broken,
                                   const fdk_outcome_sink& sink) {
  const auto reply = wire::decode<wire::SubmitReply>(answer);
  if (!reply.value) return refuse(sink, FDK_INTERNAL, "bad_answer", "The daemon's answer could not be read.");
  if (!reply.value->verdict.ok()) {
    const auto& verdict = reply.value->verdict;
    return detail::report(&sink.problem,
                          {verdict.status, verdict.code, verdict.text, verdict.detail, verdict.retry_after});
  }
  std::size_t sent = 0;
  for (std::size_t index = 0; index < broken.size(); ++index) {
    if (!broken[index].empty()) {
      sink.outcome(sink.ctx, index, FDK_OUTCOME_REJECTED, detail::str(broken[index]));
      continue;
    }
    if (sent >= reply.value->outcomes.size()) {
      return refuse(sink, FDK_INTERNAL, "bad_answer", "The daemon answered for too few items.");
    }
    const auto& told = reply.value->outcomes[sent++];
    sink.outcome(sink.ctx, index, static_cast<fdk_outcome>(told.outcome), detail::str(told.text));
  }
  return FDK_OK;
}

}  // namespace frontdesk::host
