#include "process_state.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <sstream>

namespace frontdesk::test {
namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string status_lines() {
  constexpr std::array kCompared = {
      "Uid:",     "Gid:",    "Groups:",      "TracerPid:",    "SigQ:",        "SigPnd:",
      "ShdPnd:",  "SigBlk:", "SigIgn:",      "SigCgt:",       "CapEff:",      "NoNewPrivs:",
      "Seccomp:", "NSpid:",  "CoreDumping:", "Cpus_allowed:", "Mems_allowed:"};
  std::ifstream file("/proc/self/status");
  std::string found;
  for (std::string line; std::getline(file, line);) {
    for (const char* name : kCompared) {
      if (line.starts_with(name)) found += line + "\n";
    }
  }
  return found;
}

/// Lines of the table that name the user.
std::string objects_of_user(const std::string& table) {
  std::istringstream lines(content_of("/proc/sysvipc/" + table));
  const std::string user = std::to_string(::getuid());
  std::string found;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      if (word == user) found += table + " " + line + "\n";
    }
  }
  return found;
}

}  // namespace

std::string own_state() {
  std::array<std::uint32_t, 14> scheduling{};
  ::syscall(SYS_sched_getattr, 0, scheduling.data(), sizeof scheduling, 0);
  std::string state = content_of("/proc/self/limits") + status_lines();
  for (const std::uint32_t word : scheduling) state += std::to_string(word) + " ";
  state += "\npriority " + std::to_string(::getpriority(PRIO_PROCESS, 0));
  state += "\nio priority " + std::to_string(::syscall(SYS_ioprio_get, 1, 0));
  for (const char* file : {"oom_score_adj", "timerslack_ns", "comm", "coredump_filter", "personality", "sessionid"}) {
    state += std::string("\n") + file + " " + content_of(std::string("/proc/self/") + file);
  }
  return state + objects_of_user("shm") + objects_of_user("sem") + objects_of_user("msg");
}

}  // namespace frontdesk::test
