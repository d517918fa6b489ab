// Frames: how messages cross the socket between the daemon and a plugin host.
//
// Little endian: u32 length of what follows (at most 1 MiB in all), u16 type, u16 flags, u64 request id, u32 header
// size, header (JSON), tail (raw bytes). A tail that does not fit travels in a sealed memfd passed beside the frame;
// the frame then carries flag kTailInDescriptor and the tail's size as u64. A header that does not fit travels there,
// too, before the tail: flag kAllInDescriptor, and the size is that of both. The peer is not trusted: every length is
// checked before memory is reserved, and a broken stream stays broken.
//
//   FrameDecoder decoder;                       // one per connection
//   decoder.feed(received);                     // bytes, as they come
//   for (Frame frame; decoder.next(frame) == FrameDecoder::Next::kFrame;) handle(frame);
//
// Thread rule: a decoder and a sender belong to one thread each.
#pragma once

#include "wire/descriptor.h"

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
inline constexpr std::uint16_t kTailInDescriptor = 1;
inline constexpr std::uint16_t kAllInDescriptor = 2;

/// What is within these can be packed; whoever makes a message sees to it that it is.
struct FrameLimits {
  std::size_t max_header_bytes = std::size_t{4} << 20;  ///< as much JSON as the parser takes
  std::size_t max_tail_bytes = item::kMostMessageBytes;
};

[[nodiscard]] inline bool is_within(const Frame& frame, const FrameLimits& limits = {}) {
  return frame.header.size() <= limits.max_header_bytes && frame.tail.size() <= limits.max_tail_bytes;
}

/// Bytes and, for a large tail, the descriptor to send with the first of them.
struct PackedFrame {
  std::string bytes;
  Descriptor tail;
};

/// nullopt when the frame is not within the limits, or when no memfd could be made: the machine is short of memory or
/// descriptors.
std::optional<PackedFrame> pack(const Frame& frame, const FrameLimits& limits = {});

class FrameDecoder {
 public:
  enum class Next { kFrame, kNeedMore, kBroken };

  explicit FrameDecoder(FrameLimits limits = {}) : limits_(limits) {}

  void feed(std::string_view bytes) {
    if (error_.empty()) buffer_.append(bytes);
  }
  /// A descriptor that came with the bytes fed last. More than a few that no frame asks for break the stream.
  void feed(Descriptor descriptor);

  /// Takes the next whole frame out. After kBroken it stays kBroken.
  Next next(Frame& frame);
  /// Why the stream is broken, without its content.
  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] std::size_t buffered() const { return buffer_.size() - taken_; }

 private:
  Next fail(const char* why);
  bool take_apart(std::string_view inline_tail, std::uint32_t header_size, bool all, Frame& frame);

  FrameLimits limits_;
  std::string buffer_;
  std::size_t taken_ = 0;
  std::deque<Descriptor> descriptors_;
  std::string error_;
};

enum class Transfer { kDone, kWouldBlock, kClosed, kBroken };

/// One recvmsg on a (non-blocking) socket, fed to the decoder. kDone: something came; kClosed: the peer is gone.
Transfer receive(int socket, FrameDecoder& decoder);

/// The frames that wait to be written to one socket, in order.
class FrameSender {
 public:
  void push(PackedFrame frame);
  /// Writes as much as the socket takes. kDone: nothing is left.
  Transfer flush(int socket);
  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  /// For back-pressure: bytes that wait, without those in descriptors.
  [[nodiscard]] std::size_t queued_bytes() const { return queued_bytes_; }

 private:
  std::deque<PackedFrame> waiting_;
  std::size_t written_ = 0;  ///< of the first frame
  std::size_t queued_bytes_ = 0;
};

}  // namespace frontdesk::wire
