#include "api/live/event_hub.h"

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>

#include "api/http/stream.h"
#include "base/log.h"

namespace frontdesk::api {

namespace {

constexpr std::size_t kBatch = 500;
constexpr std::string_view kPing = ": ping\n\n";
constexpr std::string_view kGreeting = "retry: 2000\n\n";

std::string frame(const desk::Event& event) {
  std::string out = "id: " + std::to_string(event.seq) + "\nevent: " + event.kind + "\ndata: ";
  for (const char c : event.data_json)
    if (c != '\n' && c != '\r') out.push_back(c);
  return out.append("\n\n");
}

// Tells a client that too much has happened: it must read its lists anew and go on from `seq`.
std::string reset_frame(std::int64_t seq) { return "id: " + std::to_string(seq) + "\nevent: reset\ndata: {}\n\n"; }

struct Client {
  Subscription subscription;
  std::string pending;
  bool waits_for_room = false;
};

}  // namespace

class EventHub::Impl {
 public:
  Impl(HubOptions options, EventSource source) : options_(options), source_(std::move(source)) {}
  ~Impl() { stop(); }

  Result<void> start();
  void stop();
  void subscribe(Subscription subscription);
  std::shared_ptr<const void> seat();
  void wake() const;
  void recheck();

  std::atomic<std::size_t> clients{0};
  std::atomic<std::uint64_t> dropped{0};

 private:
  void run(const std::stop_token& stop);
  void wait(int timeout_ms);
  void greet_newcomers();
  void greet(Subscription subscription);
  void resume(Client& client);
  void publish_new();
  void drop_ended();
  void ping();
  void send(int descriptor, std::string_view bytes);
  void flush(int descriptor);
  void drop(int descriptor);

  const HubOptions options_;
  const EventSource source_;
  const std::shared_ptr<std::atomic<std::size_t>> seats_ = std::make_shared<std::atomic<std::size_t>>(0);  // taken
  int epoll_ = -1;
  int wake_ = -1;
  std::jthread thread_;
  std::mutex mutex_;  // guards newcomers_ and open_
  std::vector<Subscription> newcomers_;
  bool open_ = false;
  std::atomic<bool> ended_{false};  // sessions have ended since the streams were asked
  // The hub's thread only:
  std::unordered_map<int, Client> table_;
  std::int64_t newest_ = 0;
};

Result<void> EventHub::Impl::start() {
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  wake_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (epoll_ < 0 || wake_ < 0) return Error{ErrorCode::kIo, "the system has no descriptors left"};
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = wake_;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event);
  auto newest = source_.newest();
  if (!newest) return std::move(newest).error();
  newest_ = *newest;
  open_ = true;
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  return {};
}

void EventHub::Impl::stop() {
  {
    const std::lock_guard lock(mutex_);
    open_ = false;
  }
  if (thread_.joinable()) {
    thread_.request_stop();
    wake();
    thread_.join();
  }
  table_.clear();
  newcomers_.clear();
  clients = 0;
  for (int* descriptor : {&epoll_, &wake_})
    if (*descriptor >= 0) ::close(std::exchange(*descriptor, -1));
}

std::shared_ptr<const void> EventHub::Impl::seat() {
  if (seats_->fetch_add(1) < options_.max_clients) return {seats_.get(), [seats = seats_](const void*) { --*seats; }};
  --*seats_;
  return nullptr;
}

void EventHub::Impl::subscribe(Subscription subscription) {
  const std::lock_guard lock(mutex_);
  if (!open_) return;
  newcomers_.push_back(std::move(subscription));
  wake();
}

void EventHub::Impl::wake() const {
  const std::uint64_t one = 1;
  if (wake_ >= 0 && ::write(wake_, &one, sizeof(one)) < 0) return;  // already due to wake
}

void EventHub::Impl::recheck() {
  ended_ = true;
  wake();
}

