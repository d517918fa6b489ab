#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "unit/email_net/scripted_server.h"

namespace frontdesk::test {

ScriptedServer::ScriptedServer(std::vector<Exchange> script, Manner manner) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return;
  server_fd_ = ends[0];
  client_fd_ = ends[1];
  thread_ = std::thread([this, script = std::move(script), manner] { play(script, manner); });
}

ScriptedServer::~ScriptedServer() {
  lines();
  if (client_fd_ >= 0) ::close(client_fd_);
}

email::net::Connection ScriptedServer::connect(const email::net::Waiting& waiting) {
  return email::net::Connection::adopt(std::exchange(client_fd_, -1), {}, waiting);
}

std::vector<std::string> ScriptedServer::lines() {
  if (client_fd_ >= 0) ::shutdown(client_fd_, SHUT_RDWR);
  if (thread_.joinable()) thread_.join();
  return lines_;
}

void ScriptedServer::play(const std::vector<Exchange>& script, Manner manner) {
  bool fits = true;
  for (const Exchange& exchange : script) {
    std::string line;
    if (exchange.expect == kEverything) {
      while (read_line(line)) lines_.push_back(line);
      break;
    }
    while (fits && !exchange.expect.empty()) {
      if (!read_line(line)) {
        fits = false;
        break;
      }
      lines_.push_back(line);
      if (exchange.expect.front() == '\x02') {
        if (line.rfind(exchange.expect.substr(1), 0) == 0) break;
        continue;
      }
      if (line.rfind(exchange.expect, 0) == 0) break;
      surprise_ = line;
      fits = false;
    }
    if (!fits || !send(exchange.reply, manner)) break;
  }
  ::close(server_fd_);
}

bool ScriptedServer::send(const std::string& text, Manner manner) const {
  const std::size_t step = manner == Manner::kByteByByte ? 1 : text.size();
  for (std::size_t at = 0; at < text.size(); at += step) {
    if (::send(server_fd_, text.data() + at, std::min(step, text.size() - at), MSG_NOSIGNAL) <= 0) return false;
  }
  return true;
}

bool ScriptedServer::read_line(std::string& line) {
  for (;;) {
    if (const auto end = buffer_.find("\r\n"); end != std::string::npos) {
      line = buffer_.substr(0, end);
      buffer_.erase(0, end + 2);
      return true;
    }
    std::array<char, 4096> chunk{};
    const auto got = ::recv(server_fd_, chunk.data(), chunk.size(), 0);
    if (got <= 0) return false;
    buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace frontdesk::test
