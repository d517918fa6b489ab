#include "app/control_server.h"

#include <pthread.h>
#include <unistd.h>

#include <exception>

#include "app/control_protocol.h"
#include "base/log.h"

namespace frontdesk::app {
namespace {

constexpr std::chrono::milliseconds kStopCheck{200};
constexpr std::chrono::seconds kRequestWait{5};

std::string error_line(const Error& error) {
  json::Writer out;
  out.begin_object()
      .key("error")
      .begin_object()
      .member("code", to_text(error.code))
      .member("message", error.message)
      .end_object()
      .end_object();
  return out.take() + "\n";
}

}  // namespace

Result<void> ControlServer::start(const std::string& path) {
  auto listener = UnixSocket::listen(path);
  if (!listener) return std::move(listener).error();
  path_ = path;
  listener_ = std::make_unique<UnixSocket>(std::move(*listener));
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  pthread_setname_np(thread_.native_handle(), "control");
  return {};
}

void ControlServer::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  listener_.reset();
  ::unlink(path_.c_str());
}

void ControlServer::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    auto client = listener_->accept(kStopCheck);
    if (!client) {
      log_warning("command line connection failed", {{"error", client.error()}});
    } else if (*client) {
      serve(**client);
    }
  }
}

void ControlServer::serve(UnixSocket& client) {
  const auto line = client.read_line(kMostLineBytes, kRequestWait);
  if (!line || !*line) return;
  const auto request = json::parse(**line, {.max_bytes = kMostLineBytes});
  const auto found =
      request.value ? commands_.find(std::string(request.value->get("command").as_string())) : commands_.end();
  Result<void> done = Error{ErrorCode::kInvalid, "unknown command; is the daemon of the same version?"};
  if (found != commands_.end()) {
    try {
      done = found->second(request.value->get("args"), [&](const json::Value& row) {
        json::Writer out;
        out.begin_object().member("row", row).end_object();
        (void)client.write(out.take() + "\n").ok();  // a client that left is noticed at the end
      });
    } catch (const std::exception& error) {
      log_error("a command failed unexpectedly", {{"command", found->first}, {"what", error.what()}});
      done = Error{ErrorCode::kInternal, "the command failed unexpectedly; the log says more"};
    }
  }
  const std::string last = done ? "{\"done\":true}\n" : error_line(done.error());
  if (auto written = client.write(last); !written) log_debug("command line client left early");
}

}  // namespace frontdesk::app
