#include "channels/host/link.h"

#include <utility>

#include <sys/epoll.h>

namespace frontdesk::channels {
namespace {

constexpr std::size_t kMaxQueued = 64U << 20;
/// Reads of 64 KiB before other hosts get their turn.
constexpr int kReadsInTurn = 32;

}  // namespace

HostLink::HostLink(Reactor& reactor, wire::Descriptor socket, Events events)
    : reactor_(reactor), socket_(std::move(socket)), events_(std::move(events)) {
  reactor_.watch(socket_.get(), EPOLLIN, [this](std::uint32_t ready_for) { ready(ready_for); });
}

HostLink::~HostLink() {
  *alive_ = false;
  reactor_.unwatch(socket_.get());
}

void HostLink::ready(std::uint32_t events) {
  const std::shared_ptr<bool> alive = alive_;
  if ((events & EPOLLOUT) != 0) flush();
  if (*alive && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) read();
}

HostLink::Sent HostLink::send_frame(wire::Frame frame) {
  if (broken_) return Sent::kGone;
  auto packed = wire::pack(std::move(frame));
  if (!packed) return Sent::kTooLarge;
  sender_.push(std::move(*packed));
  flush();
  return Sent::kQueued;
}

void HostLink::drain() {
  const std::shared_ptr<bool> alive = alive_;
  bool more = !broken_;
  while (more && *alive && !broken_) more = read();
}

void HostLink::flush() {
  if (broken_) return;
  const wire::Transfer sent = sender_.flush(socket_.get());
  if (sent == wire::Transfer::kBroken) return broken("the socket to the plugin host failed");
  // A closed peer is noticed by the reader, behind what it still said.
  const bool waits = sent == wire::Transfer::kWouldBlock;
  if (waits && sender_.queued_bytes() > kMaxQueued) return broken("the plugin host does not read");
  if (waits != waits_to_write_) reactor_.change(socket_.get(), waits ? EPOLLIN | EPOLLOUT : EPOLLIN);
  waits_to_write_ = waits;
}

bool HostLink::read() {
  const std::shared_ptr<bool> alive = alive_;
  for (int turn = 0; turn < kReadsInTurn; ++turn) {
    const wire::Transfer got = wire::receive(socket_.get(), decoder_);
    if (got == wire::Transfer::kWouldBlock) return false;
    if (got == wire::Transfer::kClosed) return broken({}), false;
    if (got == wire::Transfer::kBroken) return broken("the socket to the plugin host failed"), false;
    wire::Frame frame;
    wire::FrameDecoder::Next next = decoder_.next(frame);
    for (; next == wire::FrameDecoder::Next::kFrame; next = decoder_.next(frame)) {
      events_.on_frame(std::move(frame));
      if (!*alive || broken_) return false;
    }
    if (next == wire::FrameDecoder::Next::kBroken) return broken("garbage on the socket: " + decoder_.error()), false;
  }
  return true;
}

void HostLink::broken(const std::string& why) {
  if (broken_) return;
  broken_ = true;
  reactor_.unwatch(socket_.get());
  // A copy: the callback may destroy the link and with it the member.
  const auto tell = events_.on_broken;
  tell(why);
}

}  // namespace frontdesk::channels
