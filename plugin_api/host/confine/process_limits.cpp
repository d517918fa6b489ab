#include "host/confine/confinement.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace frontdesk::host {

namespace {

constexpr rlim_t kMaxOpenFiles = 256;
/// Shared memory and files mapped into memory count for the address space only, and so do the stacks and arenas that
/// are reserved and never used: hence the generous rest.
constexpr rlim_t kAddressSpaceBesides = rlim_t{2} << 30;
constexpr rlim_t kMaxFileBytes = rlim_t{128} << 20;  // nothing in it writes files

constexpr rlim_t kMaxLockedBytes = rlim_t{1} << 20;
constexpr rlim_t kMaxTimers = 128;            // each holds a signal that is counted for the user
constexpr rlim_t kMaxThreadsOfOwnUser = 512;  // more than the daemon lets it have (channels/options.h)

/// Or what it is already, if that is less.
bool limit(__rlimit_resource resource, rlim_t value) {
  rlimit found{};
  if (::getrlimit(resource, &found) != 0) return false;
  const rlim_t most = std::min(value, found.rlim_max);
  const rlimit both{most, most};
  return ::setrlimit(resource, &both) == 0;
}

/// Threads count for the user: with the daemon's user half of what the daemon may have, so that hosts never take the
/// last.
bool limit_threads(bool has_own_user) {
  if (has_own_user) return limit(RLIMIT_NPROC, kMaxThreadsOfOwnUser);
  rlimit found{};
  if (::getrlimit(RLIMIT_NPROC, &found) != 0) return false;
  return found.rlim_cur == RLIM_INFINITY || limit(RLIMIT_NPROC, found.rlim_cur / 2);
}

bool limit_all(const Limits& limits) {
  const rlim_t data = limits.data_bytes;
  return limit(RLIMIT_NOFILE, kMaxOpenFiles) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, kMaxFileBytes) &&
         limit(RLIMIT_MEMLOCK, kMaxLockedBytes) && limit(RLIMIT_SIGPENDING, kMaxTimers) && limit(RLIMIT_MSGQUEUE, 0) &&
         limit_threads(limits.user != 0) &&
         (data == 0 || (limit(RLIMIT_DATA, data) && limit(RLIMIT_AS, data * 2 + kAddressSpaceBesides)));
}

bool become(std::uint32_t user) {
  if (user == 0) return true;
  return ::setgroups(0, nullptr) == 0 && ::setresgid(user, user, user) == 0 && ::setresuid(user, user, user) == 0;
}

/// What the parent may have as root or for other users; a plugin needs none.
bool give_up_capabilities() {
  if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) return false;
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {};
  return ::syscall(SYS_capset, &header, none) == 0;
}

std::string failed(const char* doing) { return std::string(doing) + ": " + std::generic_category().message(errno); }

/// When the machine has no memory left, a plugin goes before anything else. Best effort: some containers forbid it.
void die_first() {
  const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  [[maybe_unused]] const ssize_t written = ::write(file, "1000", 4);
  ::close(file);
}

}  // namespace

std::string tie_and_limit(int expected_parent, const Limits& limits) {
  die_first();  // while its files in /proc are its own
  if (!become(limits.user)) return failed("becoming a user of its own");
  // After the change of the user, which would undo it.
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return failed("PR_SET_PDEATHSIG");
  // The parent may have died before the line above.
  if (expected_parent != 0 && ::getppid() != expected_parent) return "the parent is not the one that was told";
  if (::prctl(PR_SET_DUMPABLE, 0) != 0) return failed("PR_SET_DUMPABLE");
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failed("PR_SET_NO_NEW_PRIVS");
  if (!give_up_capabilities()) return failed("giving up capabilities");
  if (!limit_all(limits)) return failed("setrlimit");
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return {};
}

}  // namespace frontdesk::host
