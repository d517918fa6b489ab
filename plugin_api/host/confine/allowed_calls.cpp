#include "host/confine/allowed_calls.h"

#include <linux/futex.h>
#include <linux/sched.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <fcntl.h>
#include <initializer_list>
#include <iterator>

namespace frontdesk::host {

namespace {

using Way = AllowedCall::Way;
using Values = std::initializer_list<std::uint64_t>;

constexpr std::uint64_t kInt = 0xffffffff;
constexpr std::uint64_t kPointer = ~std::uint64_t{0};

ArgumentTest is(unsigned argument, std::uint64_t value) { return {argument, kInt, value & kInt}; }
ArgumentTest has_none(unsigned argument, std::uint64_t bits) { return {argument, bits & kInt, 0}; }
ArgumentTest is_null(unsigned argument) { return {argument, kPointer, 0}; }

/// One way for each value.
std::vector<Way> one_of(unsigned argument, Values values) {
  std::vector<Way> ways;
  for (const std::uint64_t value : values) ways.push_back({is(argument, value)});
  return ways;
}

// Of headers that may be older than the kernel.
constexpr int kSetVirtualAreaName = 0x53564d41;  // PR_SET_VMA
constexpr int kGuardInstall = 102;               // MADV_GUARD_INSTALL, MADV_GUARD_REMOVE
constexpr int kGuardRemove = 103;
constexpr int kTemporaryFile = 020000000;          // O_TMPFILE without O_DIRECTORY
constexpr int kTimeoutsOfNewKernels[] = {66, 67};  // SO_RCVTIMEO_NEW, SO_SNDTIMEO_NEW
constexpr int kFastOpenConnect = 30;
constexpr int kBindAddressNoPort = 24;

/// Threads, made as pthread_create does it: in the same process and the same namespaces.
AllowedCall threads() {
  constexpr std::uint64_t kShares = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
  constexpr std::uint64_t kMayHave =
      CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | CLONE_DETACHED;
  return {"clone", {{{0, kPointer & ~kMayHave, kShares}}}};
}

/// Locks that inherit priority name a thread by its number, of whatever process: without them.
AllowedCall futexes() {
  constexpr std::uint64_t kCommand = kInt & ~std::uint64_t{FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME};
  AllowedCall call{"futex", {}, ENOSYS};
  for (const std::uint64_t command : {FUTEX_WAIT, FUTEX_WAKE, FUTEX_REQUEUE, FUTEX_CMP_REQUEUE, FUTEX_WAKE_OP,
                                      FUTEX_WAIT_BITSET, FUTEX_WAKE_BITSET}) {
    call.ways.push_back({{1, kCommand, command}});
  }
  return call;
}

/// Memory that the limits count: private, or a file's. Shared memory without a file is not counted as data, stacks that
/// grow and huge pages are not either.
AllowedCall mappings() {
  constexpr std::uint64_t kUncounted = MAP_GROWSDOWN | MAP_HUGETLB;
  return {"mmap",
          {{{3, MAP_TYPE | kUncounted, MAP_PRIVATE}},
           {{3, MAP_TYPE | MAP_ANONYMOUS | kUncounted, MAP_SHARED}},
           {{3, MAP_TYPE | MAP_ANONYMOUS | kUncounted, MAP_SHARED_VALIDATE}}}};
}

AllowedCall advice() {
  return {"madvise",
          one_of(2, {MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL, MADV_WILLNEED, MADV_DONTNEED, MADV_FREE, MADV_DONTFORK,
                     MADV_DOFORK, MADV_HUGEPAGE, MADV_NOHUGEPAGE, MADV_DONTDUMP, MADV_DODUMP, MADV_WIPEONFORK,
                     MADV_KEEPONFORK, MADV_POPULATE_READ, MADV_POPULATE_WRITE, kGuardInstall, kGuardRemove}),
          EINVAL};
}

AllowedCall reading_files(const char* name, unsigned flags) {
  return {name, {{has_none(flags, O_ACCMODE | O_CREAT | O_TRUNC | kTemporaryFile)}}};
}

/// Not the owner, signal, lease or watch of a descriptor, which reach other processes; no locks, no sizes of pipes.
AllowedCall descriptor_settings() {
  std::vector<Way> ways = one_of(1, {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL});
  ways.push_back({is(1, F_SETFL), has_none(2, O_ASYNC)});
  return {"fcntl", ways};
}

AllowedCall device_questions() {
  return {"ioctl", one_of(1, {FIONREAD, FIONBIO, FIOCLEX, FIONCLEX, TCGETS, TIOCGWINSZ, SIOCGIFCONF, SIOCGIFNAME,
                              SIOCGIFINDEX, SIOCGIFFLAGS, SIOCGIFADDR, SIOCGIFNETMASK, SIOCGIFBRDADDR, SIOCGIFMTU})};
}

/// TCP and UDP. No netlink: getaddrinfo then takes it that there are both kinds of addresses. No Unix sockets: the
/// daemon and the system have some that anybody may talk to.
AllowedCall sockets() {
  constexpr std::uint64_t kKind = kInt & ~std::uint64_t{SOCK_CLOEXEC | SOCK_NONBLOCK};
  AllowedCall call{"socket", {}, EAFNOSUPPORT};
  for (const std::uint64_t family : {AF_INET, AF_INET6}) {
    for (const std::uint64_t protocol : {0, int{IPPROTO_TCP}}) {
      call.ways.push_back({is(0, family), {1, kKind, SOCK_STREAM}, is(2, protocol)});
    }
    for (const std::uint64_t protocol : {0, int{IPPROTO_UDP}}) {
      call.ways.push_back({is(0, family), {1, kKind, SOCK_DGRAM}, is(2, protocol)});
    }
  }
  return call;
}

/// Only streams: a pair of datagram sockets could be pointed elsewhere.
AllowedCall socket_pairs() {
  constexpr std::uint64_t kKind = kInt & ~std::uint64_t{SOCK_CLOEXEC | SOCK_NONBLOCK};
  return {"socketpair", {{is(0, AF_UNIX), {1, kKind, SOCK_STREAM}, is(2, 0)}}, EAFNOSUPPORT};
}

AllowedCall socket_settings() {
  AllowedCall call{"setsockopt", {}, ENOPROTOOPT};
  const auto add = [&](std::uint64_t level, Values options) {
    for (const std::uint64_t option : options) call.ways.push_back({is(1, level), is(2, option)});
  };
  add(SOL_SOCKET, {SO_REUSEADDR, SO_SNDBUF, SO_RCVBUF, SO_KEEPALIVE, SO_OOBINLINE, SO_LINGER, SO_RCVLOWAT, SO_RCVTIMEO,
                   SO_SNDTIMEO});
  for (const int option : kTimeoutsOfNewKernels) add(SOL_SOCKET, {static_cast<std::uint64_t>(option)});
  add(IPPROTO_TCP, {TCP_NODELAY, TCP_MAXSEG, TCP_CORK, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_SYNCNT,
                    TCP_LINGER2, TCP_QUICKACK, TCP_USER_TIMEOUT, TCP_NOTSENT_LOWAT, kFastOpenConnect});
  add(IPPROTO_IP, {IP_TOS, IP_TTL, IP_MTU_DISCOVER, IP_RECVERR, kBindAddressNoPort});
  add(IPPROTO_IPV6, {IPV6_V6ONLY, IPV6_RECVERR, IPV6_UNICAST_HOPS, IPV6_TCLASS, IPV6_MTU_DISCOVER});
  return call;
}

AllowedCall process_settings() {
  return {"prctl", one_of(0, {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_GET_SECCOMP, PR_GET_NO_NEW_PRIVS,
                              PR_CAPBSET_READ, kSetVirtualAreaName})};
}

/// Reading its own.
AllowedCall limits(std::uint64_t self) { return {"prlimit64", {{is(0, 0), is_null(2)}, {is(0, self), is_null(2)}}}; }

// Whatever their arguments are.
constexpr const char* kMemory[] = {"brk", "munmap", "mprotect", "mremap", "msync", "mlock", "mlock2", "munlock"};
constexpr const char* kFiles[] = {"read",       "readv",      "pread64",   "preadv",     "preadv2",  "write",
                                  "writev",     "lseek",      "close",     "dup",        "dup2",     "dup3",
                                  "stat",       "fstat",      "lstat",     "newfstatat", "statx",    "statfs",
                                  "access",     "fstatfs",    "faccessat", "faccessat2", "readlink", "umask",
                                  "readlinkat", "getdents64", "getcwd",    "pipe",       "pipe2",    "close_range"};
constexpr const char* kNetwork[] = {"connect",  "getsockname", "getpeername", "getsockopt", "shutdown", "sendto",
                                    "recvfrom", "sendmsg",     "recvmsg",     "sendmmsg",   "recvmmsg"};
constexpr const char* kWaiting[] = {
    "poll",          "ppoll",          "select",          "pselect6",        "epoll_create", "epoll_create1",
    "epoll_ctl",     "epoll_wait",     "epoll_pwait",     "epoll_pwait2",    "eventfd",      "eventfd2",
    "signalfd4",     "timerfd_create", "timerfd_settime", "timerfd_gettime", "nanosleep",    "clock_nanosleep",
    "pause",         "alarm",          "getitimer",       "setitimer",       "timer_create", "timer_settime",
    "timer_gettime", "timer_delete",   "timer_getoverrun"};
constexpr const char* kSignalsOfItsOwn[] = {"rt_sigaction",    "rt_sigprocmask", "rt_sigreturn", "rt_sigpending",
                                            "rt_sigtimedwait", "rt_sigsuspend",  "sigaltstack",  "restart_syscall"};
constexpr const char* kThreads[] = {"exit", "exit_group", "set_robust_list", "set_tid_address", "sched_yield", "rseq"};
constexpr const char* kQuestions[] = {"getpid",
                                      "getppid",
                                      "gettid",
                                      "getuid",
                                      "geteuid",
                                      "getgid",
                                      "getegid",
                                      "getresuid",
                                      "getresgid",
                                      "getgroups",
                                      "getpgrp",
                                      "getpgid",
                                      "getsid",
                                      "getrlimit",
                                      "getrusage",
                                      "times",
                                      "time",
                                      "gettimeofday",
                                      "clock_gettime",
                                      "clock_getres",
                                      "uname",
                                      "sysinfo",
                                      "getcpu",
                                      "getrandom",
                                      "getpriority",
                                      "sched_getaffinity",
                                      "sched_getscheduler",
                                      "sched_getparam",
                                      "sched_get_priority_max",
                                      "sched_get_priority_min"};

template <std::size_t kCount>
void add(std::vector<AllowedCall>& calls, const char* const (&names)[kCount]) {
  for (const char* name : names) calls.push_back({name, {}});
}

}  // namespace

std::vector<AllowedCall> allowed_calls(int self) {
  const auto own = static_cast<std::uint64_t>(self);
  std::vector<AllowedCall> calls = {futexes(),
                                    mappings(),
                                    advice(),
                                    reading_files("openat", 2),
                                    reading_files("open", 1),
                                    descriptor_settings(),
                                    device_questions(),
                                    sockets(),
                                    socket_settings(),
                                    socket_pairs(),
                                    threads(),
                                    process_settings(),
                                    limits(own),
                                    {"kill", {{is(0, own)}}},
                                    {"tgkill", {{is(0, own)}}}};
  add(calls, kFiles);
  add(calls, kNetwork);
  add(calls, kWaiting);
  add(calls, kMemory);
  add(calls, kThreads);
  add(calls, kSignalsOfItsOwn);
  add(calls, kQuestions);
  return calls;
}

}  // namespace frontdesk::host
