#include "base/signal_stack.h"

#include <signal.h>
#include <sys/mman.h>

namespace frontdesk {

SignalStack::SignalStack() {
  void* room = ::mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (room == MAP_FAILED) return;
  stack_t stack{};
  stack.ss_sp = room;
  stack.ss_size = kSize;
  if (::sigaltstack(&stack, nullptr) != 0) {
    ::munmap(room, kSize);
    return;
  }
  room_ = room;
}

SignalStack::~SignalStack() {
  if (room_ == nullptr) return;
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  ::sigaltstack(&none, nullptr);
  ::munmap(room_, kSize);
}

}  // namespace frontdesk
