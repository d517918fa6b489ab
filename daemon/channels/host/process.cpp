#include "channels/host/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace frontdesk::channels {
namespace {

constexpr int kChildSocket = 3;
constexpr int kAboveStandard = 10;

Error failed(const char* doing, int error) {
  const bool is_passing = error == EAGAIN || error == ENOMEM || error == EMFILE || error == ENFILE;
  return {is_passing ? ErrorCode::kUnavailable : ErrorCode::kIo,
          std::string("plugin host: ") + doing + ": " + std::generic_category().message(error)};
}

/// The child's ends must not lie where dup2 puts others.
bool move_up(wire::Descriptor& descriptor) {
  const int moved = ::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, kAboveStandard);
  if (moved >= 0) descriptor.reset(moved);
  return moved >= 0;
}

bool set_non_blocking(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  return flags >= 0 && ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

class SpawnSetup {
 public:
  SpawnSetup(int socket, int output, int file) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, 1);
    posix_spawn_file_actions_adddup2(&actions_, output, 2);
    posix_spawn_file_actions_adddup2(&actions_, socket, kChildSocket);
    if (file >= 0) posix_spawn_file_actions_adddup2(&actions_, file, kHostFile);
    posix_spawn_file_actions_addclosefrom_np(&actions_, file >= 0 ? kHostFile + 1 : kHostFile);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnSetup() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;

  int spawn(pid_t& pid, const std::string& program, const std::vector<std::string>& arguments) {
    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    // Nothing of the daemon's environment: it may name credentials.
    std::string language = "LANG=C.UTF-8";
    std::array<char*, 2> environment{language.data(), nullptr};
    return ::posix_spawn(&pid, program.c_str(), &actions_, &attributes_, argv.data(), environment.data());
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

std::string ProcessExit::text() const {
  if (signal == 0) return "exit code " + std::to_string(code);
  const char* name = ::sigabbrev_np(signal);
  return "signal " + std::to_string(signal) + (name == nullptr ? "" : std::string(" (SIG") + name + ")");
}

bool ProcessExit::is_from_outside() const {
  constexpr std::array kSentByOthers = {SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT};
  return std::ranges::find(kSentByOthers, signal) != kSentByOthers.end();
}

Result<HostProcess> HostProcess::spawn(const std::string& program, const std::vector<std::string>& arguments,
                                       int file) {
  std::array<int, 2> sockets{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) return failed("socketpair", errno);
  HostProcess process;
  process.socket_.reset(sockets[0]);
  wire::Descriptor child_socket(sockets[1]);
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return failed("pipe", errno);
  process.output_.reset(pipe[0]);
  wire::Descriptor child_output(pipe[1]);
  wire::Descriptor child_file(file < 0 ? -1 : ::fcntl(file, F_DUPFD_CLOEXEC, kAboveStandard));
  if ((file >= 0 && !child_file.valid()) || !move_up(child_socket) || !move_up(child_output) ||
      !set_non_blocking(process.socket_.get()) || !set_non_blocking(process.output_.get())) {
    return failed("descriptors", errno);
  }
  pid_t pid = -1;
  if (const int error =
          SpawnSetup(child_socket.get(), child_output.get(), child_file.get()).spawn(pid, program, arguments);
      error != 0) {
    return failed(program.c_str(), error);
  }
  process.pid_ = pid;
  process.pidfd_.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!process.pidfd_.valid()) return failed("pidfd_open", errno);
  return process;
}

HostProcess::HostProcess(HostProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      socket_(std::move(other.socket_)),
      output_(std::move(other.output_)),
      pidfd_(std::move(other.pidfd_)) {}

HostProcess::~HostProcess() {
  if (pid_ < 0) return;
  signal(SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
}

void HostProcess::signal(int number) const {
  if (pid_ <= 0) return;
  // The group exists from setsid on; right after the spawn it may not yet.
  if (::kill(-pid_, number) != 0) ::kill(pid_, number);
}

std::optional<ProcessExit> HostProcess::reap() {
  if (pid_ < 0) return std::nullopt;
  siginfo_t ended{};
  if (::waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) != 0) return std::nullopt;
  if (ended.si_pid != pid_) return std::nullopt;
  // What the plugin forked, if its confinement let it, goes with it. Before the leader is reaped: afterwards its number
  // may already be somebody else's.
  ::kill(-pid_, SIGKILL);
  int status = 0;
  rusage used{};
  while (::wait4(pid_, &status, 0, &used) < 0 && errno == EINTR) continue;
  pid_ = -1;
  ProcessExit exit;
  exit.peak_memory = static_cast<std::uint64_t>(std::max(used.ru_maxrss, 0L)) << 10;
  if (WIFEXITED(status)) exit.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) exit.signal = WTERMSIG(status);
  return exit;
}

}  // namespace frontdesk::channels
