#include "host/confine/confinement.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace frontdesk::host {

namespace {

constexpr rlim_t kMaxOpenFiles = 256;
/// Shared memory and files mapped into memory count for the address space only, and so do the stacks and arenas that
/// are reserved and never used: hence the generous rest.
constexpr rlim_t kAddressSpaceBesides = rlim_t{2} << 30;
constexpr rlim_t kMaxFileBytes = rlim_t{128} << 20;  // tails above a frame are written to memory files

bool limit(__rlimit_resource resource, rlim_t value) {
  const rlimit both{value, value};
  return ::setrlimit(resource, &both) == 0;
}

/// When the machine has no memory left, a plugin goes before anything else: memory files that are not mapped escape
/// every limit of a process. Best effort: some containers forbid it. Before the process stops being dumpable, since its
/// files in /proc belong to root afterwards.
void die_first() {
  const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  [[maybe_unused]] const ssize_t written = ::write(file, "1000", 4);
  ::close(file);
}

}  // namespace

std::string tie_and_limit(int expected_parent, const Limits& limits) {
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return "PR_SET_PDEATHSIG: " + std::generic_category().message(errno);
  // The parent may have died before the line above.
  if (expected_parent != 0 && ::getppid() != expected_parent) return "the parent is not the one that was told";
  die_first();
  if (::prctl(PR_SET_DUMPABLE, 0) != 0) return "PR_SET_DUMPABLE: " + std::generic_category().message(errno);
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return "PR_SET_NO_NEW_PRIVS: " + std::generic_category().message(errno);
  const bool limited =
      limit(RLIMIT_NOFILE, kMaxOpenFiles) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, kMaxFileBytes) &&
      (limits.data_bytes == 0 ||
       (limit(RLIMIT_DATA, limits.data_bytes) && limit(RLIMIT_AS, limits.data_bytes * 2 + kAddressSpaceBesides)));
  if (!limited) return "setrlimit: " + std::generic_category().message(errno);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return {};
}

}  // namespace frontdesk::host
