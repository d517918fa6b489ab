// Frames over a Unix socket.
#include "wire/frame.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>

namespace frontdesk::wire {

namespace {

constexpr std::size_t kReadBytes = 64 * 1024;

Transfer failed_by_errno() {
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return Transfer::kWouldBlock;
  return errno == EPIPE || errno == ECONNRESET ? Transfer::kClosed : Transfer::kBroken;
}

}  // namespace

Transfer receive(int socket, FrameDecoder& decoder) {
  char bytes[kReadBytes];
  iovec into{bytes, sizeof bytes};
  msghdr message{};
  message.msg_iov = &into;
  message.msg_iovlen = 1;
  const ssize_t got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (got < 0) return failed_by_errno();
  if (got == 0) return Transfer::kClosed;
  // There is no room for descriptors: the kernel closed what came, and says so.
  if ((message.msg_flags & MSG_CTRUNC) != 0) return Transfer::kBroken;
  decoder.feed(std::string_view(bytes, static_cast<std::size_t>(got)));
  return Transfer::kDone;
}

void FrameSender::push(PackedFrame frame) {
  queued_bytes_ += frame.bytes().size();
  waiting_.push_back(std::move(frame));
}

Transfer FrameSender::flush(int socket) {
  while (!waiting_.empty()) {
    PackedFrame& first = waiting_.front();
    const std::string_view left = std::string_view(first.bytes()).substr(written_);
    const ssize_t sent = ::send(socket, left.data(), left.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return failed_by_errno();
    written_ += static_cast<std::size_t>(sent);
    queued_bytes_ -= static_cast<std::size_t>(sent);
    if (written_ < first.bytes().size()) continue;
    written_ = 0;
    if (first.advance()) {
      queued_bytes_ += first.bytes().size();
    } else {
      waiting_.pop_front();
    }
  }
  return Transfer::kDone;
}

}  // namespace frontdesk::wire
