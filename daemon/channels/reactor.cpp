#include "channels/reactor.h"

#include <algorithm>
#include <array>
#include <exception>
#include <limits>
#include <new>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"

namespace frontdesk::channels {
namespace {

constexpr std::uint64_t kWakeToken = 0;
constexpr int kMaxEvents = 64;

epoll_event event_of(std::uint32_t events, std::uint64_t token) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = token;
  return event;
}

void log_failure(const char* what) noexcept {
  try {
    log_error("work of the channels was broken off", {{"reason", what}});
  } catch (...) {  // no memory even for that line
  }
}

}  // namespace

Timer& Timer::operator=(Timer&& other) noexcept {
  if (this != &other) {
    cancel();
    reactor_ = std::exchange(other.reactor_, nullptr);
    key_ = other.key_;
  }
  return *this;
}

void Timer::cancel() {
  if (reactor_ != nullptr) reactor_->timers_.erase(key_);
  reactor_ = nullptr;
}

Reactor::Reactor(const Clock& clock)
    : clock_(clock), epoll_(::epoll_create1(EPOLL_CLOEXEC)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  epoll_event event = event_of(EPOLLIN, kWakeToken);
  if (!epoll_.valid() || !wake_.valid() || ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wake_.get(), &event) != 0) {
    throw std::bad_alloc();
  }
}

void Reactor::watch(int fd, std::uint32_t events, Handler handler) {
  const std::uint64_t token = next_token_++;
  watches_[fd] = {token, std::make_shared<Handler>(std::move(handler))};
  descriptors_[token] = fd;
  epoll_event event = event_of(events, token);
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) throw std::bad_alloc();
}

void Reactor::change(int fd, std::uint32_t events) {
  const auto found = watches_.find(fd);
  if (found == watches_.end()) return;
  epoll_event event = event_of(events, found->second.token);
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event);
}

void Reactor::unwatch(int fd) {
  const auto found = watches_.find(fd);
  if (found == watches_.end()) return;
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
  descriptors_.erase(found->second.token);
  watches_.erase(found);
}

Timer Reactor::after(Duration delay, Task task) {
  const Timer::Key key{(clock_.monotonic() + std::max(delay, Duration::zero())).count(), next_token_++};
  timers_.emplace(key, std::move(task));
  return Timer(*this, key);
}

void Reactor::post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    posted_.push_back(std::move(task));
  }
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_.get(), &one, sizeof one);
}

void Reactor::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  post([] {});
}

int Reactor::wait_milliseconds() const {
  if (timers_.empty()) return -1;
  const std::int64_t left = timers_.begin()->first.first - clock_.monotonic().count();
  // Rounded up: waking just before the deadline would spin.
  return static_cast<int>(std::clamp<std::int64_t>((left + 999) / 1000, 0, std::numeric_limits<int>::max()));
}

template <class Function, class... Arguments>
void Reactor::guarded(const Function& function, Arguments... arguments) noexcept {
  try {
    function(arguments...);
  } catch (const std::exception& thrown) {
    log_failure(thrown.what());
  } catch (...) {
    log_failure("an unknown exception");
  }
}

void Reactor::run() {
  std::array<epoll_event, kMaxEvents> events{};
  while (true) {
    const int count = ::epoll_wait(epoll_.get(), events.data(), kMaxEvents, wait_milliseconds());
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      if (event.data.u64 != kWakeToken) handle(event.data.u64, event.events);
    }
    fire_timers();
    run_posted();
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
  }
}

void Reactor::handle(std::uint64_t token, std::uint32_t events) {
  const auto found = descriptors_.find(token);
  if (found == descriptors_.end()) return;
  const std::shared_ptr<Handler> handler = watches_[found->second].handler;
  guarded(*handler, events);
}

void Reactor::fire_timers() {
  const std::int64_t now = clock_.monotonic().count();
  while (!timers_.empty() && timers_.begin()->first.first <= now) {
    const Task task = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    guarded(task);
  }
}

void Reactor::run_posted() {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = ::read(wake_.get(), &count, sizeof count);
  std::vector<Task> tasks;
  {
    const std::lock_guard lock(mutex_);
    tasks.swap(posted_);
  }
  for (const Task& task : tasks) guarded(task);
}

}  // namespace frontdesk::channels
