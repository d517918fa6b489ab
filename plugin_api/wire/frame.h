// Frames: how messages cross the socket between the daemon and a plugin host.
//
// Little endian: u32 length of what follows (at most 1 MiB in all), u16 type, u16 flags, u64 request id, u32 header
// size, header (JSON), tail (raw bytes). What does not fit into one frame is cut into several: the first carries flag
// kBegins and, instead of header and tail, the size of both together as u64; the next ones flag kContinues and a piece
// of header and tail as they follow each other. No other frame comes between. Nothing travels beside the bytes: a host
// that may make memory files could hold memory that no limit counts. The peer is not trusted: every length is checked
// before memory is reserved, and a broken stream stays broken.
//
//   FrameDecoder decoder;                       // one per connection
//   decoder.feed(received);                     // bytes, as they come
//   for (Frame frame; decoder.next(frame) == FrameDecoder::Next::kFrame;) handle(frame);
//
// Thread rule: a decoder and a sender belong to one thread each.
#pragma once

#include <frontdesk/item/limits.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::wire {

struct Frame {
  std::uint16_t type = 0;
  std::uint64_t request = 0;  ///< 0: nobody waits for an answer
  std::string header;         ///< JSON
  std::string tail;           ///< raw bytes
};

inline constexpr std::size_t kMaxFrameBytes = std::size_t{1} << 20;
inline constexpr std::size_t kFramePrefix = 20;  ///< length … header size
inline constexpr std::uint16_t kBegins = 1;
inline constexpr std::uint16_t kContinues = 2;

/// What is within these can be packed; whoever makes a message sees to it that it is.
struct FrameLimits {
  std::size_t max_header_bytes = std::size_t{4} << 20;  ///< as much JSON as the parser takes
  std::size_t max_tail_bytes = item::kMostMessageBytes;
};

[[nodiscard]] inline bool is_within(const Frame& frame, const FrameLimits& limits = {}) {
  return frame.header.size() <= limits.max_header_bytes && frame.tail.size() <= limits.max_tail_bytes;
}

/// A message as it goes over the wire, one frame of it at a time.
class PackedFrame {
 public:
  /// Of the present frame.
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  /// Makes the next frame the present one; false when the message is over.
  bool advance();

 private:
  friend std::optional<PackedFrame> pack(Frame frame, const FrameLimits& limits);
  PackedFrame() = default;

  std::string bytes_;
  Frame rest_;            ///< of a message that is cut into several frames: all of it
  std::size_t done_ = 0;  ///< how much of its header and tail was in the frames so far
};

/// nullopt when the frame is not within the limits. Moved in, its tail is not copied as a whole.
std::optional<PackedFrame> pack(Frame frame, const FrameLimits& limits = {});

class FrameDecoder {
 public:
  enum class Next { kFrame, kNeedMore, kBroken };

  explicit FrameDecoder(FrameLimits limits = {}) : limits_(limits) {}

  void feed(std::string_view bytes) {
    if (error_.empty()) buffer_.append(bytes);
  }

  /// Takes the next whole message out. After kBroken it stays kBroken.
  Next next(Frame& frame);
  /// Why the stream is broken, without its content.
  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] std::size_t buffered() const { return buffer_.size() - taken_; }

 private:
  /// A message of several frames that is on its way.
  struct Begun {
    Frame frame;
    std::size_t header_size = 0;
    std::size_t tail_size = 0;
  };

  /// True when this frame makes a message whole; false also when it breaks the stream.
  bool take(std::string_view bytes, Frame& frame);
  void begin(Frame frame, std::size_t header_size, std::string_view content);
  bool go_on(std::string_view content, Frame& frame);
  void fail(const char* why);
  void drop(std::size_t bytes);

  FrameLimits limits_;
  std::string buffer_;
  std::size_t taken_ = 0;
  std::optional<Begun> begun_;
  std::string error_;
};

enum class Transfer { kDone, kWouldBlock, kClosed, kBroken };

/// One recvmsg on a (non-blocking) socket, fed to the decoder. kDone: something came; kClosed: the peer is gone;
/// kBroken, too, when a descriptor came along, which nobody asked for.
Transfer receive(int socket, FrameDecoder& decoder);

/// The frames that wait to be written to one socket, in order.
class FrameSender {
 public:
  void push(PackedFrame frame);
  /// Writes as much as the socket takes. kDone: nothing is left.
  Transfer flush(int socket);
  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  /// For back-pressure: bytes that wait, without the later frames of messages that are cut into several.
  [[nodiscard]] std::size_t queued_bytes() const { return queued_bytes_; }

 private:
  std::deque<PackedFrame> waiting_;
  std::size_t written_ = 0;  ///< of the first frame
  std::size_t queued_bytes_ = 0;
};

}  // namespace frontdesk::wire
