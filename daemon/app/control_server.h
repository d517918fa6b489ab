// ControlServer: answers the admin command line over the Unix socket, one command after the other.
#pragma once

#include <frontdesk/json.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "app/unix_socket.h"
#include "base/result.h"

namespace frontdesk::app {

/// Writes one row of the answer.
using RowSink = std::function<void(const json::Value&)>;
using Command = std::function<Result<void>(const json::Value& args, const RowSink& row)>;
using CommandTable = std::map<std::string, Command>;

class ControlServer {
 public:
  explicit ControlServer(CommandTable commands) : commands_(std::move(commands)) {}
  ~ControlServer() { stop(); }

  Result<void> start(const std::string& path);
  void stop();

 private:
  void run(const std::stop_token& stop);
  void serve(UnixSocket& client);

  const CommandTable commands_;
  std::unique_ptr<UnixSocket> listener_;
  std::string path_;
  std::jthread thread_;
};

}  // namespace frontdesk::app
