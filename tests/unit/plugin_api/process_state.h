// What others can change about a process from outside, as text to compare.
#pragma once

#include <string>

namespace frontdesk::test {

/// Of the calling process: limits, priorities, scheduling, signals, capabilities, what the kernel would kill first, and
/// the shared memory, semaphores and queues of its user.
std::string own_state();

}  // namespace frontdesk::test
