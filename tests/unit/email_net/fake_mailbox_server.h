// A mail server on a loopback port that holds one mailbox and misbehaves as its mails say: IMAP or POP3.
//
//   FakeMailboxServer server(FakeMailboxServer::Protocol::kImap, {{1, kMail}, {2, kMail, {.refuse = true}}});
//   server.when_read_to_the_end([&] { host.cancel(); });   // IDLE or NOOP, QUIT
//
// It understands what the channel says and nothing else. Thread rule: set everything up before the first connection.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace frontdesk::test {

struct Mischief {
  bool refuse = false;        ///< NO or -ERR to every attempt to fetch it
  bool refuse_size = false;   ///< tells neither size nor date
  bool hang_up = false;       ///< closes the connection instead of handing it out
  std::size_t told_size = 0;  ///< instead of the true one
};

struct ServedMail {
  std::uint32_t uid = 0;
  std::string raw;
  Mischief mischief;
};

class FakeMailboxServer {
 public:
  enum class Protocol { kImap, kPop3 };

  FakeMailboxServer(Protocol protocol, std::vector<ServedMail> mails);
  ~FakeMailboxServer();
  FakeMailboxServer(const FakeMailboxServer&) = delete;
  FakeMailboxServer& operator=(const FakeMailboxServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  void when_read_to_the_end(std::function<void()> then);
  void refuse_idle() { refuses_idle_ = true; }
  [[nodiscard]] int connections() const { return connections_; }
  /// All lines of all connections.
  [[nodiscard]] std::vector<std::string> lines() const;

 private:
  void serve();
  void talk(int fd);
  /// The answer to one line; `close` ends the connection after it.
  std::string answer_imap(const std::string& line, bool& close);
  std::string answer_pop3(const std::string& line, bool& close);
  std::string fetch(const std::string& tag, const std::string& set, const std::string& what, bool& close) const;
  void tell_end() const;
  std::string search(const std::string& tag, const std::string& set) const;

  Protocol protocol_;
  std::vector<ServedMail> mails_;
  std::function<void()> at_end_;
  bool refuses_idle_ = false;
  std::string idle_tag_;
  std::atomic<int> connections_{0};
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;  ///< guards lines_ and at_end_
  std::vector<std::string> lines_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace frontdesk::test
