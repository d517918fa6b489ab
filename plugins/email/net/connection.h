// A line-oriented client connection over TCP or TLS: the ground under IMAP, POP3, SMTP and the token request.
//
// Every wait is bounded by Waiting::silence, by the command's deadline and by the cancel descriptor. Plain text is
// allowed to loopback only. Thread rule: one thread at a time; movable.
//
//   auto connection = Connection::open({"imap.example.com", 993, Security::kTls}, waiting);
//   if (!connection) return connection.failure();            // kDnsFailed, kCertificateExpired, …
//   auto greeting = connection->read_line(8192);              // "* OK ready", without CR LF
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/address.h"
#include "net/failure.h"
#include "net/waiting.h"

namespace frontdesk::email::net {

enum class Security {
  kTls,       ///< TLS from the first byte
  kStartTls,  ///< begins plain; the engine must upgrade before anything secret is said
  kNone,      ///< no protection; loopback only
};

struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
  Security security = Security::kTls;
  std::string ca_file;  ///< PEM file trusted besides the system's store; empty: none
  AddressPolicy policy = AddressPolicy::kPublicOnly;
};

/// Reports how far open() came: the connection test shows these as separate steps.
enum class OpenStep { kDns, kTcp, kTls };

class Connection {
 public:
  /// Connects to the first address that answers within waiting.connect, and does the TLS handshake for kTls.
  /// `reached` (may be null) is set to the step being worked on, so that a failure can be placed.
  static Outcome<Connection> open(const Endpoint& endpoint, const Waiting& waiting, OpenStep* reached = nullptr);
  /// Takes over a connected socket, e.g. one end of a pair in a test.
  static Connection adopt(int fd, const Endpoint& endpoint, const Waiting& waiting);

  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  /// TLS on the open connection (STARTTLS). Whatever was received before and not read yet is dropped: it came from
  /// an unprotected line. Fails like open().
  Outcome<void> start_tls();
  [[nodiscard]] bool is_protected() const;

  /// From now on no call waits beyond `budget` (nor beyond Waiting::until); begins anew with each call. `silence`
  /// replaces Waiting::silence until the next call. Default: no bound but silence.
  void begin_command(Milliseconds budget, std::optional<Milliseconds> silence = {});

  /// Replaces Waiting::until for what begins from now on.
  void set_until(SteadyClock::time_point until);

  /// The next line without its CR LF (a lone LF ends a line, too); kLimit when it is longer than `max_bytes`.
  /// The view is valid until the next call.
  Outcome<std::string_view> read_line(std::size_t max_bytes);
  /// Appends exactly `count` bytes to `out`.
  Outcome<void> read_exact(std::size_t count, std::string& out);
  /// Sends all of `data`.
  Outcome<void> write(std::string_view data);
  /// Waits at most `span` for input, ignoring the command's deadline: true when something can be read.
  Outcome<bool> wait_for_input(Milliseconds span);

  void close();

 private:
  struct Impl;
  explicit Connection(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::email::net
