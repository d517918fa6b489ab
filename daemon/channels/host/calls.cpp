#include "channels/host/calls.h"

#include <utility>

namespace frontdesk::channels {

const char* to_text(Call call) {
  switch (call) {
    case Call::kNone: return "nothing";
    case Call::kOpen: return "open";
    case Call::kPoll: return "poll";
    case Call::kSend: return "send";
    case Call::kLookUp: return "lookup_send";
  }
  return "nothing";
}

void HostCalls::begin(Call call, std::uint64_t request, Duration limit, std::optional<Duration> hard_limit) {
  call_ = call;
  request_ = request;
  call_timer_ = reactor_.after(limit, [this] { cut_off(); });
  quiet_limit_ = hard_limit ? limit : Duration::zero();
  if (hard_limit) hard_timer_ = reactor_.after(*hard_limit, [this] { cut_off(); });
}

void HostCalls::progress() {
  if (quiet_limit_ > Duration::zero()) call_timer_ = reactor_.after(quiet_limit_, [this] { cut_off(); });
}

void HostCalls::cut_off() {
  quiet_limit_ = Duration::zero();
  hard_timer_.cancel();
  events_.cancel(request_);
  call_timer_ = reactor_.after(cancel_grace_, [this] { events_.hangs(to_text(call_)); });
}

Call HostCalls::end(std::uint64_t request) {
  if (request == 0 || request != request_) return Call::kNone;
  request_ = 0;
  quiet_limit_ = Duration::zero();
  call_timer_.cancel();
  hard_timer_.cancel();
  return std::exchange(call_, Call::kNone);
}

bool HostCalls::end_stream(std::uint64_t request) {
  if (request == 0 || request != stream_) return false;
  stream_ = 0;
  stream_cancelled_ = false;
  stream_timer_.cancel();
  return true;
}

void HostCalls::cancel_stream() {
  if (stream_ == 0 || stream_cancelled_) return;
  stream_cancelled_ = true;
  events_.cancel(stream_);
  stream_timer_ = reactor_.after(cancel_grace_, [this] { events_.hangs("run"); });
}

void HostCalls::reset() {
  call_ = Call::kNone;
  request_ = 0;
  stream_ = 0;
  stream_cancelled_ = false;
  quiet_limit_ = Duration::zero();
  call_timer_.cancel();
  hard_timer_.cancel();
  stream_timer_.cancel();
}

}  // namespace frontdesk::channels
