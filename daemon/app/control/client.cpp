#include "app/control/protocol.h"
#include "app/control/unix_socket.h"

namespace frontdesk::app {
namespace {

/// Exports take their time, and a copy of a large store takes hours; a daemon that ends closes the connection.
constexpr std::chrono::hours kPatience{12};

ErrorCode code_of(std::string_view word) {
  for (int raw = 0; raw <= static_cast<int>(ErrorCode::kInternal); ++raw) {
    if (word == to_text(static_cast<ErrorCode>(raw))) return static_cast<ErrorCode>(raw);
  }
  return ErrorCode::kInternal;
}

}  // namespace

Result<void> call_daemon(const std::string& path, const std::string& command, const json::Value& args,
                         const std::function<void(const json::Value&)>& row) {
  auto socket = UnixSocket::connect(path);
  if (!socket) return std::move(socket).error();
  json::Writer request;
  request.begin_object().member("command", command).member("args", args).end_object();
  FD_TRY(socket->write(request.take() + "\n"));
  while (true) {
    auto line = socket->read_line(kMostLineBytes, kPatience);
    if (!line) return std::move(line).error();
    if (!*line) return Error{ErrorCode::kUnavailable, "the daemon closed the connection before it was done"};
    const auto answer = json::parse(**line, {.max_bytes = kMostLineBytes});
    if (!answer.value) return Error{ErrorCode::kInternal, "the daemon's answer is no JSON: " + answer.error};
    if (const json::Value* found = answer.value->find("row")) {
      row(*found);
    } else if (const json::Value* failed = answer.value->find("error")) {
      return Error{code_of(failed->get("code").as_string()), std::string(failed->get("message").as_string())};
    } else {
      return {};
    }
  }
}

}  // namespace frontdesk::app
