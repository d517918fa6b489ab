#include "host/confine/confinement.h"

#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

namespace frontdesk::host {

namespace {

using Filter = std::unique_ptr<void, void (*)(scmp_filter_ctx)>;

// Refused with EPERM: what no channel needs.
constexpr const char* kRefused[] = {"execve",
                                    "execveat",
                                    "fork",
                                    "vfork",
                                    "ptrace",
                                    "process_vm_readv",
                                    "process_vm_writev",
                                    "process_madvise",
                                    "pidfd_open",
                                    "pidfd_getfd",
                                    "pidfd_send_signal",
                                    "rt_sigqueueinfo",
                                    "rt_tgsigqueueinfo",
                                    "tkill",
                                    "kcmp",
                                    "mount",
                                    "umount2",
                                    "move_mount",
                                    "open_tree",
                                    "fsopen",
                                    "fsconfig",
                                    "fsmount",
                                    "fspick",
                                    "mount_setattr",
                                    "pivot_root",
                                    "chroot",
                                    "unshare",
                                    "setns",
                                    "bpf",
                                    "perf_event_open",
                                    "userfaultfd",
                                    "keyctl",
                                    "add_key",
                                    "request_key",
                                    "init_module",
                                    "finit_module",
                                    "delete_module",
                                    "kexec_load",
                                    "kexec_file_load",
                                    "reboot",
                                    "swapon",
                                    "swapoff",
                                    "acct",
                                    "quotactl",
                                    "quotactl_fd",
                                    "personality",
                                    "iopl",
                                    "ioperm",
                                    "syslog",
                                    "settimeofday",
                                    "clock_settime",
                                    "clock_adjtime",
                                    "adjtimex",
                                    "sethostname",
                                    "setdomainname",
                                    "vhangup",
                                    "open_by_handle_at",
                                    "name_to_handle_at",
                                    "lookup_dcookie",
                                    "nfsservctl",
                                    "io_uring_setup",
                                    "io_uring_enter",
                                    "io_uring_register",
                                    "fanotify_init",
                                    "memfd_secret",
                                    "setuid",
                                    "setgid",
                                    "setreuid",
                                    "setregid",
                                    "setresuid",
                                    "setresgid",
                                    "setgroups",
                                    "setfsuid",
                                    "setfsgid",
                                    "setpgid",
                                    "setsid",
                                    "mknod",
                                    "mknodat",
                                    "chmod",
                                    "fchmod",
                                    "fchmodat",
                                    "chown",
                                    "fchown",
                                    "lchown",
                                    "fchownat",
                                    "setxattr",
                                    "lsetxattr",
                                    "fsetxattr"};

int refuse(scmp_filter_ctx filter, const char* name) {
  const int number = seccomp_syscall_resolve_name(name);
  return number == __NR_SCMP_ERROR ? 0 : seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0);
}

/// Threads yes, processes no; clone3 hides its flags from filters, so that glibc must fall back to clone.
int refuse_processes(scmp_filter_ctx filter) {
  const int failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
  if (failed != 0) return failed;
  return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                          SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
}

int refuse_foreign_signals(scmp_filter_ctx filter) {
  const auto self = static_cast<scmp_datum_t>(::getpid());
  const int failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(kill), 1, SCMP_A0(SCMP_CMP_NE, self));
  if (failed != 0) return failed;
  return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_NE, self));
}

/// Only Internet sockets, and netlink because getaddrinfo asks it for addresses. No Unix sockets: the daemon has one.
int refuse_other_sockets(scmp_filter_ctx filter) {
  constexpr int kFamilies = 64;
  for (int family = 0; family < kFamilies; ++family) {
    if (family == AF_INET || family == AF_INET6 || family == AF_NETLINK) continue;
    const int failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1,
                                        SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(family)));
    if (failed != 0) return failed;
  }
  return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_GE, kFamilies));
}

/// The kernel reads these arguments as 32 bits, so the upper half must not hide a match.
constexpr scmp_datum_t kInt = 0xffffffff;

int refuse_by_argument(scmp_filter_ctx filter) {
  int failed =
      seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, kInt, TIOCSTI));
  for (const int option : {PR_SET_DUMPABLE, PR_SET_PDEATHSIG, PR_SET_PTRACER}) {
    if (failed != 0) return failed;
    failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prctl), 1,
                              SCMP_A0(SCMP_CMP_MASKED_EQ, kInt, static_cast<scmp_datum_t>(option)));
  }
  return failed;
}

}  // namespace

bool confine_system_calls() {
  const Filter filter(seccomp_init(SCMP_ACT_ALLOW), seccomp_release);
  if (filter == nullptr) return false;
  for (const char* name : kRefused) {
    if (refuse(filter.get(), name) != 0) return false;
  }
  return refuse_processes(filter.get()) == 0 && refuse_foreign_signals(filter.get()) == 0 &&
         refuse_other_sockets(filter.get()) == 0 && refuse_by_argument(filter.get()) == 0 &&
         seccomp_load(filter.get()) == 0;
}

}  // namespace frontdesk::host
