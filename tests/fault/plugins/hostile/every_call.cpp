#include "every_call.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csetjmp>
#include <csignal>
#include <cstdint>

namespace hostile {
namespace {

constexpr long kHighest = 600;
constexpr long kNumbersOfX32 = 0x40000000;

/// uretprobe and uprobe pass every filter since Linux 6.14, and end whoever calls them from elsewhere than a probe.
bool is_of_probes(long number) {
#ifdef __x86_64__
  return number == 335 || number == 336;
#else
  return number < 0;
#endif
}

using Arguments = std::array<std::uint64_t, 6>;

/// For prlimit64, setpriority, kill and their like, then for those that take pointers.
std::array<Arguments, 5> hurting(pid_t daemon) {
  static std::array<std::uint64_t, 512> zeroes{};
  static rlimit small{8, 8};
  const auto process = static_cast<std::uint64_t>(daemon);
  const auto memory = reinterpret_cast<std::uint64_t>(zeroes.data());
  const auto limits = reinterpret_cast<std::uint64_t>(&small);
  return {{{process, process, process, process, process, process},
           {process, RLIMIT_NOFILE, limits, 0, 0, 0},
           {PRIO_PROCESS, process, 19, 0, 0, 0},
           {process, SIGTERM, 0, 0, 0, 0},
           {memory, memory, memory, memory, memory, memory}}};
}

bool is_refused(long number, const Arguments& with) {
  const long result = ::syscall(number, with[0], with[1], with[2], with[3], with[4], with[5]);
  return result < 0 && (errno == EPERM || errno == ENOSYS);
}

#ifdef __x86_64__
sigjmp_buf no_such_table;

/// By the table of i386: 37 kill, 75 setrlimit, 97 setpriority, 156 sched_setscheduler, 340 prlimit64. Kernels without
/// that table answer with a fault.
std::string try_calls_of_i386(pid_t daemon) {
  std::string passed;
  struct sigaction jump {};
  jump.sa_handler = [](int) { siglongjmp(no_such_table, 1); };
  for (const int fault : {SIGSEGV, SIGILL}) ::sigaction(fault, &jump, nullptr);
  for (const long number : {37, 75, 97, 156, 340}) {
    if (sigsetjmp(no_such_table, 1) != 0) continue;
    long result = 0;
    asm volatile("int $0x80"
                 : "=a"(result)
                 : "a"(number), "b"(number == 97 ? 0 : daemon), "c"(number == 97 ? daemon : SIGTERM), "d"(19)
                 : "memory", "r8", "r9", "r10", "r11");
    if (result != -EPERM && result != -ENOSYS) passed += "i386:" + std::to_string(number) + " ";
  }
  for (const int fault : {SIGSEGV, SIGILL}) std::signal(fault, SIG_DFL);
  return passed;
}
#else
std::string try_calls_of_i386(pid_t) { return {}; }
#endif

}  // namespace

std::string try_every_call(pid_t daemon, const std::set<long>& leave_out) {
  std::string passed;
  for (long number = 0; number <= kHighest; ++number) {
    if (leave_out.contains(number) || is_of_probes(number)) continue;
    bool is_refused_always = true;
    for (const Arguments& with : hurting(daemon)) {
      is_refused_always &= is_refused(number, with) && is_refused(number | kNumbersOfX32, with);
    }
    if (!is_refused_always) passed += std::to_string(number) + " ";
  }
  return passed + try_calls_of_i386(daemon);
}

}  // namespace hostile
