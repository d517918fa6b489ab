#include "api/http/front.h"

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/http/listener.h"
#include "base/client_network.h"
#include "base/log.h"

namespace frontdesk::api {

namespace {

constexpr std::size_t kHeadroom = 64;        // connections above the limit while the one that makes room still closes
constexpr std::chrono::seconds kStalled{5};  // an answer that nobody has read for so long may make room

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  [[nodiscard]] int get() const { return value_; }

 private:
  int value_;
};

}  // namespace

class Front::Impl {
 public:
  Impl(FrontOptions options, Application& application, const Clock& clock, const TlsContext* tls)
      : options_(std::move(options)), application_(application), clock_(clock), tls_(tls) {}
  ~Impl() { stop(); }

  Result<void> start();
  void stop();
  [[nodiscard]] std::uint16_t port() const { return listener_ ? listener_->port() : 0; }
  [[nodiscard]] FrontCounts counts() const;

 private:
  void work();
  void keep(const std::stop_token& stop);
  void accept_one();
  void listen_again();
  void admit(Accepted accepted);
  bool has_room_for(const std::string& client);
  bool make_room(const std::string* client);
  void forget(Connection& connection);
  void serve(Connection& connection);
  void park(Connection& connection, std::uint32_t events);
  void close(Connection& connection);
  std::unique_ptr<Connection> release(Connection& connection);
  void cut_overdue();
  void wait_until_empty(Duration at_most);

  const FrontOptions options_;
  Application& application_;
  const Clock& clock_;
  const TlsContext* tls_;

  std::optional<Listener> listener_;
  Descriptor epoll_{::epoll_create1(EPOLL_CLOEXEC)};
  Descriptor wake_{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
  std::atomic<bool> draining_{false};
  std::atomic<bool> stopping_{false};

  struct Entry {
    std::unique_ptr<Connection> connection;
    std::string client;  ///< empty: not counted
  };
  mutable std::mutex mutex_;  // guards table_ and held_; a descriptor is closed only under it
  std::condition_variable emptied_;
  std::unordered_map<Connection*, Entry> table_;
  std::unordered_map<std::string, std::size_t> held_;  // connections by client
  std::atomic<bool> paused_{false};                    // accepting, until the keeper's next turn
  std::atomic<std::uint64_t> accepted_{0};
  std::atomic<std::uint64_t> overdue_{0};
  std::atomic<std::uint64_t> shed_{0};
  std::atomic<std::uint64_t> pauses_{0};

  std::vector<std::jthread> workers_;
  std::jthread keeper_;
};

Result<void> Front::Impl::start() {
  auto opened =
      options_.listening >= 0 ? Listener::adopt(options_.listening) : Listener::open(options_.address, options_.port);
  if (!opened) return std::move(opened).error();
  listener_.emplace(std::move(*opened));
  if (epoll_.get() < 0 || wake_.get() < 0) return Error{ErrorCode::kIo, "the system has no descriptors left"};
  epoll_event event{};
  event.events = EPOLLIN | EPOLLONESHOT;  // one worker accepts, the others serve
  event.data.ptr = &listener_;
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, listener_->descriptor(), &event);
  event.events = EPOLLIN;
  event.data.ptr = nullptr;
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wake_.get(), &event);
  for (unsigned i = 0; i < options_.workers; ++i) workers_.emplace_back([this] { work(); });
  keeper_ = std::jthread([this](const std::stop_token& stop) { keep(stop); });
  return {};
}

void Front::Impl::stop() {
  if (!listener_) return;
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, listener_->descriptor(), nullptr);
  draining_ = true;
  cut_overdue();
  wait_until_empty(options_.drain);
  keeper_ = {};  // asks it to stop, and joins
  stopping_ = true;
  const std::uint64_t one = 1;
  if (::write(wake_.get(), &one, sizeof(one)) < 0) log_error("cannot wake the workers");
  workers_.clear();
  const std::lock_guard lock(mutex_);
  table_.clear();
  held_.clear();
  listener_.reset();
}

FrontCounts Front::Impl::counts() const {
  const std::lock_guard lock(mutex_);
  return {accepted_, overdue_, shed_, pauses_, table_.size()};
}

void Front::Impl::work() {
  ::pthread_setname_np(::pthread_self(), "http");
  while (!stopping_) {
    epoll_event event{};
    if (::epoll_wait(epoll_.get(), &event, 1, -1) != 1) continue;
    if (event.data.ptr == &listener_) {
      accept_one();
    } else if (event.data.ptr != nullptr) {
      serve(*static_cast<Connection*>(event.data.ptr));
    }
  }
}

void Front::Impl::accept_one() {
  if (draining_) return;
  auto accepted = listener_->accept(tls_);
  if (!accepted) {
    if (pauses_++ == 0) log_error("accepting pauses", {{"error", accepted.error()}});
    const std::lock_guard lock(mutex_);
    make_room(nullptr);
    paused_ = true;
    return;
  }
  listen_again();
  if (!*accepted) return;
  admit(std::move(**accepted));
  ++accepted_;
}

void Front::Impl::listen_again() {
  if (draining_) return;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLONESHOT;
  event.data.ptr = &listener_;
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, listener_->descriptor(), &event);
}

