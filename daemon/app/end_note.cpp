#include "app/end_note.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string_view>
#include <system_error>

namespace frontdesk::app {
namespace {

// All words have one length: each overwrites the last one whole.
constexpr std::string_view kRunning = "running\n", kStopped = "stopped\n", kCrashed = "crashed\n";
static_assert(kRunning.size() == kStopped.size() && kRunning.size() == kCrashed.size());

constexpr std::array kOwnSignals = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS};

// What a signal handler can reach.
std::atomic<int> note_file = -1;
std::array<struct sigaction, NSIG> former{};

void note(std::string_view word) {
  [[maybe_unused]] const ssize_t written = ::pwrite(note_file.load(), word.data(), word.size(), 0);
}

/// The signal goes on to whoever handled it before: the system, or a sanitizer. A fault comes again by itself when this
/// returns, with its address; one that was sent is sent again.
void crashed(int number, siginfo_t* info, void*) {
  note(kCrashed);
  ::sigaction(number, &former[static_cast<std::size_t>(number)], nullptr);
  if (info->si_code <= 0) ::raise(number);
}

desk::LastEnd read_end(int file) {
  std::array<char, 16> bytes{};
  const ssize_t got = ::pread(file, bytes.data(), bytes.size(), 0);
  const std::string_view word(bytes.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  if (word == kCrashed) return desk::LastEnd::kOwnSignal;
  return word == kRunning ? desk::LastEnd::kFromOutside : desk::LastEnd::kOrderly;
}

}  // namespace

Result<EndNote> EndNote::begin(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) {
    return Error{ErrorCode::kIo, path + " cannot be opened: " + std::generic_category().message(errno)};
  }
  EndNote out;
  out.last_end_ = read_end(file);
  // For the life of the process: a handler may run at any time.
  if (const int before = note_file.exchange(file); before >= 0) ::close(before);
  note(kRunning);
  struct sigaction action {};
  action.sa_sigaction = crashed;
  action.sa_flags = SA_ONSTACK | SA_SIGINFO;
  for (const int number : kOwnSignals) {
    struct sigaction before {};
    // A second life in one process (tests) must not find this handler behind itself.
    if (::sigaction(number, &action, &before) == 0 && before.sa_sigaction != crashed)
      former[static_cast<std::size_t>(number)] = before;
  }
  return out;
}

void EndNote::stopped() const { note(kStopped); }

}  // namespace frontdesk::app
