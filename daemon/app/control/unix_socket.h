// UnixSocket: a stream socket on a path, line by line, with deadlines; no call blocks beyond its own. Thread rule: one
// thread at a time, except accept(), which several may call.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"

namespace frontdesk::app {

class UnixSocket {
 public:
  static Result<UnixSocket> connect(const std::string& path);
  /// Listens with mode 0600; a stale file is replaced, a live daemon's is kConflict.
  static Result<UnixSocket> listen(const std::string& path);

  /// kConflict when something that is no socket stands there.
  static Result<void> check_place(const std::string& path);

  UnixSocket(UnixSocket&& other) noexcept;
  UnixSocket& operator=(UnixSocket&& other) noexcept;
  UnixSocket(const UnixSocket&) = delete;
  UnixSocket& operator=(const UnixSocket&) = delete;
  ~UnixSocket();

  /// nullopt when nobody came within `wait`.
  Result<std::optional<UnixSocket>> accept(std::chrono::milliseconds wait);
  /// A line without its end; nullopt at the end of the stream. kTimeout, kLimit.
  Result<std::optional<std::string>> read_line(std::size_t most, std::chrono::milliseconds wait);
  /// All of it. kTimeout when the other side takes nothing for `patience`; kUnavailable when `stop` is requested first.
  Result<void> write(std::string_view bytes, std::chrono::milliseconds patience = std::chrono::seconds(30),
                     const std::stop_token& stop = {});

 private:
  explicit UnixSocket(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
  std::string buffered_;
};

}  // namespace frontdesk::app
