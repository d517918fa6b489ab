#include "integration/mail_servers/token_server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

#include "integration/mail_servers/child_process.h"

namespace frontdesk::test {
namespace {

/// The value of a form field; the test's tokens need no decoding.
std::string field(const std::string& form, const std::string& name) {
  const std::string marked = "&" + form;
  const auto at = marked.find("&" + name + "=");
  if (at == std::string::npos) return {};
  const auto begin = at + name.size() + 2;
  return marked.substr(begin, marked.find('&', begin) - begin);
}

struct Request {
  std::string head;
  std::string body;
};

Request read_request(int fd) {
  std::string all;
  for (;;) {
    if (const auto end = all.find("\r\n\r\n"); end != std::string::npos) {
      std::size_t length = 0;
      for (const char* name : {"Content-Length:", "content-length:"}) {
        if (const auto at = all.find(name); at < end) length = std::strtoul(all.c_str() + at + 15, nullptr, 10);
      }
      if (all.size() >= end + 4 + length) return {all.substr(0, end), all.substr(end + 4, length)};
    }
    std::array<char, 4096> chunk{};
    const auto got = ::recv(fd, chunk.data(), chunk.size(), 0);
    if (got <= 0 || all.size() > (1U << 16)) return {};
    all.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

TokenServer::TokenServer(std::string user, int life_seconds)
    : user_(std::move(user)), life_seconds_(life_seconds), port_(free_port()) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 16) != 0) {
    ::close(listener_);
    throw std::runtime_error("token server: port is taken");
  }
  thread_ = std::thread([this] { serve(); });
}

TokenServer::~TokenServer() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

std::string TokenServer::token_url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/token"; }
std::string TokenServer::introspection_url() const {
  return "http://127.0.0.1:" + std::to_string(port_) + "/introspect";
}

std::string TokenServer::refresh_token() const {
  const std::lock_guard lock(mutex_);
  return refresh_token_;
}

void TokenServer::expire_access_tokens() {
  const std::lock_guard lock(mutex_);
  access_tokens_.clear();
}

void TokenServer::revoke() {
  const std::lock_guard lock(mutex_);
  access_tokens_.clear();
  revoked_ = true;
}

void TokenServer::serve() {
  while (!stopping_) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    const timeval patience{5, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    answer(fd);
    ::close(fd);
  }
}

void TokenServer::answer(int fd) {
  const Request request = read_request(fd);
  int status = 200;
  const std::string body = request.head.find("/introspect") != std::string::npos ? introspection_answer(request.body)
                                                                                 : token_answer(request.body, status);
  const std::string reply =
      "HTTP/1.1 " + std::to_string(status) +
      " X\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n" + body;
  [[maybe_unused]] const auto sent = ::send(fd, reply.data(), reply.size(), MSG_NOSIGNAL);
}

std::string TokenServer::token_answer(const std::string& form, int& status) {
  const std::lock_guard lock(mutex_);
  if (revoked_ || field(form, "refresh_token") != refresh_token_) {
    status = 400;
    return R"({"error":"invalid_grant"})";
  }
  const std::string number = std::to_string(++refreshes_ + 1);
  refresh_token_ = "refresh-" + number;
  access_tokens_.insert("access-" + number);
  return R"({"access_token":"access-)" + number + R"(","token_type":"Bearer","expires_in":)" +
         std::to_string(life_seconds_) + R"(,"refresh_token":")" + refresh_token_ + "\"}";
}

std::string TokenServer::introspection_answer(const std::string& form) const {
  const std::lock_guard lock(mutex_);
  if (access_tokens_.count(field(form, "token")) == 0) return R"({"active":false})";
  return R"({"active":true,"username":")" + user_ + "\"}";
}

}  // namespace frontdesk::test
