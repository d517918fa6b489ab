// Request parser: strict HTTP/1.x (RFC 9112), for bytes nobody can trust. Poco's HTTPRequest reads a head once it is
// whole; the checks before and after are ours.
//
// What two parsers could read in two ways is refused, because that is how requests are smuggled: Content-Length
// together with Transfer-Encoding, two lengths, bare LF or CR, folded lines, blanks before the colon, chunk
// extensions, trailers. Pure functions and one small state machine: no I/O, no clock, nothing throws.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "api/http/message.h"

namespace frontdesk::api {

struct HeadLimits {
  std::size_t max_request_line = 8192;  ///< more: 414
  std::size_t max_fields_bytes = 8192;  ///< more: 431
  std::size_t max_fields = 100;         ///< more: 431
};

/// How the body that follows the head is delimited.
struct BodyFraming {
  bool chunked = false;
  std::size_t length = 0;  ///< when not chunked
  [[nodiscard]] bool has_body() const { return chunked || length > 0; }
};

struct ParsedHead {
  enum class State { kNeedMore, kReady, kRefused };
  State state = State::kNeedMore;
  std::size_t consumed = 0;  ///< kReady: bytes of the head, with its empty line
  RequestHead head;          ///< kReady
  BodyFraming framing;       ///< kReady
  bool keep_alive = true;    ///< kReady: the client wants to go on
  bool expects_continue = false;
  int status = 400;      ///< kRefused: 400, 414, 417, 431, 501 or 505
  std::string_view why;  ///< kRefused: a literal without the input's content
};

/// Reads a head from the start of `bytes`. `scanned` says how many bytes earlier calls have already looked at and is
/// moved on, so that a head which comes byte by byte costs linear time; start with 0.
ParsedHead parse_head(std::string_view bytes, std::size_t& scanned, const HeadLimits& limits = {});

/// Collects a body. Feed bytes until it is ready; what belongs to the next request stays unconsumed.
class BodyReader {
 public:
  enum class State { kNeedMore, kReady, kRefused };

  BodyReader() = default;
  /// Refuses with 413 when the body is, or grows, longer than `limit` bytes.
  BodyReader(BodyFraming framing, std::size_t limit);

  /// Consumes from `bytes`; returns how many.
  std::size_t feed(std::string_view bytes);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] std::string_view why() const { return why_; }
  std::string take() { return std::move(body_); }

 private:
  enum class Part { kSize, kData, kDataEnd, kTrailer };

  void refuse(int status, std::string_view why);
  bool read_line(std::string_view bytes, std::size_t& at);
  void start_chunk();
  void copy_data(std::string_view bytes, std::size_t& at);

  State state_ = State::kReady;
  BodyFraming framing_;
  std::size_t limit_ = 0;
  std::size_t remaining_ = 0;  // of the body, or of the current chunk
  Part part_ = Part::kSize;
  std::string line_;  // a chunk's size line, so far
  std::string body_;
  int status_ = 400;
  std::string_view why_;
};

}  // namespace frontdesk::api
