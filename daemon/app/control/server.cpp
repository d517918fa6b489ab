#include "app/control/server.h"

#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <exception>

#include "app/control/protocol.h"
#include "base/log.h"

namespace frontdesk::app {
namespace {

constexpr std::chrono::milliseconds kStopCheck{200};
constexpr std::chrono::seconds kRequestWait{5};
constexpr int kThreads = 4;  // commands at a time

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
  for (int i = 0; i < kThreads; ++i) {
    threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
    pthread_setname_np(threads_.back().native_handle(), "control");
  }
  return {};
}

void ControlServer::stop() {
  if (threads_.empty()) return;
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();  // joins
  listener_.reset();
  // Whoever put something else there meanwhile keeps it.
  struct stat there {};
  if (::lstat(path_.c_str(), &there) == 0 && S_ISSOCK(there.st_mode)) ::unlink(path_.c_str());
}

void ControlServer::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    auto client = listener_->accept(kStopCheck);
    if (!client) {
      log_warning("command line connection failed", {{"error", client.error()}});
    } else if (*client) {
      serve(**client, stop);
    }
  }
}

void ControlServer::serve(UnixSocket& client, const std::stop_token& stop) {
  const auto line = client.read_line(kMostLineBytes, kRequestWait);
  if (!line || !*line) return;
  const auto request = json::parse(**line, {.max_bytes = kMostLineBytes});
  Result<void> sent;
  const auto done = answer(request.value.value_or(json::Value()), [&](const json::Value& row) -> Result<void> {
    if (!sent) return sent;  // a row is missing: nothing may follow it
    json::Writer out;
    out.begin_object().member("row", row).end_object();
    return sent = client.write(out.take() + "\n", write_patience_, stop);
  });
  if (sent) sent = client.write(done ? "{\"done\":true}\n" : error_line(done.error()), write_patience_, stop);
  if (!sent) log_info("a command's reader left before the end", {{"error", sent.error()}});
}

Result<void> ControlServer::answer(const json::Value& request, const RowSink& row) const {
  const auto found = commands_.find(std::string(request.get("command").as_string()));
  if (found == commands_.end()) {
    return Error{ErrorCode::kInvalid, "unknown command; is the daemon of the same version?"};
  }
  try {
    return found->second(request.get("args"), row);
  } catch (const std::exception& error) {
    log_error("a command failed unexpectedly", {{"command", found->first}, {"what", error.what()}});
    return Error{ErrorCode::kInternal, "the command failed unexpectedly; the log says more"};
  }
}

}  // namespace frontdesk::app
