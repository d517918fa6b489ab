#include "attempts.h"

#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/perf_event.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <unistd.h>

#include <grp.h>
#include <sched.h>

namespace hostile {

std::vector<Attempt> on_the_machine() {
  return {
      {"keyctl", [](pid_t) { return ::syscall(SYS_keyctl, 0, -3, 1) >= 0; }},
      {"add_key", [](pid_t) { return ::syscall(SYS_add_key, "user", "hostile", "x", 1, -3) >= 0; }},
      {"io_uring_setup",
       [](pid_t) {
         char parameters[120] = {};
         return ::syscall(SYS_io_uring_setup, 4, parameters) >= 0;
       }},
      {"io_setup",
       [](pid_t) {
         unsigned long context = 0;
         return ::syscall(SYS_io_setup, 8, &context) >= 0;
       }},
      {"bpf",
       [](pid_t) {
         bpf_attr wanted{};
         wanted.map_type = BPF_MAP_TYPE_ARRAY;
         wanted.key_size = wanted.value_size = 4;
         wanted.max_entries = 1;
         return ::syscall(SYS_bpf, BPF_MAP_CREATE, &wanted, sizeof wanted) >= 0;
       }},
      {"perf_event_open",
       [](pid_t daemon) {
         perf_event_attr wanted{};
         wanted.type = PERF_TYPE_SOFTWARE;
         wanted.size = sizeof wanted;
         return ::syscall(SYS_perf_event_open, &wanted, daemon, -1, -1, 0) >= 0;
       }},
      {"syslog", [](pid_t) { return ::syscall(SYS_syslog, 10, nullptr, 0) >= 0; }},
      {"personality", [](pid_t) { return ::personality(0xffffffff) >= 0; }},
      {"unshare", [](pid_t) { return ::unshare(CLONE_NEWUSER) == 0; }},
      {"setns", [](pid_t) { return ::setns(3, 0) == 0; }},
      {"mount", [](pid_t) { return ::mount("none", "/tmp", "tmpfs", 0, nullptr) == 0; }},
      {"chroot", [](pid_t) { return ::chroot("/") == 0; }},
      {"setuid", [](pid_t) { return ::setuid(::getuid()) == 0; }},
      {"setgid", [](pid_t) { return ::setgid(::getgid()) == 0; }},
      {"setgroups", [](pid_t) { return ::setgroups(0, nullptr) == 0; }},
      {"capset",
       [](pid_t) {
         __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
         __user_cap_data_struct none[2] = {};
         return ::syscall(SYS_capset, &header, none) >= 0;
       }},
      {"seccomp",
       [](pid_t) {
         unsigned action = 0x7fff0000;
         return ::syscall(SYS_seccomp, 2, 0, &action) >= 0;
       }},
      {"timer_slack", [](pid_t) { return ::prctl(PR_SET_TIMERSLACK, 1) == 0; }},
      {"adjtimex",
       [](pid_t) {
         timex none{};
         return ::adjtimex(&none) >= 0;
       }},
      {"sync", [](pid_t) { return ::syscall(SYS_syncfs, 3) >= 0; }},
      {"umount", [](pid_t) { return ::umount2("/frontdesk-nowhere", 0) == 0; }},
  };
}

}  // namespace hostile
