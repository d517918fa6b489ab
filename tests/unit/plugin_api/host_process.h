// A real frontdesk-plugin-host with a test plugin, and the daemon's end of its socket.
//
// Every wait has a deadline; a test that waits in vain fails with the reason. Thread rule: one thread.
#pragma once

#include "wire/descriptor.h"
#include "wire/frame.h"
#include "wire/messages.h"

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace frontdesk::test {

class HostProcess {
 public:
  /// Starts the host with tests' plugin `name` and further options.
  explicit HostProcess(const std::string& name, std::vector<std::string> options = {});
  ~HostProcess();
  HostProcess(const HostProcess&) = delete;
  HostProcess& operator=(const HostProcess&) = delete;

  static std::string library_path(const std::string& name);

  /// Waits for Hello and answers it.
  wire::Hello greet(const wire::HelloAck& ack = {});

  template <class Message>
  void post(const Message& message, std::uint64_t request = 0) {
    post_frame(wire::encode(message, request));
  }
  /// The next frame of this type; earlier ones of other types are kept for later calls.
  template <class Message>
  std::optional<Message> expect(std::uint64_t* request = nullptr) {
    const auto frame = next_of(Message::kType);
    if (!frame) return std::nullopt;
    if (request != nullptr) *request = frame->request;
    return wire::decode<Message>(*frame).value;
  }
  void post_frame(const wire::Frame& frame);
  void post_bytes(std::string_view bytes);

  /// Receives one Submit and accepts it all.
  std::optional<wire::Submit> take_submit(const wire::Window& window = {});

  void close_socket();
  /// The wait status, or nullopt when the process still runs after the deadline.
  std::optional<int> wait_for_exit();
  [[nodiscard]] int pid() const { return pid_; }

 private:
  std::optional<wire::Frame> next_of(wire::Type type);
  bool read_more();

  int pid_ = -1;
  wire::Descriptor socket_;
  wire::FrameDecoder decoder_;
  wire::FrameSender sender_;
  std::deque<wire::Frame> received_;
};

/// Sanitizers need what the sandbox takes away.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace frontdesk::test
