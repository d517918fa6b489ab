// A hostile plugin against a daemon of the same, ordinary user: whatever it calls, the daemon stays as it was.
#include "host/confine/allowed_calls.h"
#include "host_process.h"
#include "process_state.h"

#include <frontdesk/json.h>

#include <grp.h>
#include <seccomp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcntl.h>

#include <array>
#include <functional>
#include <map>
#include <set>
#include <sstream>

namespace frontdesk::test {
namespace {

constexpr uid_t kOrdinaryUser = 54321;
constexpr const char* kUnreachable = "unreachable";

/// Runs `daemon` in a process of its own without privileges and returns what it tells, with the signal that ended it.
std::string as_ordinary_user(const std::function<std::string()>& daemon) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return "no pipe";
  const pid_t child = ::fork();
  if (child == 0) {
    const bool dropped = ::geteuid() != 0 ||
                         (::setgroups(0, nullptr) == 0 && ::setgid(kOrdinaryUser) == 0 && ::setuid(kOrdinaryUser) == 0);
    const bool reaches = dropped && ::access(FRONTDESK_PLUGIN_HOST, X_OK) == 0;
    const std::string told = reaches ? daemon() : kUnreachable;
    for (std::size_t done = 0; done < told.size();) {
      const ssize_t written = ::write(ends[1], told.data() + done, told.size() - done);
      if (written <= 0) break;
      done += static_cast<std::size_t>(written);
    }
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string told;
  std::array<char, 4096> piece{};
  for (ssize_t got = 1; got > 0;) {
    got = ::read(ends[0], piece.data(), piece.size());
    if (got > 0) told.append(piece.data(), static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) told += "\nthe daemon was ended by signal " + std::to_string(WTERMSIG(status));
  return told;
}

/// Lets the plugin go its way and takes items up to `last`; "key=text" for each, then what changed about the daemon.
std::string endure(const std::string& way, const std::string& leave_out, const std::string& last) {
  HostProcess host("hostile");
  const wire::Hello hello = host.greet();
  if (!hello.seccomp) return "no filter for system calls";
  json::Writer config;
  config.begin_object().member("way", way).member("leave_out", leave_out).end_object();
  host.post(wire::Open{config.take(), {}}, 1);
  if (!host.expect<wire::Done>()) return "not opened";
  const std::string before = own_state();
  host.post(wire::Poll{}, 2);
  std::string told = "landlock=" + std::string(hello.landlock_abi > 0 ? "on" : "off") + "\n";
  for (std::string key; key != last;) {
    const auto submit = host.take_submit();
    if (!submit) return told + "the host ended after " + key;
    key = submit->items.at(0).dedup_key;
    told += key + "=" + submit->items.at(0).parts.at(0).text + "\n";
  }
  const std::string after = own_state();
  if (after != before) told += "changed from\n" + before + "\nto\n" + after;
  return told;
}

std::map<std::string, std::string> to_map(const std::string& told) {
  std::map<std::string, std::string> found;
  std::istringstream lines(told);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find('=');
    found[line.substr(0, at)] = at == std::string::npos ? "" : line.substr(at + 1);
  }
  return found;
}

// N-08
TEST(Sandbox, what_channels_need_is_possible_and_every_named_attack_is_refused) {
  if (kSanitized) GTEST_SKIP() << "sanitizers need what the sandbox takes away";
  const std::string told = as_ordinary_user([] { return endure("named", "", "over"); });
  if (told == kUnreachable) GTEST_SKIP() << "an ordinary user cannot reach " << FRONTDESK_PLUGIN_HOST;
  EXPECT_EQ(told.find("changed from"), std::string::npos) << told;
  std::map<std::string, std::string> found = to_map(told);
  const bool files_are_confined = found["landlock"] == "on";
  const std::set<std::string> lawful = {"datagrams",  "internet_socket",   "look_up", "look_up_by_own_addresses",
                                        "memory",     "read_certificates", "thread",  "timer",
                                        "stream_pair"};
  int attempts = 0;
  for (const auto& [name, outcome] : found) {
    if (name == "landlock" || name == "over" || name.empty()) continue;
    if (!files_are_confined && name == "read_passwd") continue;
    ++attempts;
    EXPECT_EQ(outcome, lawful.contains(name) ? "possible" : "refused") << name;
  }
  EXPECT_GT(attempts, 100) << told;
}

// N-08
TEST(Sandbox, no_system_call_by_any_number_changes_the_daemon) {
  if (kSanitized) GTEST_SKIP() << "sanitizers need what the sandbox takes away";
  std::string own_business;  // passes with any arguments: it concerns the caller only, and some of it would end it
  std::set<std::string> with_tests;
  for (const host::AllowedCall& call : host::allowed_calls(::getpid())) {
    const int number = seccomp_syscall_resolve_name(call.name);
    if (call.ways.empty() && number >= 0) own_business += std::to_string(number) + " ";
    if (!call.ways.empty()) with_tests.insert(std::to_string(number));
  }
  const std::string told = as_ordinary_user([&] { return endure("every_call", own_business, "every_call"); });
  if (told == kUnreachable) GTEST_SKIP() << "an ordinary user cannot reach " << FRONTDESK_PLUGIN_HOST;
  EXPECT_EQ(told.find("changed from"), std::string::npos) << told;
  std::map<std::string, std::string> found = to_map(told);
  ASSERT_TRUE(found.contains("every_call")) << told;
  std::istringstream answered(found["every_call"]);
  for (std::string number; answered >> number;) EXPECT_TRUE(with_tests.contains(number)) << number;
}

}  // namespace
}  // namespace frontdesk::test
