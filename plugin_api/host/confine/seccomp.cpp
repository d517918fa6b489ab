#include "host/confine/allowed_calls.h"
#include "host/confine/confinement.h"
#include "host/confine/filter_program.h"

#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace frontdesk::host {

bool confine_system_calls() {
  std::vector<sock_filter> code = filter_program(allowed_calls(::getpid()));
  const sock_fprog program{static_cast<unsigned short>(code.size()), code.data()};
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace frontdesk::host
