#include "host/channel_calls.h"

#include "host/cancel_flag.h"
#include "host/state_store.h"

#include <frontdesk/item/limits.h>

#include <frontdesk/sdk/convert.h>

#include <optional>
#include <utility>

namespace frontdesk::host {

namespace {

namespace detail = sdk::detail;
using wire::Type;
using wire::Verdict;

/// What a plugin tells is for people: it never makes an answer that no frame can carry.
std::string bounded(std::string text) {
  if (text.size() <= item::kMostToldBytes) return text;
  std::size_t end = item::kMostToldBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  text.resize(end);
  return text;
}

Verdict verdict_of(fdk_status status, const detail::ProblemCatcher& problem) {
  if (status == FDK_OK) return {};
  if (status < FDK_OK || status > FDK_INTERNAL) {
    return {sdk::Status::kInternal,
            "bad_status",
            "The plugin returned " + std::to_string(status) + ", which is no status.",
            {},
            {}};
  }
  sdk::Error error = problem.error(status);
  if (error.text.empty()) error.text = "The plugin gave no reason.";
  return {error.status, bounded(std::move(error.code)), bounded(std::move(error.text)),
          bounded(std::move(error.detail)), error.retry_after};
}

Verdict unsupported() { return {sdk::Status::kUnsupported, "unsupported", "The channel cannot do that.", {}, {}}; }
Verdict unreadable() { return {sdk::Status::kInternal, "bad_request", "The request could not be read.", {}, {}}; }

std::int64_t deadline_in(std::chrono::nanoseconds left) {
  return left.count() == 0 ? 0 : (monotonic_now() + left).count();
}

Verdict open(const wire::Open& request, const fdk_channel& channel, StateStore& state, const std::string& instance_id) {
  state.load(request.state);
  auto flat = detail::made<fdk_open_request>();
  flat.crashes = request.crashes;
  flat.instance_id = detail::str(instance_id);
  flat.config = detail::str(request.config);
  flat.cursor = detail::str(request.cursor);
  detail::ProblemCatcher problem;
  const auto sink = problem.sink();
  return verdict_of(channel.open(channel.self, &flat, &sink), problem);
}

Verdict check(const wire::Check& request, const fdk_channel& channel,
              const std::function<void(const wire::CheckStep&)>& tell) {
  if (channel.check == nullptr) return unsupported();
  detail::ProblemCatcher problem;
  auto sink = detail::made<fdk_check_sink>();
  sink.ctx = const_cast<std::function<void(const wire::CheckStep&)>*>(&tell);
  sink.step = [](void* ctx, const fdk_check_step* step) {
    wire::CheckStep told{detail::own<sdk::CheckStep>(detail::read_struct(step))};
    const bool known = told.step.status >= sdk::Status::kOk && told.step.status <= sdk::Status::kInternal;
    if (!known) told.step.status = sdk::Status::kInternal;
    told.step.name = bounded(std::move(told.step.name));
    told.step.text = bounded(std::move(told.step.text));
    (*static_cast<std::function<void(const wire::CheckStep&)>*>(ctx))(told);
  };
  sink.problem = problem.sink();
  return verdict_of(channel.check(channel.self, detail::str(request.config), &sink), problem);
}

wire::PollDone poll(const wire::Poll& request, const fdk_channel& channel) {
  wire::PollDone done;
  if (channel.poll == nullptr) {
    done.verdict = unsupported();
    return done;
  }
  auto flat = detail::made<fdk_poll_request>();
  flat.cursor = detail::str(request.cursor);
  flat.max_items = request.max_items;
  flat.max_bytes = request.max_bytes;
  flat.deadline = deadline_in(request.timeout);
  auto result = detail::made<fdk_poll_result>();
  detail::ProblemCatcher problem;
  const auto sink = problem.sink();
  done.verdict = verdict_of(channel.poll(channel.self, &flat, &result, &sink), problem);
  done.more = result.more != 0;
  done.next_after = std::chrono::nanoseconds(result.next_after);
  return done;
}

Verdict run(const wire::Run& request, const fdk_channel& channel) {
  if (channel.run == nullptr) return unsupported();
  detail::ProblemCatcher problem;
  const auto sink = problem.sink();
  return verdict_of(channel.run(channel.self, detail::str(request.cursor), &sink), problem);
}

/// Calls send or lookup_send; a success without a result counts as "may have been sent".
template <class Call>
wire::SendReply sent_by(Call call) {
  wire::SendReply reply;
  std::optional<sdk::SendResult> result;
  detail::ProblemCatcher problem;
  auto sink = detail::made<fdk_send_sink>();
  sink.ctx = &result;
  sink.sent = [](void* ctx, const fdk_send_result* told) {
    auto seen = detail::own<sdk::SendResult>(detail::read_struct(told));
    const bool known = seen.delivery >= sdk::Delivery::kAccepted && seen.delivery <= sdk::Delivery::kQueuedRemotely;
    if (!known) seen.delivery = sdk::Delivery::kAccepted;
    // A key that nobody can keep is no key; that it was sent counts.
    if (seen.remote_key.size() > item::kMostToldBytes) seen.remote_key.clear();
    static_cast<std::optional<sdk::SendResult>*>(ctx)->emplace(std::move(seen));
  };
  sink.problem = problem.sink();
  reply.verdict = verdict_of(call(sink), problem);
  if (reply.verdict.ok() && !result) {
    reply.verdict = {sdk::Status::kUnknownOutcome, "no_result", "The plugin told no result.", {}, {}};
  }
  if (result) reply.result = std::move(*result);
  return reply;
}

wire::SendReply send(wire::Send request, const fdk_channel& channel) {
  if (channel.send == nullptr) return {unsupported(), {}};
  request.message.deadline = sdk::Monotonic(deadline_in(request.message.deadline));
  const detail::Flat message(request.message);
  return sent_by([&](const fdk_send_sink& sink) { return channel.send(channel.self, &message.get(), &sink); });
}

wire::SendReply lookup_send(const wire::LookupSend& request, const fdk_channel& channel) {
  if (channel.lookup_send == nullptr) return {unsupported(), {}};
  return sent_by([&](const fdk_send_sink& sink) {
    return channel.lookup_send(channel.self, detail::str(request.idempotency_key), detail::str(request.message_key),
                               &sink);
  });
}

wire::HttpReply on_http(const wire::HttpCall& call, const fdk_channel& channel) {
  wire::HttpReply reply;
  if (channel.on_http == nullptr) {
    reply.verdict = unsupported();
    return reply;
  }
  const detail::Flat request(call.request);
  detail::ProblemCatcher problem;
  auto sink = detail::made<fdk_http_sink>();
  sink.ctx = &reply.response;
  sink.respond = [](void* ctx, const fdk_http_response* told) {
    *static_cast<sdk::HttpResponse*>(ctx) = detail::own<sdk::HttpResponse>(detail::read_struct(told));
  };
  sink.problem = problem.sink();
  reply.verdict = verdict_of(channel.on_http(channel.self, &request.get(), &sink), problem);
  return reply;
}

wire::FetchReply fetch(const wire::FetchAttachment& request, const fdk_channel& channel) {
  wire::FetchReply reply;
  if (channel.fetch_attachment == nullptr) {
    reply.verdict = unsupported();
    return reply;
  }
  auto content = detail::made<fdk_bytes_sink>();
  content.ctx = &reply.content;
  content.put = [](void* ctx, fdk_bytes bytes) { *static_cast<std::string*>(ctx) = detail::own(bytes); };
  detail::ProblemCatcher problem;
  const auto sink = problem.sink();
  reply.verdict =
      verdict_of(channel.fetch_attachment(channel.self, detail::str(request.ref), &content, &sink), problem);
  return reply;
}

/// Decodes the request and encodes what `call` answers.
template <class Request, class Call>
wire::Frame answer(wire::Frame& frame, Call call) {
  auto request = wire::decode<Request>(frame);
  frame.tail = std::string();  // not held twice for as long as the call lasts
  if (!request.value) return answer_with(frame, unreadable());
  return wire::encode(call(std::move(*request.value)), frame.request);
}

}  // namespace

const char* request_name(Type type) {
  switch (type) {
    case Type::kOpen: return "open";
    case Type::kClose: return "close";
    case Type::kCheck: return "check";
    case Type::kPoll: return "poll";
    case Type::kRun: return "run";
    case Type::kSend: return "send";
    case Type::kLookupSend: return "lookup_send";
    case Type::kHttpCall: return "on_http";
    case Type::kFetchAttachment: return "fetch_attachment";
    default: return nullptr;
  }
}

wire::Frame answer_with(const wire::Frame& request, const Verdict& verdict) {
  switch (static_cast<Type>(request.type)) {
    case Type::kPoll: return wire::encode(wire::PollDone{verdict, false, {}}, request.request);
    case Type::kSend:
    case Type::kLookupSend: return wire::encode(wire::SendReply{verdict, {}}, request.request);
    case Type::kHttpCall: return wire::encode(wire::HttpReply{verdict, {}}, request.request);
    case Type::kFetchAttachment: return wire::encode(wire::FetchReply{verdict, {}}, request.request);
    default: return wire::encode(wire::Done{verdict}, request.request);
  }
}

wire::Frame carry_out(wire::Frame& frame, const fdk_channel& channel, StateStore& state, const std::string& instance_id,
                      const std::function<void(const wire::Frame&)>& tell) {
  switch (static_cast<Type>(frame.type)) {
    case Type::kOpen:
      return answer<wire::Open>(
          frame, [&](const wire::Open& request) { return wire::Done{open(request, channel, state, instance_id)}; });
    case Type::kCheck:
      return answer<wire::Check>(frame, [&](const wire::Check& request) {
        return wire::Done{
            check(request, channel, [&](const wire::CheckStep& step) { tell(wire::encode(step, frame.request)); })};
      });
    case Type::kPoll:
      return answer<wire::Poll>(frame, [&](const wire::Poll& request) { return poll(request, channel); });
    case Type::kRun:
      return answer<wire::Run>(frame, [&](const wire::Run& request) { return wire::Done{run(request, channel)}; });
    case Type::kSend:
      return answer<wire::Send>(frame, [&](wire::Send request) { return send(std::move(request), channel); });
    case Type::kLookupSend:
      return answer<wire::LookupSend>(frame,
                                      [&](const wire::LookupSend& request) { return lookup_send(request, channel); });
    case Type::kHttpCall:
      return answer<wire::HttpCall>(frame, [&](const wire::HttpCall& request) { return on_http(request, channel); });
    case Type::kFetchAttachment:
      return answer<wire::FetchAttachment>(
          frame, [&](const wire::FetchAttachment& request) { return fetch(request, channel); });
    default: return answer_with(frame, unsupported());
  }
}

}  // namespace frontdesk::host
