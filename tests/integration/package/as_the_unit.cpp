// as_the_unit CALLS PROGRAM…: runs a program under the system-call filter of the service, with EPERM for what is not on
// it, without new privileges, and without memory that is writable and executable at once. CALLS is a file with one name
// of a call per line: what systemd makes of SystemCallFilter=. Names that this machine's libseccomp does not know are
// left out, as systemd does.
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <string>

namespace {

bool allow_listed(scmp_filter_ctx filter, std::istream& names) {
  for (std::string name; std::getline(names, name);) {
    const int call = seccomp_syscall_resolve_name(name.c_str());
    if (call == __NR_SCMP_ERROR || call < 0) continue;
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) != 0) return false;
  }
  return true;
}

/// MemoryDenyWriteExecute=, as systemd builds it.
bool deny_write_execute() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  const bool added =
      seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mmap), 1,
                       SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE, PROT_EXEC | PROT_WRITE)) == 0 &&
      seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mprotect), 1,
                       SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC)) == 0;
  return added && seccomp_load(filter) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 64;
  std::ifstream names(argv[1]);
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (!names || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !deny_write_execute() ||
      !allow_listed(filter, names) || seccomp_load(filter) != 0) {
    std::perror("as_the_unit");
    return 71;
  }
  ::execv(argv[2], argv + 2);
  std::perror(argv[2]);
  return 71;
}
