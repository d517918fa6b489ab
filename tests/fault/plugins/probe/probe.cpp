// Tries what the sandbox forbids. Each attempt is one item: the key names it, the text is "refused" or "possible".
#include <frontdesk/sdk/plugin_entry.h>

#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcntl.h>
#include <cstdio>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace sdk = frontdesk::sdk;

bool can_open(const char* path, int flags) {
  const int file = ::open(path, flags | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
  return file >= 0;
}

bool can_make_socket(int family) {
  const int made = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made >= 0) ::close(made);
  return made >= 0;
}

bool can_fork() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  if (child > 0) ::waitpid(child, nullptr, 0);
  return child > 0;
}

bool can_execute() {
  char program[] = "/bin/true";
  char* arguments[] = {program, nullptr};
  ::execv(program, arguments);
  return false;  // success does not come back: the test sees the host die
}

bool can_start_thread() {
  bool ran = false;
  std::thread([&] { ran = true; }).join();
  return ran;
}

class Probe final : public sdk::Channel {
 public:
  using Channel::Channel;
  sdk::Result<void> open(const sdk::OpenRequest&) override { return {}; }

  sdk::Result<sdk::PollResult> poll(const sdk::PollRequest&) override {
    const std::vector<std::pair<const char*, std::function<bool()>>> attempts = {
        {"write_tmp", [] { return can_open("/tmp/frontdesk-probe", O_WRONLY | O_CREAT); }},
        {"read_passwd", [] { return can_open("/etc/passwd", O_RDONLY); }},
        {"read_other_process",
         [] { return can_open(("/proc/" + std::to_string(::getppid()) + "/environ").c_str(), O_RDONLY); }},
        {"execve", can_execute},
        {"fork", can_fork},
        {"signal_parent", [] { return ::kill(::getppid(), 0) == 0; }},
        {"unix_socket", [] { return can_make_socket(AF_UNIX); }},
        {"dumpable", [] { return ::prctl(PR_SET_DUMPABLE, 1) == 0; }},
        {"read_certificates", [] { return can_open("/etc/ssl", O_RDONLY | O_DIRECTORY); }},
        {"internet_socket", [] { return can_make_socket(AF_INET); }},
        {"thread", can_start_thread},
    };
    for (const auto& [name, attempt] : attempts) {
      sdk::Item item;
      item.dedup_key = name;
      item.author.key = "probe";
      item.parts.push_back({sdk::PartRole::kBody, "text/plain", attempt() ? "possible" : "refused"});
      const auto outcome = services().inbox().submit(item);
      if (!outcome) return outcome.error();
    }
    return sdk::PollResult{};
  }
};

}  // namespace

FRONTDESK_PLUGIN(Probe)
