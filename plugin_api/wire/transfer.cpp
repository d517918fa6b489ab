// Frames over a Unix socket: bytes and passed descriptors.
#include "wire/frame.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstring>

namespace frontdesk::wire {

namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kMaxDescriptorsPerRead = 8;

void feed_descriptors(msghdr& message, FrameDecoder& decoder) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int received = -1;
      std::memcpy(&received, CMSG_DATA(part) + i * sizeof(int), sizeof received);
      decoder.feed(Descriptor(received));
    }
  }
}

Transfer failed_by_errno() {
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return Transfer::kWouldBlock;
  return errno == EPIPE || errno == ECONNRESET ? Transfer::kClosed : Transfer::kBroken;
}

}  // namespace

Transfer receive(int socket, FrameDecoder& decoder) {
  char bytes[kReadBytes];
  alignas(cmsghdr) char control[CMSG_SPACE(kMaxDescriptorsPerRead * sizeof(int))];
  iovec into{bytes, sizeof bytes};
  msghdr message{};
  message.msg_iov = &into;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  const ssize_t got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (got < 0) return failed_by_errno();
  feed_descriptors(message, decoder);
  if (got == 0) return Transfer::kClosed;
  if ((message.msg_flags & MSG_CTRUNC) != 0) return Transfer::kBroken;
  decoder.feed(std::string_view(bytes, static_cast<std::size_t>(got)));
  return Transfer::kDone;
}

void FrameSender::push(PackedFrame frame) {
  queued_bytes_ += frame.bytes.size();
  waiting_.push_back(std::move(frame));
}

Transfer FrameSender::flush(int socket) {
  while (!waiting_.empty()) {
    PackedFrame& first = waiting_.front();
    iovec from{first.bytes.data() + written_, first.bytes.size() - written_};
    msghdr message{};
    message.msg_iov = &from;
    message.msg_iovlen = 1;
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
    if (first.tail.valid()) {
      message.msg_control = control;
      message.msg_controllen = sizeof control;
      cmsghdr* part = CMSG_FIRSTHDR(&message);
      part->cmsg_level = SOL_SOCKET;
      part->cmsg_type = SCM_RIGHTS;
      part->cmsg_len = CMSG_LEN(sizeof(int));
      const int passed = first.tail.get();
      std::memcpy(CMSG_DATA(part), &passed, sizeof passed);
    }
    const ssize_t sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return failed_by_errno();
    first.tail.reset();  // it went with the first byte
    written_ += static_cast<std::size_t>(sent);
    queued_bytes_ -= static_cast<std::size_t>(sent);
    if (written_ < first.bytes.size()) continue;
    waiting_.pop_front();
    written_ = 0;
  }
  return Transfer::kDone;
}

}  // namespace frontdesk::wire
