// Landlock by raw system calls: glibc has no wrappers, and the kernel's header may be older than the kernel.
#include "host/confine/confinement.h"

#include "wire/descriptor.h"

#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fcntl.h>

namespace frontdesk::host {

namespace {

constexpr std::uint64_t kReadOnly = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
// Every file right of the first ABI: execute … make symbolic link.
constexpr std::uint64_t kFirstRights = (std::uint64_t{1} << 13) - 1;
constexpr std::uint64_t kRefer = std::uint64_t{1} << 13;          // ABI 2
constexpr std::uint64_t kTruncate = std::uint64_t{1} << 14;       // ABI 3
constexpr std::uint64_t kDeviceControl = std::uint64_t{1} << 15;  // ABI 5
constexpr std::uint64_t kScopes = 3;                              // ABI 6: abstract sockets, signals

// landlock_ruleset_attr as of ABI 6; older kernels take the first members only.
struct Ruleset {
  std::uint64_t handled_files;
  std::uint64_t handled_network;
  std::uint64_t scoped;
};

constexpr const char* kSystemPaths[] = {"/lib",
                                        "/lib64",
                                        "/usr/lib",
                                        "/usr/lib64",
                                        "/usr/local/lib",
                                        "/etc/ld.so.cache",
                                        "/etc/ssl",
                                        "/usr/share/ca-certificates",
                                        "/usr/local/share/ca-certificates",
                                        "/usr/share/zoneinfo",
                                        "/etc/localtime",
                                        "/etc/timezone",
                                        "/etc/resolv.conf",
                                        "/run/systemd/resolve",
                                        "/etc/hosts",
                                        "/etc/host.conf",
                                        "/etc/nsswitch.conf",
                                        "/etc/gai.conf",
                                        "/etc/services",
                                        "/etc/protocols",
                                        "/usr/share/publicsuffix",
                                        "/dev/urandom",
                                        "/dev/random",
                                        "/dev/null"};

std::size_t ruleset_size(int abi) { return abi >= 6 ? sizeof(Ruleset) : abi >= 4 ? 16 : 8; }

std::uint64_t handled_rights(int abi) {
  return kFirstRights | (abi >= 2 ? kRefer : 0) | (abi >= 3 ? kTruncate : 0) | (abi >= 5 ? kDeviceControl : 0);
}

void allow_reading(int rules, int path) {
  struct stat status {};
  if (::fstat(path, &status) != 0) return;
  landlock_path_beneath_attr beneath{};
  beneath.allowed_access = S_ISDIR(status.st_mode) ? kReadOnly : std::uint64_t{LANDLOCK_ACCESS_FS_READ_FILE};
  beneath.parent_fd = path;
  ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
}

void allow_reading(int rules, const char* path) {
  const wire::Descriptor opened(::open(path, O_PATH | O_CLOEXEC));
  if (opened.valid()) allow_reading(rules, opened.get());
}

}  // namespace

int confine_files(const std::vector<std::string>& readable, int library_file) {
  const auto abi =
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION));
  if (abi < 1) return 0;
  Ruleset wanted{handled_rights(abi), 0, abi >= 6 ? kScopes : 0};
  const wire::Descriptor rules(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &wanted, ruleset_size(abi), 0)));
  if (!rules.valid()) return 0;
  for (const char* path : kSystemPaths) allow_reading(rules.get(), path);
  for (const auto& path : readable) allow_reading(rules.get(), path.c_str());
  allow_reading(rules.get(), library_file);
  return ::syscall(SYS_landlock_restrict_self, rules.get(), 0) == 0 ? abi : 0;
}

}  // namespace frontdesk::host
