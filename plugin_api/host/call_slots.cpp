#include "host/call_slots.h"

namespace frontdesk::host {

namespace {
thread_local const CancelFlag* current_flag = nullptr;
}  // namespace

void CallSlot::begin(const char* name) {
  name_.store(name);
  since_.store(monotonic_now().count());
}

void CallSlot::end() {
  since_.store(0);
  name_.store("");
}

std::chrono::nanoseconds CallSlot::busy_for() const {
  const std::int64_t since = since_.load();
  return since == 0 ? std::chrono::nanoseconds(0) : monotonic_now() - std::chrono::nanoseconds(since);
}

const CancelFlag& CallSlots::current() const { return current_flag != nullptr ? *current_flag : instance; }

void CallSlots::cancel_all() {
  control.cancel().set();
  stream.cancel().set();
  instance.set();
}

RunningCall::RunningCall(CallSlot& slot, const char* name) : slot_(slot) {
  slot_.begin(name);
  current_flag = &slot_.cancel();
}

RunningCall::~RunningCall() {
  current_flag = nullptr;
  slot_.end();
}

}  // namespace frontdesk::host