void Front::Impl::admit(Accepted accepted) {
  const bool many = options_.speaks_for_many && options_.speaks_for_many(accepted.peer);
  const bool counted = !many && (options_.cap_loopback || !is_loopback_address(accepted.peer));
  std::string client = counted ? client_network(accepted.peer) : std::string();
  auto connection = std::make_unique<Connection>(std::move(accepted.stream), std::move(accepted.peer), options_.times,
                                                 clock_, draining_);
  Connection& admitted = *connection;
  {
    const std::lock_guard lock(mutex_);
    if (!has_room_for(client)) {
      ++shed_;
      return;  // closes it
    }
    if (counted) ++held_[client];
    table_.emplace(&admitted, Entry{std::move(connection), std::move(client)});
  }
  const int descriptor = admitted.descriptor();
  admitted.put_down();
  epoll_event event{};
  event.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
  event.data.ptr = &admitted;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event) != 0) close(admitted);
}

// Needs mutex_.
bool Front::Impl::has_room_for(const std::string& client) {
  const auto held = held_.find(client);
  if (held != held_.end() && held->second >= options_.max_per_client &&
      (held->second >= options_.max_per_client + kHeadroom || !make_room(&client)))
    return false;
  if (table_.size() < options_.max_connections) return true;
  return table_.size() < options_.max_connections + kHeadroom && make_room(nullptr);
}

// Of those that only wait for their client (of all, or of the one given), shuts the one whose deadline is nearest: a
// client that dribbles goes before one that is merely idle. False when there is none. Needs mutex_.
bool Front::Impl::make_room(const std::string* client) {
  Connection* nearest = nullptr;
  for (const auto& [connection, entry] : table_) {
    if (client != nullptr && entry.client != *client) continue;
    if (!connection->may_be_shed(kStalled)) continue;
    if (nearest == nullptr || connection->deadline() < nearest->deadline()) nearest = connection;
  }
  if (nearest == nullptr) return false;
  ++shed_;
  nearest->shed();
  ::shutdown(nearest->descriptor(), SHUT_RDWR);  // its owner is woken and closes it
  return true;
}

void Front::Impl::serve(Connection& connection) {
  connection.take_up();
  switch (connection.advance(application_)) {
    case Connection::Next::kRead: return park(connection, EPOLLIN | EPOLLRDHUP);
    case Connection::Next::kWrite: return park(connection, EPOLLOUT);
    case Connection::Next::kYield: return park(connection, EPOLLIN | EPOLLOUT);
    case Connection::Next::kClose: return close(connection);
    case Connection::Next::kTakeOver: break;
  }
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, connection.descriptor(), nullptr);
  release(connection)->hand_over();
}

// After this call the connection may already belong to another worker.
void Front::Impl::park(Connection& connection, std::uint32_t events) {
  const int descriptor = connection.descriptor();
  connection.put_down();
  epoll_event event{};
  event.events = events | EPOLLONESHOT;
  event.data.ptr = &connection;
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, descriptor, &event);
}

void Front::Impl::close(Connection& connection) {
  const std::lock_guard lock(mutex_);
  forget(connection);
  table_.erase(&connection);
  if (table_.empty()) emptied_.notify_all();
}

// Gives the place of its client back. Needs mutex_.
void Front::Impl::forget(Connection& connection) {
  const auto held = held_.find(table_.at(&connection).client);
  if (held != held_.end() && --held->second == 0) held_.erase(held);
}

std::unique_ptr<Connection> Front::Impl::release(Connection& connection) {
  const std::lock_guard lock(mutex_);
  forget(connection);
  auto node = table_.extract(&connection);
  if (table_.empty()) emptied_.notify_all();
  return std::move(node.mapped().connection);
}

void Front::Impl::keep(const std::stop_token& stop) {
  ::pthread_setname_np(::pthread_self(), "http-keeper");
  std::mutex idle;
  std::condition_variable_any pause;
  std::unique_lock lock(idle);
  while (!stop.stop_requested()) {
    pause.wait_for(lock, stop, options_.keeper_pace, [] { return false; });
    cut_overdue();
    if (paused_.exchange(false)) listen_again();
  }
}

// shutdown() wakes whoever parks the connection; only its owner closes the descriptor, so it cannot be mixed up.
void Front::Impl::cut_overdue() {
  const Duration now = clock_.monotonic();
  const std::lock_guard lock(mutex_);
  for (const auto& [connection, entry] : table_) {
    const bool unwanted = draining_ && connection->is_waiting();
    if (connection->deadline() > now && !unwanted) continue;
    if (!unwanted) ++overdue_;
    ::shutdown(connection->descriptor(), SHUT_RDWR);
  }
}

void Front::Impl::wait_until_empty(Duration at_most) {
  std::unique_lock lock(mutex_);
  emptied_.wait_for(lock, at_most, [this] { return table_.empty(); });
}

Front::Front(FrontOptions options, Application& application, const Clock& clock, const TlsContext* tls)
    : impl_(std::make_unique<Impl>(std::move(options), application, clock, tls)) {}
Front::~Front() = default;
Result<void> Front::start() { return impl_->start(); }
void Front::stop() { impl_->stop(); }
std::uint16_t Front::port() const { return impl_->port(); }
FrontCounts Front::counts() const { return impl_->counts(); }

}  // namespace frontdesk::api