void EventHub::Impl::run(const std::stop_token& stop) {
  ::pthread_setname_np(::pthread_self(), "events");
  using Monotonic = std::chrono::steady_clock;
  auto next_ping = Monotonic::now() + options_.ping;
  while (!stop.stop_requested()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(next_ping - Monotonic::now()).count();
    wait(static_cast<int>(std::clamp<std::int64_t>(left + 1, 0, 60'000)));
    greet_newcomers();
    if (ended_.exchange(false)) drop_ended();
    publish_new();
    if (Monotonic::now() < next_ping) continue;
    ping();
    next_ping = Monotonic::now() + options_.ping;
  }
}

void EventHub::Impl::wait(int timeout_ms) {
  std::array<epoll_event, 64> events{};
  const int count = ::epoll_wait(epoll_, events.data(), events.size(), timeout_ms);
  for (int i = 0; i < count; ++i) {
    const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
    if (descriptor == wake_) {
      std::uint64_t ignored = 0;
      if (::read(wake_, &ignored, sizeof(ignored)) < 0) continue;
    } else if ((events[static_cast<std::size_t>(i)].events & (EPOLLIN | EPOLLHUP | EPOLLERR | EPOLLRDHUP)) != 0) {
      drop(descriptor);  // a client of events has nothing more to say: it has left
    } else {
      flush(descriptor);
    }
  }
}

void EventHub::Impl::greet_newcomers() {
  std::vector<Subscription> newcomers;
  {
    const std::lock_guard lock(mutex_);
    newcomers.swap(newcomers_);
  }
  for (Subscription& newcomer : newcomers) greet(std::move(newcomer));
}

void EventHub::Impl::greet(Subscription subscription) {
  const int descriptor = subscription.stream->descriptor();
  epoll_event event{};
  event.events = EPOLLIN | EPOLLRDHUP;
  event.data.fd = descriptor;
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) return;
  Client& client = table_.emplace(descriptor, Client{std::move(subscription), {}, false}).first->second;
  clients = table_.size();
  client.pending = kGreeting;
  resume(client);
  if (!client.subscription.still_allowed()) return drop(descriptor);
  flush(descriptor);
}

// What the client missed, up to newest_; later events reach it like everybody.
void EventHub::Impl::resume(Client& client) {
  if (!client.subscription.last_id) return;
  auto missed = source_.since(*client.subscription.last_id, options_.max_resume + 1);
  if (!missed || missed->size() > options_.max_resume || *client.subscription.last_id > newest_) {
    client.pending += reset_frame(newest_);
    return;
  }
  for (const desk::Event& event : *missed)
    if (event.seq <= newest_ && client.subscription.wants(event.kind)) client.pending += frame(event);
}

void EventHub::Impl::publish_new() {
  while (true) {
    auto events = source_.since(newest_, kBatch);
    if (!events) {
      log_warning("cannot read live events", {{"reason", events.error()}});
      return;
    }
    // Asked after the reading: what happened after a session ended does not reach its stream.
    if (!events->empty()) drop_ended();
    for (const desk::Event& event : *events) {
      newest_ = event.seq;
      const std::string bytes = frame(event);
      std::vector<int> receivers;
      for (const auto& [descriptor, client] : table_)
        if (client.subscription.wants(event.kind)) receivers.push_back(descriptor);
      for (const int descriptor : receivers) send(descriptor, bytes);
    }
    if (events->size() < kBatch) return;
  }
}

void EventHub::Impl::drop_ended() {
  std::erase_if(table_, [](const auto& entry) { return !entry.second.subscription.still_allowed(); });
  clients = table_.size();
}

void EventHub::Impl::ping() {
  drop_ended();
  std::vector<int> all;
  for (const auto& [descriptor, client] : table_) all.push_back(descriptor);
  for (const int descriptor : all) send(descriptor, kPing);
}

void EventHub::Impl::send(int descriptor, std::string_view bytes) {
  Client& client = table_.at(descriptor);
  if (client.pending.size() + bytes.size() > options_.max_buffer) {
    drop(descriptor);
    ++dropped;
    return;
  }
  client.pending.append(bytes);
  if (!client.waits_for_room) flush(descriptor);
}

void EventHub::Impl::flush(int descriptor) {
  const auto found = table_.find(descriptor);
  if (found == table_.end()) return;
  Client& client = found->second;
  const IoResult result = client.subscription.stream->write(client.pending);
  client.pending.erase(0, result.bytes);
  if (result.wait == IoResult::Wait::kClosed) return drop(descriptor);
  const bool waits = !client.pending.empty();
  if (!waits) client.pending = {};
  if (waits == client.waits_for_room) return;
  client.waits_for_room = waits;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLRDHUP | (waits ? EPOLLOUT : 0U);
  event.data.fd = descriptor;
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event);
}

void EventHub::Impl::drop(int descriptor) {
  if (table_.erase(descriptor) > 0) clients = table_.size();
}

EventHub::EventHub(HubOptions options, EventSource source)
    : impl_(std::make_unique<Impl>(options, std::move(source))) {}
EventHub::~EventHub() = default;
Result<void> EventHub::start() { return impl_->start(); }
void EventHub::stop() { impl_->stop(); }
void EventHub::subscribe(Subscription subscription) { impl_->subscribe(std::move(subscription)); }
std::shared_ptr<const void> EventHub::seat() { return impl_->seat(); }
void EventHub::wake() { impl_->wake(); }
void EventHub::recheck() { impl_->recheck(); }
std::size_t EventHub::clients() const { return impl_->clients; }
std::uint64_t EventHub::dropped() const { return impl_->dropped; }

}  // namespace frontdesk::api
