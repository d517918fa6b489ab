// ControlServer: answers the admin command line over the Unix socket, a few commands at a time, so that one whose
// reader has paused (`frontdesk audit export | less`) does not hold up the others. A reader that takes nothing for
// `write_patience` has left: its command ends without the closing line, which its client reports as an error.
#pragma once

#include <frontdesk/json.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "app/control/unix_socket.h"
#include "base/result.h"

namespace frontdesk::app {

/// Writes one row of the answer; a command ends at the first row that fails, with that error.
using RowSink = std::function<Result<void>(const json::Value&)>;
using Command = std::function<Result<void>(const json::Value& args, const RowSink& row)>;
using CommandTable = std::map<std::string, Command>;

class ControlServer {
 public:
  explicit ControlServer(CommandTable commands, std::chrono::milliseconds write_patience = std::chrono::seconds(30))
      : commands_(std::move(commands)), write_patience_(write_patience) {}
  ~ControlServer() { stop(); }

  Result<void> start(const std::string& path);
  /// Cuts off clients that are being answered, then joins.
  void stop();

 private:
  void run(const std::stop_token& stop);
  void serve(UnixSocket& client, const std::stop_token& stop);
  Result<void> answer(const json::Value& request, const RowSink& row) const;

  const CommandTable commands_;
  const std::chrono::milliseconds write_patience_;
  std::unique_ptr<UnixSocket> listener_;
  std::string path_;
  std::vector<std::jthread> threads_;
};

}  // namespace frontdesk::app
