// A raw HTTP client for tests: sends exactly the bytes it is given and reads answers with a deadline.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::api::test {

struct Reply {
  int status = 0;
  std::map<std::string, std::string> fields;  ///< names in lower case
  std::string head;
  std::string body;
};

class Client {
 public:
  explicit Client(std::uint16_t port);
  struct Unconnected {};
  /// Holds a socket; connect() comes later.
  explicit Client(Unconnected);
  /// Before connect(): the system takes about this much for it unread; without, tens of megabytes.
  void buffer_at_most(int bytes);
  void connect(std::uint16_t port);
  Client(Client&& other) noexcept;
  Client& operator=(Client&& other) noexcept;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  [[nodiscard]] bool is_connected() const { return socket_ >= 0; }
  bool send(std::string_view bytes);
  /// The next answer; nullopt when the other end closed or nothing came within two minutes.
  std::optional<Reply> receive(bool has_body = true);
  /// Bytes until `mark` was seen, the end, or two minutes.
  std::string read_until(std::string_view mark);
  /// Reads and drops `count` bytes; how many came before the end, or before two minutes of silence.
  std::size_t read_bytes(std::size_t count);
  /// True when the other end closes within two minutes; what it sends before is dropped.
  bool is_closed_by_server();

  /// send + receive.
  std::optional<Reply> request(std::string_view bytes) { return send(bytes) ? receive() : std::nullopt; }

 private:
  bool read_some();

  int socket_;
  std::string buffer_;
};

}  // namespace frontdesk::api::test
