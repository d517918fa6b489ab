// What a hostile plugin tries, each attempt with its name. `daemon` is the process that started the host.
#pragma once

#include <sys/types.h>

#include <functional>
#include <vector>

namespace hostile {

struct Attempt {
  const char* name;
  std::function<bool(pid_t daemon)> succeeds;
};

std::vector<Attempt> on_processes();  ///< limits, priority, scheduling, signals, tracing, new processes
std::vector<Attempt> on_memory();     ///< what no limit counts, what outlives the process, what is others'
std::vector<Attempt> on_files_and_network();
std::vector<Attempt> on_the_machine();
std::vector<Attempt> lawful();  ///< what a channel needs: must succeed

}  // namespace hostile
