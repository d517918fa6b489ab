#include "api/http/connection.h"

#include <algorithm>
#include <array>
#include <exception>
#include <limits>

#include "base/log.h"

namespace frontdesk::api {

namespace {

constexpr std::size_t kReadChunk = std::size_t{16} << 10;
/// One system call would go on as long as the client keeps pace, and the deadline be judged without its progress.
constexpr std::size_t kWriteChunk = std::size_t{1} << 20;
constexpr int kStepsPerTurn = 256;  // states passed in one go before others get the worker
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// The answer in place of the one that just failed with an exception.
Response failed(Application& application) {
  std::string reason = "of an unknown kind";
  try {
    throw;
  } catch (const std::exception& fault) {
    reason = fault.what();
  } catch (...) {
  }
  log_error("request handler failed", {{"reason", reason}});
  return application.refuse(500, "the server failed to answer");
}

}  // namespace

Connection::Connection(std::unique_ptr<Stream> stream, std::string peer, const ConnectionTimes& times,
                       const Clock& clock, const std::atomic<bool>& draining)
    : stream_(std::move(stream)),
      peer_(std::move(peer)),
      times_(times),
      clock_(clock),
      draining_(draining),
      phase_(stream_->is_secure() ? Phase::kHandshake : Phase::kHead),
      deadline_((clock.monotonic() + times.head).count()) {}

void Connection::set_deadline(Duration from_now) {
  deadline_.store((clock_.monotonic() + from_now).count(), std::memory_order_relaxed);
}

// Every byte read gives time again, but not without end: one byte every half minute would hold the connection for ever.
void Connection::set_write_deadline() {
  deadline_.store(std::min(clock_.monotonic() + times_.write, write_until_).count(), std::memory_order_relaxed);
}

bool Connection::may_be_shed(Duration stalled_for) const {
  if (shed_.load(std::memory_order_relaxed)) return false;
  if (stage_.load(std::memory_order_relaxed) != Stage::kAnswering) return true;
  const Duration since{stalled_since_.load(std::memory_order_relaxed)};
  return since < clock_.monotonic() - stalled_for;
}

void Connection::become_idle() {
  phase_ = Phase::kHead;
  set_stage(Stage::kWaiting);
  scanned_ = 0;
  request_ = {};
  response_ = {};
  out_head_ = {};
  if (!in_.empty()) return set_deadline(times_.head);
  in_ = {};  // give the memory back: thousands of connections are idle
  set_deadline(times_.idle);
}

Connection::Next Connection::advance(Application& application) {
  if (draining_ && phase_ == Phase::kHead && in_.empty()) return Next::kClose;
  for (int step = 0; step < kStepsPerTurn; ++step) {
    Next next = Next::kYield;
    switch (phase_) {
      case Phase::kHandshake: next = shake_hands(); break;
      case Phase::kHead: next = advance_head(application); break;
      case Phase::kBody: next = advance_body(application); break;
      case Phase::kWriting: next = advance_writing(); break;
      case Phase::kLinger: next = linger(); break;
    }
    if (next != Next::kYield) return next;
  }
  return Next::kYield;
}

Connection::Next Connection::shake_hands() {
  switch (stream_->handshake().wait) {
    case IoResult::Wait::kRead: return Next::kRead;
    case IoResult::Wait::kWrite: return Next::kWrite;
    case IoResult::Wait::kClosed: return Next::kClose;
    case IoResult::Wait::kNothing: break;
  }
  phase_ = Phase::kHead;
  return Next::kYield;
}

// Reads once; kYield means that there is something new to look at.
Connection::Next Connection::read_more() {
  static thread_local std::array<char, kReadChunk> buffer;
  const IoResult got = stream_->read(buffer.data(), buffer.size());
  if (got.bytes > 0) {
    if (phase_ == Phase::kHead && in_.empty()) set_deadline(times_.head);
    in_.append(buffer.data(), got.bytes);
    return Next::kYield;
  }
  if (got.wait == IoResult::Wait::kRead) return Next::kRead;
  return got.wait == IoResult::Wait::kWrite ? Next::kWrite : Next::kClose;
}

Connection::Next Connection::advance_head(Application& application) {
  if (!in_.empty()) {
    ParsedHead parsed = parse_head(in_, scanned_);
    if (parsed.state == ParsedHead::State::kRefused) {
      head_only_ = false;
      queue(application.refuse(parsed.status, parsed.why), false);
      return Next::kYield;
    }
    if (parsed.state == ParsedHead::State::kReady) {
      in_.erase(0, parsed.consumed);
      scanned_ = 0;
      if (start_body(application, parsed)) answer(application);
      return Next::kYield;
    }
  }
  return read_more();
}

// True when the request is complete already; false: a body is to come, or a refusal is queued.
bool Connection::start_body(Application& application, ParsedHead& parsed) {
  static_cast<RequestHead&>(request_) = std::move(parsed.head);
  request_.peer = peer_;
  request_.secure = stream_->is_secure();
  request_.host = request_.field("host");
  application.receive(request_);
  keep_alive_ = parsed.keep_alive;
  head_only_ = request_.method == Method::kHead;
  if (!parsed.framing.has_body()) return true;

  Application::Admission admission;
  try {
    admission = application.admit(request_);
  } catch (...) {
    admission.refusal = failed(application);
  }
  if (admission.refusal) {
    queue(std::move(*admission.refusal), false);
    return false;
  }
  request_.pass = std::move(admission.pass);
  body_ = BodyReader(parsed.framing, admission.body_limit);
  phase_ = Phase::kBody;
  set_stage(Stage::kReceiving);
  const std::size_t expected = parsed.framing.chunked ? admission.body_limit : parsed.framing.length;
  set_deadline(times_.body + std::chrono::seconds(expected / times_.body_bytes_per_second));
  if (parsed.expects_continue && body_.state() == BodyReader::State::kNeedMore && in_.empty() &&
      stream_->write(kContinue).bytes != kContinue.size())
    keep_alive_ = false;  // the client may wait in vain; its deadline decides
  return false;
}

Connection::Next Connection::advance_body(Application& application) {
  if (body_.state() == BodyReader::State::kNeedMore) {
    if (in_.empty()) return read_more();
    in_.erase(0, body_.feed(in_));
  }
  if (body_.state() == BodyReader::State::kRefused) {
    queue(application.refuse(body_.status(), body_.why()), false);
  } else if (body_.state() == BodyReader::State::kReady) {
    request_.body = body_.take();
    answer(application);
  }
  return Next::kYield;
}

void Connection::answer(Application& application) {
  set_stage(Stage::kAnswering);
  deadline_.store(std::numeric_limits<std::int64_t>::max(), std::memory_order_relaxed);  // our time, not the client's
  try {
    queue(application.handle(request_), keep_alive_);
  } catch (...) {
    queue(failed(application), false);
  }
}

void Connection::queue(Response response, bool keep_alive) {
  if (head_only_) response.take_over = nullptr;  // HEAD asks for the fields only: nobody may stream a body
  keep_alive_ = keep_alive && !draining_ && !response.take_over;
  response_ = std::move(response);
  out_head_ = serialize_head(response_, keep_alive_);
  written_ = 0;
  phase_ = Phase::kWriting;
  set_stage(Stage::kAnswering);
  write_until_ = clock_.monotonic() + times_.write +
                 std::chrono::seconds(response_.content().size() / times_.write_bytes_per_second);
  set_write_deadline();
}

Connection::Next Connection::advance_writing() {
  const bool no_content = head_only_ || response_.status == 304 || response_.status == 204;
  const std::string_view head = out_head_;
  const std::string_view content = no_content ? std::string_view() : response_.content();
  const std::size_t of_head = std::min(written_, head.size());
  const IoResult result = stream_->write(head.substr(of_head), content.substr(written_ - of_head, kWriteChunk));
  written_ += result.bytes;
  if (result.bytes > 0) set_write_deadline();
  if (result.wait == IoResult::Wait::kClosed) return Next::kClose;
  if (written_ < head.size() + content.size()) {
    if (result.wait == IoResult::Wait::kNothing) return Next::kYield;
    const std::int64_t now = clock_.monotonic().count();
    if (result.bytes > 0 || now < stalled_since_) stalled_since_.store(now, std::memory_order_relaxed);
    return result.wait == IoResult::Wait::kRead ? Next::kRead : Next::kWrite;
  }
  stalled_since_.store(std::numeric_limits<std::int64_t>::max(), std::memory_order_relaxed);
  if (response_.take_over) return Next::kTakeOver;
  if (keep_alive_) {
    become_idle();
    // TLS may hold decrypted bytes that epoll does not know of.
    return in_.empty() && !stream_->is_secure() ? Next::kRead : Next::kYield;
  }
  stream_->finish_writing();
  phase_ = Phase::kLinger;
  set_stage(Stage::kReceiving);  // nothing is owed any more
  set_deadline(draining_ ? times_.linger / 10 : times_.linger);
  return Next::kYield;
}

// What the client still sends is read and forgotten, so that the kernel does not reset the connection before the
// client has read our last words.
Connection::Next Connection::linger() {
  std::array<char, 4096> buffer;
  for (int i = 0; i < 16; ++i) {
    const IoResult got = stream_->read(buffer.data(), buffer.size());
    if (got.wait == IoResult::Wait::kClosed) return Next::kClose;
    if (got.bytes == 0) return Next::kRead;
  }
  return Next::kYield;
}

void Connection::hand_over() { response_.take_over(std::move(stream_)); }

}  // namespace frontdesk::api
