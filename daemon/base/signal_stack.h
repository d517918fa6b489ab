// SignalStack: room for the signal handlers of one thread, so that one whose stack has run over can still note what
// became of it. Make it at the top of the thread; it ends with the thread's function. Thread rule: the thread it is
// for.
#pragma once

#include <cstddef>

namespace frontdesk {

class SignalStack {
 public:
  /// Without memory for it the thread goes on without.
  SignalStack();
  ~SignalStack();
  SignalStack(const SignalStack&) = delete;
  SignalStack& operator=(const SignalStack&) = delete;

 private:
  static constexpr std::size_t kSize = 64U << 10;
  void* room_ = nullptr;
};

}  // namespace frontdesk
