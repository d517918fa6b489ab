#include "host_process.h"

#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcntl.h>
#include <csignal>

extern char** environ;

namespace frontdesk::test {

namespace {

constexpr std::chrono::seconds kPatience{120};
constexpr int kHostSocket = 3;

int left_ms(std::chrono::steady_clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
  return left.count() > 0 ? static_cast<int>(left.count()) : 0;
}

}  // namespace

std::string HostProcess::library_path(const std::string& name) {
  return std::string(FRONTDESK_TEST_PLUGINS) + "/" + name + "/" + name + ".so";
}

HostProcess::HostProcess(const std::string& name, std::vector<std::string> options) {
  int pair[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return;
  socket_.reset(pair[0]);
  wire::Descriptor theirs(pair[1]);
  std::vector<std::string> words = {FRONTDESK_PLUGIN_HOST, "--library", library_path(name), "--parent",
                                    std::to_string(::getpid())};
  if (kSanitized) words.insert(words.end(), {"--sandbox", "off", "--data-limit", "0"});
  words.insert(words.end(), options.begin(), options.end());
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  // dup2 onto the same number would keep close-on-exec, so the source is moved away first.
  const wire::Descriptor high(::fcntl(theirs.get(), F_DUPFD_CLOEXEC, 10));
  ::posix_spawn_file_actions_adddup2(&actions, high.get(), kHostSocket);
  ::posix_spawn(&pid_, FRONTDESK_PLUGIN_HOST, &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
}

HostProcess::~HostProcess() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

wire::Hello HostProcess::greet(const wire::HelloAck& ack) {
  const auto hello = expect<wire::Hello>();
  post(ack);
  return hello.value_or(wire::Hello{});
}

void HostProcess::post_frame(const wire::Frame& frame) {
  auto packed = wire::pack(frame);
  if (!packed) return;
  sender_.push(std::move(*packed));
  sender_.flush(socket_.get());
}

void HostProcess::post_bytes(std::string_view bytes) {
  [[maybe_unused]] const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

bool HostProcess::read_more() {
  if (wire::receive(socket_.get(), decoder_) != wire::Transfer::kDone) return false;
  wire::Frame frame;
  wire::FrameDecoder::Next next;
  while ((next = decoder_.next(frame)) == wire::FrameDecoder::Next::kFrame) received_.push_back(std::move(frame));
  return next != wire::FrameDecoder::Next::kBroken;
}

std::optional<wire::Frame> HostProcess::next_of(wire::Type type) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (true) {
    for (auto at = received_.begin(); at != received_.end(); ++at) {
      if (at->type != static_cast<std::uint16_t>(type)) continue;
      wire::Frame found = std::move(*at);
      received_.erase(at);
      return found;
    }
    pollfd watched{socket_.get(), POLLIN, 0};
    if (::poll(&watched, 1, left_ms(until)) <= 0 || !read_more()) return std::nullopt;
  }
}

std::optional<wire::Submit> HostProcess::take_submit(const wire::Window& window) {
  std::uint64_t request = 0;
  auto submit = expect<wire::Submit>(&request);
  if (!submit) return std::nullopt;
  wire::SubmitReply reply;
  reply.outcomes.resize(submit->items.size());
  reply.window = window;
  post(reply, request);
  return submit;
}

void HostProcess::close_socket() { socket_.reset(); }

std::optional<int> HostProcess::wait_for_exit() {
  const wire::Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  pollfd watched{process.get(), POLLIN, 0};
  if (::poll(&watched, 1, left_ms(std::chrono::steady_clock::now() + kPatience)) <= 0) return std::nullopt;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return status;
}

}  // namespace frontdesk::test
