#include "attempts.h"

#include <asm/sockios.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcntl.h>
#include <sched.h>
#include <cerrno>
#include <csignal>
#include <cstdint>

namespace hostile {
namespace {

constexpr std::uint64_t kUpperHalf = std::uint64_t{1} << 32;

template <class... Arguments>
bool call(long number, Arguments... arguments) {
  return ::syscall(number, arguments...) >= 0;
}

bool limit(pid_t process, __rlimit_resource resource, rlim_t value) {
  const rlimit both{value, value};
  return ::prlimit(process, resource, &both, nullptr) == 0;
}

/// What a pipe that becomes readable does to its owner.
bool set_owner(int command, std::uint64_t argument) {
  int ends[2];
  if (::pipe(ends) != 0) return false;
  const bool done = call(SYS_fcntl, ends[0], command, argument);
  if (done) [[maybe_unused]]
    const ssize_t written = ::write(ends[1], "x", 1);
  ::close(ends[0]);
  ::close(ends[1]);
  return done;
}

bool set_by_ioctl(unsigned long command, int value) {
  int ends[2];
  if (::pipe(ends) != 0) return false;
  const bool done = ::ioctl(ends[0], command, &value) == 0;
  ::close(ends[0]);
  ::close(ends[1]);
  return done;
}

bool in_child(pid_t child) {
  if (child == 0) ::_exit(0);
  if (child > 0) ::waitpid(child, nullptr, 0);
  return child > 0;
}

bool execute() {
  char program[] = "/bin/true";
  char* arguments[] = {program, nullptr};
  ::execv(program, arguments);
  return false;  // success does not come back: the test sees the host end
}

/// A lock that inherits priority, of which the daemon is told to be the owner.
bool make_owner_of_lock(pid_t daemon) {
  std::uint32_t lock = static_cast<std::uint32_t>(daemon);
  timespec already{};
  return ::syscall(SYS_futex, &lock, FUTEX_LOCK_PI, 0, &already, nullptr, 0) == 0 || errno == ETIMEDOUT;
}

bool peek(long number, pid_t daemon) {
  char byte = 0;
  iovec mine{&byte, 1};
  iovec theirs{reinterpret_cast<void*>(0x400000), 1};
  return call(number, daemon, &mine, 1L, &theirs, 1L, 0L);
}

}  // namespace

std::vector<Attempt> on_processes() {
  return {
      {"prlimit_fsize", [](pid_t daemon) { return limit(daemon, RLIMIT_FSIZE, 4096); }},
      {"prlimit_nofile", [](pid_t daemon) { return limit(daemon, RLIMIT_NOFILE, 8); }},
      {"prlimit_as", [](pid_t daemon) { return limit(daemon, RLIMIT_AS, 4096); }},
      {"prlimit_hidden",
       [](pid_t daemon) {
         const rlimit both{8, 8};
         return call(SYS_prlimit64, kUpperHalf + static_cast<std::uint64_t>(daemon), RLIMIT_NOFILE, &both, nullptr);
       }},
      {"prlimit_read",
       [](pid_t daemon) {
         rlimit found{};
         return ::prlimit(daemon, RLIMIT_NOFILE, nullptr, &found) == 0;
       }},
      {"setrlimit", [](pid_t) { return limit(0, RLIMIT_CORE, 0); }},
      {"setpriority", [](pid_t daemon) { return ::setpriority(PRIO_PROCESS, static_cast<id_t>(daemon), 19) == 0; }},
      {"setpriority_group",
       [](pid_t daemon) { return ::setpriority(PRIO_PGRP, static_cast<id_t>(::getpgid(daemon)), 19) == 0; }},
      {"setpriority_user", [](pid_t) { return ::setpriority(PRIO_USER, ::getuid(), 19) == 0; }},
      {"ioprio_set", [](pid_t daemon) { return call(SYS_ioprio_set, 1, daemon, 3 << 13); }},
      {"sched_setscheduler",
       [](pid_t daemon) {
         const sched_param none{};
         return ::sched_setscheduler(daemon, SCHED_IDLE, &none) == 0;
       }},
      {"sched_setparam",
       [](pid_t daemon) {
         const sched_param none{};
         return ::sched_setparam(daemon, &none) == 0;
       }},
      {"sched_setattr",
       [](pid_t daemon) {
         std::uint32_t wanted[12] = {48, SCHED_BATCH};
         return call(SYS_sched_setattr, daemon, wanted, 0);
       }},
      {"sched_setaffinity",
       [](pid_t daemon) {
         cpu_set_t one;
         CPU_ZERO(&one);
         CPU_SET(0, &one);
         return ::sched_setaffinity(daemon, sizeof one, &one) == 0;
       }},
      {"kill", [](pid_t daemon) { return ::kill(daemon, SIGTERM) == 0; }},
      {"kill_group", [](pid_t daemon) { return ::kill(-::getpgid(daemon), 0) == 0; }},
      {"kill_all", [](pid_t) { return ::kill(-1, 0) == 0; }},
      {"kill_hidden", [](pid_t daemon) { return call(SYS_kill, kUpperHalf + static_cast<std::uint64_t>(daemon), 0); }},
      {"tgkill", [](pid_t daemon) { return call(SYS_tgkill, daemon, daemon, SIGTERM); }},
      {"tkill", [](pid_t daemon) { return call(SYS_tkill, daemon, SIGTERM); }},
      {"rt_sigqueueinfo",
       [](pid_t daemon) {
         siginfo_t info{};
         info.si_code = SI_QUEUE;
         return call(SYS_rt_sigqueueinfo, daemon, SIGTERM, &info);
       }},
      {"rt_tgsigqueueinfo",
       [](pid_t daemon) {
         siginfo_t info{};
         info.si_code = SI_QUEUE;
         return call(SYS_rt_tgsigqueueinfo, daemon, daemon, SIGTERM, &info);
       }},
      {"pidfd_open", [](pid_t daemon) { return call(SYS_pidfd_open, daemon, 0); }},
      {"pidfd_send_signal", [](pid_t) { return call(SYS_pidfd_send_signal, 3, 0, nullptr, 0); }},
      {"setown", [](pid_t daemon) { return set_owner(F_SETOWN, static_cast<std::uint64_t>(daemon)); }},
      {"setown_hidden",
       [](pid_t daemon) {
         int ends[2];
         return ::pipe(ends) == 0 && call(SYS_fcntl, ends[0], kUpperHalf + F_SETOWN, daemon);
       }},
      {"setown_ex",
       [](pid_t daemon) {
         f_owner_ex owner{F_OWNER_PID, daemon};
         return set_owner(F_SETOWN_EX, reinterpret_cast<std::uint64_t>(&owner));
       }},
      {"setsig", [](pid_t) { return set_owner(F_SETSIG, SIGKILL); }},
      {"async", [](pid_t) { return set_owner(F_SETFL, O_ASYNC | O_NONBLOCK); }},
      {"ioctl_owner", [](pid_t daemon) { return set_by_ioctl(FIOSETOWN, daemon); }},
      {"ioctl_group", [](pid_t daemon) { return set_by_ioctl(SIOCSPGRP, daemon); }},
      {"ioctl_async", [](pid_t) { return set_by_ioctl(FIOASYNC, 1); }},
      {"lock_of_daemon", make_owner_of_lock},
      {"ptrace", [](pid_t daemon) { return ::ptrace(PTRACE_SEIZE, daemon, nullptr, nullptr) == 0; }},
      {"process_vm_readv", [](pid_t daemon) { return peek(SYS_process_vm_readv, daemon); }},
      {"process_vm_writev", [](pid_t daemon) { return peek(SYS_process_vm_writev, daemon); }},
      {"kcmp", [](pid_t daemon) { return call(SYS_kcmp, daemon, ::getpid(), 1, 0, 0); }},
      {"get_robust_list",
       [](pid_t daemon) {
         void* head = nullptr;
         std::size_t size = 0;
         return call(SYS_get_robust_list, daemon, &head, &size);
       }},
      {"fork", [](pid_t) { return in_child(::fork()); }},
      {"clone_process", [](pid_t) { return in_child(static_cast<pid_t>(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0))); }},
      {"clone_namespace",
       [](pid_t) { return in_child(static_cast<pid_t>(::syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0))); }},
      {"clone3",
       [](pid_t) {
         clone_args wanted{};
         wanted.exit_signal = SIGCHLD;
         return in_child(static_cast<pid_t>(::syscall(SYS_clone3, &wanted, sizeof wanted)));
       }},
      {"execve", [](pid_t) { return execute(); }},
      {"setsid", [](pid_t) { return ::setsid() >= 0; }},
      {"setpgid", [](pid_t daemon) { return ::setpgid(0, ::getpgid(daemon)) == 0; }},
      {"dumpable", [](pid_t) { return ::prctl(PR_SET_DUMPABLE, 1) == 0; }},
      {"survive_parent", [](pid_t) { return ::prctl(PR_SET_PDEATHSIG, 0) == 0; }},
      {"let_trace", [](pid_t) { return ::prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY) == 0; }},
  };
}

}  // namespace hostile
