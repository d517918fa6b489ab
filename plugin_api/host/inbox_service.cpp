// frontdesk.inbox/1: one batch becomes one Submit; the call returns when the daemon answers.
#include "host/services.h"
#include "host/sha256.h"
#include "item/rules.h"

#include <frontdesk/item/weight.h>
#include <frontdesk/sdk/convert.h>

#include <algorithm>
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

fdk_status refuse(const fdk_outcome_sink& sink, fdk_status status, const char* code, const std::string& text) {
  return detail::report(&sink.problem, {static_cast<sdk::Status>(status), code, text});
}

/// What a batch of a mistaken author has that nobody can read; empty when all of it can be gone through.
std::string fault_of(const fdk_batch* batch, const fdk_batch& seen) {
  if (auto fault = detail::size_fault("the batch", batch); !fault.empty()) return fault;
  if (seen.item_count == 0) return {};
  if (seen.items == nullptr) return "items is null, and item_count is " + std::to_string(seen.item_count);
  return detail::size_fault("items[0]", seen.items);
}

/// Reads one item; why it cannot be taken, or empty.
std::string read_item(const fdk_item* at, std::size_t index, std::uint32_t stride, std::uint64_t most_bytes,
                      sdk::Item& into) {
  if (at->struct_size != stride) {
    return "struct_size of items[" + std::to_string(index) + "] is " + std::to_string(at->struct_size) +
           ", that of items[0] is " + std::to_string(stride);
  }
  detail::FromView reader;
  const fdk_item seen = detail::read_struct(at);
  describe(reader, into, seen);
  if (!reader.fault().empty()) return reader.fault();
  if (item::weight_of(into) > most_bytes) return "the item is larger than " + std::to_string(most_bytes) + " bytes";
  return item::broken_rule(into);
}

/// What the ledger keeps of an item that breaks a rule; whatever of it is no lawful text stays out.
wire::Refused refused(const sdk::Item& item, const std::string& reason) {
  sdk::Item named;
  named.dedup_key = item.dedup_key;
  named.author.key = "x";
  std::string content = item.dedup_key + '\n' + item.message_key + '\n' + item.subject + '\n' + item.raw;
  for (const sdk::Part& part : item.parts) content += '\n' + part.text;
  return {item::broken_rule(named).empty() ? item.dedup_key : std::string(), sha256_hex(content), reason};
}

}  // namespace

fdk_status Services::submit(void* ctx, const fdk_batch* batch, const fdk_outcome_sink* sink) {
  Services& self = *static_cast<Services*>(ctx);
  const fdk_outcome_sink to = detail::read_struct(sink);
  if (auto fault = detail::size_fault("the outcome sink", sink); !fault.empty() || to.outcome == nullptr) {
    self.write_log(FDK_LOG_ERROR, "inbox.submit: " + (fault.empty() ? "outcome of the outcome sink is null" : fault),
                   {}, false);
    return FDK_REJECTED;
  }
  const fdk_batch from = detail::read_struct(batch);
  if (const auto fault = fault_of(batch, from); !fault.empty()) {
    self.write_log(FDK_LOG_ERROR, "inbox.submit: " + fault, {}, false);
    const std::size_t told = std::min<std::size_t>(from.item_count, self.inbox_.max_items);
    for (std::size_t i = 0; i < told; ++i) to.outcome(to.ctx, i, FDK_OUTCOME_REJECTED, detail::str(fault));
    return refuse(to, FDK_REJECTED, "bad_struct", fault);
  }
  return self.submit(from, to);
}

fdk_status Services::submit(const fdk_batch& batch, const fdk_outcome_sink& sink) {
  if (batch.item_count > inbox_.max_items || batch.cursor.size > FDK_MAX_CURSOR) {
    return refuse(sink, FDK_REJECTED, FDK_CODE_BATCH_TOO_LARGE, "The batch holds too many items or too long a cursor.");
  }
  wire::Submit submit;
  std::vector<std::string> broken;  // per item: the broken rule, or empty
  const auto* first = reinterpret_cast<const unsigned char*>(batch.items);
  const std::uint32_t stride = batch.item_count > 0 ? batch.items->struct_size : 0;
  for (std::size_t i = 0; i < batch.item_count; ++i) {
    sdk::Item owned;
    broken.push_back(
        read_item(reinterpret_cast<const fdk_item*>(first + i * stride), i, stride, inbox_.max_item_bytes, owned));
    if (broken.back().empty()) {
      submit.items.push_back(std::move(owned));
    } else {
      submit.refused.push_back(refused(owned, broken.back()));
      // An author who does not look at outcomes finds it in the log.
      write_log(FDK_LOG_WARNING, "An item was rejected: " + broken.back(), {}, false);
    }
  }
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
  const std::size_t sent = submit.items.size();
  const std::string only_key = sent == 1 ? submit.items.front().dedup_key : std::string();
  wire::Frame frame = wire::encode(submit);
  submit.items = {};  // not held twice while the desk stores it
  auto asked = link_.submit(std::move(frame), sent, cancel, deadline, answer);
  if (asked == DaemonLink::Asked::kTooLarge && sent == 1) {
    // Nobody can make this one smaller; what comes with it (cursor, state) must not wait for it for ever.
    for (std::string& why : broken) {
      if (why.empty()) why = "the item's description is too large";
    }
    submit.refused.push_back({only_key, {}, "the item's description is too large"});
    asked = link_.submit(wire::encode(submit), 0, cancel, deadline, answer);
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
