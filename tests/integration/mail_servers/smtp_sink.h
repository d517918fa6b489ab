// A very small submission server on a loopback port: AUTH PLAIN/LOGIN, no TLS, delivers by LMTP. Nothing ever leaves
// the machine. Recipients at bad.test are refused for good (550), at slow.test for now (451).
// Thread rule: construct and destroy on one thread; it serves on threads of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace frontdesk::test {

class SmtpSink {
 public:
  struct Settings {
    std::uint16_t port = 0;
    std::uint16_t lmtp_port = 0;
    bool requires_sign_in = true;
    /// Judges user and password.
    std::function<bool(const std::string& user, const std::string& password)> signs_in;
    /// The mailbox that takes mail for an address; empty: nobody (550). May be called from any thread.
    std::function<std::string(const std::string& address)> mailbox_of;
  };

  /// Listens at once; throws when the port is taken.
  explicit SmtpSink(Settings settings);
  ~SmtpSink();
  SmtpSink(const SmtpSink&) = delete;
  SmtpSink& operator=(const SmtpSink&) = delete;

  [[nodiscard]] std::uint64_t accepted() const { return accepted_; }

 private:
  struct Client;
  void accept_loop();
  void serve(int fd);

  Settings settings_;
  int listener_ = -1;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::uint64_t> accepted_ = 0;
  std::mutex mutex_;  ///< guards sockets_ and threads_
  std::list<int> sockets_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace frontdesk::test
