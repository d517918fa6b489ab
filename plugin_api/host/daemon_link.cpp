#include "host/daemon_link.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace frontdesk::host {

DaemonLink::DaemonLink(int socket) : socket_(socket), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

bool DaemonLink::post(wire::Frame frame) {
  auto packed = wire::pack(std::move(frame));
  if (!packed) return false;
  const std::lock_guard lock(send_mutex_);
  sender_.push(std::move(*packed));
  if (!flush_locked()) {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(wake_.get(), &one, sizeof one);
  }
  return true;
}

/// True when nothing is left to be written. A dead socket is noticed by the reader.
bool DaemonLink::flush_locked() { return sender_.flush(socket_) != wire::Transfer::kWouldBlock; }

std::size_t DaemonLink::queued_bytes() {
  const std::lock_guard lock(send_mutex_);
  return sender_.queued_bytes();
}

template <class Ready>
DaemonLink::Asked DaemonLink::wait(std::unique_lock<std::mutex>& lock, const CancelFlag& cancel,
                                   std::chrono::nanoseconds deadline, Ready ready) {
  const auto until = std::chrono::steady_clock::time_point(deadline);
  while (!ready()) {
    if (cancel.is_set()) return Asked::kCancelled;
    if (deadline.count() == 0) {
      answered_.wait(lock);
    } else if (answered_.wait_until(lock, until) == std::cv_status::timeout && !ready()) {
      return Asked::kTimeout;
    }
  }
  return Asked::kAnswered;
}

DaemonLink::Asked DaemonLink::ask(wire::Frame request, const CancelFlag& cancel, std::chrono::nanoseconds deadline,
                                  wire::Frame& answer) {
  std::unique_lock lock(answer_mutex_);
  const std::uint64_t id = next_request_++;
  return ask_as(id, std::move(request), cancel, deadline, answer, lock);
}

DaemonLink::Asked DaemonLink::ask_as(std::uint64_t id, wire::Frame request, const CancelFlag& cancel,
                                     std::chrono::nanoseconds deadline, wire::Frame& answer,
                                     std::unique_lock<std::mutex>& lock) {
  const auto slot = waiting_.emplace(id, Waiting{}).first;
  lock.unlock();
  request.request = id;
  const bool posted = post(std::move(request));
  lock.lock();
  Asked asked = Asked::kTooLarge;
  if (posted) asked = wait(lock, cancel, deadline, [&] { return slot->second.answer.has_value(); });
  if (asked == Asked::kAnswered) answer = std::move(*slot->second.answer);
  waiting_.erase(slot);
  return asked;
}

DaemonLink::Asked DaemonLink::wait_for_window(const CancelFlag& cancel, std::chrono::nanoseconds deadline) {
  std::unique_lock lock(answer_mutex_);
  return wait(lock, cancel, deadline, [&] { return window_.items > 0; });
}

bool DaemonLink::fits(const Load& load) const {
  if (window_.items == 0) return false;
  if (submits_.empty()) return true;
  return in_flight_.items + load.items <= window_.items && in_flight_.bytes + load.bytes <= window_.bytes;
}

DaemonLink::Asked DaemonLink::submit(wire::Frame request, std::size_t items, const CancelFlag& cancel,
                                     std::chrono::nanoseconds deadline, wire::Frame& answer) {
  // An empty submit moves the cursor: it counts, or there would be no bound for them.
  const Load load{std::max<std::uint64_t>(items, 1), request.header.size() + request.tail.size()};
  std::unique_lock lock(answer_mutex_);
  const std::uint64_t id = next_request_++;
  queue_.push_back(id);
  const Asked allowed = wait(lock, cancel, deadline, [&] { return queue_.front() == id && fits(load); });
  std::erase(queue_, id);
  answered_.notify_all();
  if (allowed != Asked::kAnswered) return allowed;
  submits_.emplace(id, load);
  in_flight_.items += load.items;
  in_flight_.bytes += load.bytes;
  const Asked asked = ask_as(id, std::move(request), cancel, deadline, answer, lock);
  if (asked == Asked::kTooLarge) forget_submit(id);
  return asked;
}

void DaemonLink::forget_submit(std::uint64_t id) {
  const auto found = submits_.find(id);
  if (found == submits_.end()) return;
  in_flight_.items -= found->second.items;
  in_flight_.bytes -= found->second.bytes;
  submits_.erase(found);
  answered_.notify_all();
}

void DaemonLink::set_window(const wire::Window& window) {
  const std::lock_guard lock(answer_mutex_);
  window_ = window;
  answered_.notify_all();
}

void DaemonLink::wake_waiters() {
  const std::lock_guard lock(answer_mutex_);
  answered_.notify_all();
}

bool DaemonLink::deliver(wire::Frame& frame) {
  const auto type = static_cast<wire::Type>(frame.type);
  if (type != wire::Type::kSubmitReply && type != wire::Type::kSecretValue && type != wire::Type::kDone) return false;
  const std::lock_guard lock(answer_mutex_);
  if (type == wire::Type::kSubmitReply) {
    // Here, in the order of the stream: a waiter that sets the window later could undo a Credit that came after.
    if (const auto reply = wire::decode<wire::SubmitReply>(frame); reply.value) window_ = reply.value->window;
    forget_submit(frame.request);
  }
  const auto found = waiting_.find(frame.request);
  if (found != waiting_.end()) {
    found->second.answer = std::move(frame);
    answered_.notify_all();
  }
  return true;  // an answer nobody waits for any more was cancelled
}

bool DaemonLink::serve(const std::function<void(wire::Frame)>& handle) {
  wire::FrameDecoder decoder;
  while (true) {
    pollfd watched[2] = {{socket_, POLLIN, 0}, {wake_.get(), POLLIN, 0}};
    {
      const std::lock_guard lock(send_mutex_);
      if (!sender_.empty()) watched[0].events |= POLLOUT;
    }
    if (::poll(watched, 2, -1) < 0 && errno != EINTR) return false;
    if ((watched[1].revents & POLLIN) != 0) {
      std::uint64_t count = 0;
      [[maybe_unused]] const ssize_t got = ::read(wake_.get(), &count, sizeof count);
    }
    if ((watched[0].revents & POLLOUT) != 0) {
      const std::lock_guard lock(send_mutex_);
      flush_locked();
    }
    if ((watched[0].revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
    const wire::Transfer got = wire::receive(socket_, decoder);
    if (got == wire::Transfer::kClosed) return true;
    if (got == wire::Transfer::kBroken) return false;
    wire::Frame frame;
    wire::FrameDecoder::Next next;
    while ((next = decoder.next(frame)) == wire::FrameDecoder::Next::kFrame) {
      if (!deliver(frame)) handle(std::move(frame));
    }
    if (next == wire::FrameDecoder::Next::kBroken) return false;
  }
}

}  // namespace frontdesk::host
