// The allow list as a program that the kernel runs at every system call (seccomp with classic BPF).
//
// Not by libseccomp's builder: it knows one answer for all that is not allowed, and three are needed (allowed_calls.h).
// Its table of names and numbers is used.
#pragma once

#include "host/confine/allowed_calls.h"

#include <linux/filter.h>

#include <vector>

namespace frontdesk::host {

/// Nothing ends the process: what is refused is answered with an error, also calls by the tables of other
/// architectures of the same machine (i386, x32). Names that the machine does not have are left out.
std::vector<sock_filter> filter_program(const std::vector<AllowedCall>& allowed);

}  // namespace frontdesk::host
