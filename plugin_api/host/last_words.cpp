#include "host/last_words.h"

#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstring>

#include "wire/messages.h"

namespace frontdesk::host {
namespace {

constexpr std::size_t kAlternateStack = std::size_t{64} << 10;

const CallSlots* slots = nullptr;
int statm_file = -1;
std::uint64_t limit = 0;
alignas(16) char alternate_stack[kAlternateStack];

/// Only what a signal handler may use: no memory is asked for.
class Line {
 public:
  void text(const char* more) {
    while (*more != '\0' && size_ < sizeof text_) text_[size_++] = *more++;
  }
  void number(std::uint64_t value) {
    char digits[24];
    std::size_t count = 0;
    do {
      digits[count++] = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value > 0);
    while (count > 0 && size_ < sizeof text_) text_[size_++] = digits[--count];
  }
  void write() const { [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text_, size_); }

 private:
  char text_[400] = {};
  std::size_t size_ = 0;
};

/// The private memory that the limit counts: the sixth number of statm, in pages.
std::uint64_t data_bytes() {
  char text[160] = {};
  const ssize_t got = ::pread(statm_file, text, sizeof text - 1, 0);
  std::uint64_t value = 0;
  int field = 0;
  for (ssize_t i = 0; i < got && field < 6; ++i) {
    if (text[i] >= '0' && text[i] <= '9') {
      value = value * 10 + static_cast<std::uint64_t>(text[i] - '0');
    } else if (++field < 6) {
      value = 0;
    }
  }
  return value * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void handle(int signal_number) {
  Line line;
  line.text("\n");  // whatever was written before without an end
  line.text(wire::kLastWords);
  line.text("signal ");
  line.number(static_cast<std::uint64_t>(signal_number));
  const char* control = slots->control.name();
  const char* stream = slots->stream.name();
  if (*control != '\0' || *stream != '\0') line.text(", running ");
  line.text(control);
  if (*control != '\0' && *stream != '\0') line.text(" and ");
  line.text(stream);
  if (limit > 0) {
    const std::uint64_t used = data_bytes();
    line.text(", ");
    line.number(used >> 20);
    line.text(" of ");
    line.number(limit >> 20);
    line.text(" MiB of memory in use");
    if (used > limit / 10 * 9) line.text(": its memory limit was reached");
  }
  line.text("\n");
  line.write();
  // The handler is gone by now (SA_RESETHAND): the fault comes again and ends the process as it should.
}

}  // namespace

void speak_last_words(const CallSlots& calls, int statm, std::uint64_t data_limit) {
  slots = &calls;
  statm_file = statm;
  limit = data_limit;
  stack_t stack{};
  stack.ss_sp = alternate_stack;
  stack.ss_size = sizeof alternate_stack;
  ::sigaltstack(&stack, nullptr);
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
    struct sigaction action {};
    action.sa_handler = handle;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_ONSTACK);
    ::sigaction(number, &action, nullptr);
  }
}

}  // namespace frontdesk::host
