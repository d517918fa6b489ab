// A server that says what a test wrote down, over a socket pair or a loopback port, on a thread of its own.
//
//   ScriptedServer server({{"", "* OK ready\r\n"}, {"F1 NOOP", "F1 OK done\r\n"}});
//   Connection connection = server.connect();
#pragma once

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "net/connection.h"

namespace frontdesk::test {

/// Waits for a line that begins with `expect` (empty: does not wait), then sends `reply`. A line that does not fit ends
/// the script and is found in ScriptedServer::surprise().
struct Exchange {
  std::string expect;
  std::string reply;
};

/// As `expect`: reads on and says nothing until the client hangs up.
inline constexpr const char* kEverything = "\x01";

/// As `expect`: passes over lines until one begins with `word`.
inline std::string until(const std::string& word) { return "\x02" + word; }

enum class Manner { kAtOnce, kByteByByte };

class ScriptedServer {
 public:
  explicit ScriptedServer(std::vector<Exchange> script, Manner manner = Manner::kAtOnce);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  /// The client's end; once.
  email::net::Connection connect(const email::net::Waiting& waiting = {});
  /// Ends the script and returns all lines the client sent.
  std::vector<std::string> lines();
  /// The first line that did not fit, after lines().
  [[nodiscard]] const std::string& surprise() const { return surprise_; }

 private:
  void play(const std::vector<Exchange>& script, Manner manner);
  bool send(const std::string& text, Manner manner) const;
  bool read_line(std::string& line);

  int server_fd_ = -1;
  int client_fd_ = -1;
  std::string buffer_;
  std::vector<std::string> lines_;
  std::string surprise_;
  std::thread thread_;
};

}  // namespace frontdesk::test
