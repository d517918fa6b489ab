// Every system call that there is or may come, by its number, with arguments that would hurt.
#pragma once

#include <sys/types.h>

#include <set>
#include <string>

namespace hostile {

/// Tries numbers 0 to 600, plain and by the table of x32, but not `leave_out`, and on x86-64 a few by that of i386. The
/// numbers of those that were answered with anything but EPERM and ENOSYS, with a space behind each.
std::string try_every_call(pid_t daemon, const std::set<long>& leave_out);

}  // namespace hostile
