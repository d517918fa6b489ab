// What the host offers to a channel, as C++ objects. Every call may be made from any thread of the plugin.
//
//   auto outcomes = services().inbox().submit(items, cursor.dump());  // returns when the items are durable
//   if (!outcomes) return std::move(outcomes).error();               // nothing is known to be taken: try again
#pragma once

#include <frontdesk/item/weight.h>
#include <frontdesk/plugin.h>
#include <frontdesk/sdk/convert.h>
#include <frontdesk/sdk/types.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::sdk {

/// Where items go. Lifecycle: as long as the channel.
class Inbox {
 public:
  explicit Inbox(const fdk_inbox* service) : service_(service) {}

  /// Blocks until the items are durable; with a cursor, or without items, the state writes before it as well, in the
  /// same transaction. Returns one outcome per item, in order. More than one batch's worth is submitted in several
  /// batches, cursor and state writes with the last. An item that is too large by itself is kRejected; the rest goes
  /// on. Errors: kRetry, kCancelled (nothing is known to be taken: submit again), kRejected (the batch breaks a limit).
  Result<std::vector<ItemOutcome>> submit(std::span<const Item> items, std::optional<std::string_view> cursor = {},
                                          Monotonic deadline = Monotonic{0}) const {
    std::vector<ItemOutcome> outcomes;
    outcomes.reserve(items.size());
    std::size_t most = items.size();  // how many of these items one batch can hold, as far as we have learned
    do {
      const std::size_t count = std::min(most, batch_size(items));
      const bool last = count == items.size();
      auto done = submit_batch(items.first(count), last ? cursor : std::nullopt, deadline, outcomes);
      if (!done && done.error().code == FDK_CODE_BATCH_TOO_LARGE && count > 1) {
        most = count / 2;
        continue;
      }
      if (!done) return std::move(done).error();
      items = items.subspan(count);
    } while (!items.empty());
    return outcomes;
  }
  Result<ItemOutcome> submit(const Item& item, std::optional<std::string_view> cursor = {}) const {
    auto outcomes = submit(std::span(&item, 1), cursor);
    if (!outcomes) return std::move(outcomes).error();
    if (outcomes->empty()) return Error{Status::kInternal, "no_outcome", "The host told no outcome.", {}, {}};
    return std::move(outcomes->front());
  }
  /// Makes a cursor and the state writes so far durable without an item.
  Result<void> commit(std::optional<std::string_view> cursor = {}) const {
    auto done = submit(std::span<const Item>{}, cursor);
    if (!done) return std::move(done).error();
    return {};
  }

  [[nodiscard]] std::uint64_t max_item_bytes() const { return service_->max_item_bytes; }

 private:
  static constexpr std::uint64_t kFrameBytes = 512;  // about what an item takes beside its content
  [[nodiscard]] std::size_t batch_size(std::span<const Item> items) const {
    std::uint64_t bytes = 0;
    std::size_t count = 0;
    while (count < items.size() && count < service_->max_items) {
      bytes += kFrameBytes + item::weight_of(items[count]);
      if (count > 0 && bytes > service_->max_bytes) break;
      ++count;
    }
    return count;
  }
  Result<void> submit_batch(std::span<const Item> items, std::optional<std::string_view> cursor, Monotonic deadline,
                            std::vector<ItemOutcome>& outcomes) const {
    std::vector<detail::Flat<Item>> held(items.begin(), items.end());
    std::vector<fdk_item> flat;
    flat.reserve(items.size());
    for (const auto& item : held) flat.push_back(item.get());
    auto batch = detail::made<fdk_batch>();
    batch.items = flat.data();
    batch.item_count = flat.size();
    batch.has_cursor = cursor ? 1 : 0;
    batch.cursor = detail::str(cursor.value_or(std::string_view{}));
    batch.deadline = deadline.count();
    detail::ProblemCatcher problem;
    auto sink = detail::made<fdk_outcome_sink>();
    sink.ctx = &outcomes;
    sink.outcome = [](void* ctx, std::size_t, fdk_outcome outcome, fdk_str text) {
      static_cast<std::vector<ItemOutcome>*>(ctx)->push_back({static_cast<Outcome>(outcome), detail::own(text)});
    };
    sink.problem = problem.sink();
    const fdk_status status = service_->submit(service_->ctx, &batch, &sink);
    if (status != FDK_OK) return problem.error(status);
    return {};
  }

  const fdk_inbox* service_;
};

/// A small key-value store of the instance; writes become durable with the next commit() or submit with a cursor.
class State {
 public:
  explicit State(const fdk_state* service) : service_(service) {}

  [[nodiscard]] std::optional<std::string> get(std::string_view key) const {
    std::optional<std::string> found;
    const auto sink = catch_bytes(found);
    service_->get(service_->ctx, detail::str(key), &sink);
    return found;
  }
  Result<void> put(std::string_view key, std::string_view value) const {
    const fdk_status status = service_->put(service_->ctx, detail::str(key), detail::bytes(value));
    if (status != FDK_OK) return Error{static_cast<Status>(status), "state_full", "The state is too large.", {}, {}};
    return {};
  }
  void erase(std::string_view key) const { service_->erase(service_->ctx, detail::str(key)); }

  static fdk_bytes_sink catch_bytes(std::optional<std::string>& into) {
    auto sink = detail::made<fdk_bytes_sink>();
    sink.ctx = &into;
    sink.put = [](void* ctx, fdk_bytes content) {
      static_cast<std::optional<std::string>*>(ctx)->emplace(detail::view(content));
    };
    return sink;
  }

 private:
  const fdk_state* service_;
};

/// A secret in clear: wiped when it goes. Not copyable, not printable.
class SecretText {
 public:
  explicit SecretText(std::string text) : text_(std::move(text)) {}
  SecretText(SecretText&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
  SecretText& operator=(SecretText&& other) noexcept {
    if (this != &other) {
      wipe();
      text_ = std::move(other.text_);
      other.wipe();
    }
    return *this;
  }
  ~SecretText() { wipe(); }

  [[nodiscard]] std::string_view reveal() const { return text_; }

 private:
  void wipe() {
    volatile char* at = text_.data();
    for (std::size_t i = 0; i < text_.size(); ++i) at[i] = 0;
    text_.clear();
  }
  std::string text_;
};

class Secrets {
 public:
  explicit Secrets(const fdk_secret* service) : service_(service) {}

  /// The secret at a path of the configuration, "imap.password"; nullopt when none is set.
  [[nodiscard]] std::optional<SecretText> get(std::string_view path) const {
    std::optional<std::string> found;
    const auto sink = State::catch_bytes(found);
    service_->get(service_->ctx, detail::str(path), &sink);
    if (!found) return std::nullopt;
    return SecretText(std::move(*found));
  }
  /// Stores a rotated secret, durable when it returns.
  Result<void> put(std::string_view path, std::string_view value) const {
    const fdk_status status = service_->put(service_->ctx, detail::str(path), detail::bytes(value));
    if (status != FDK_OK)
      return Error{static_cast<Status>(status), "secret_not_stored", "The secret was not stored.", {}, {}};
    return {};
  }

 private:
  const fdk_secret* service_;
};

/// How far a send has come, for channels whose manifest names the capability "hand_over".
class Outbox {
 public:
  explicit Outbox(const fdk_outbox* service) : service_(service) {}

  /// Within send, before the step after which the remote side may have the message; blocks until that is on record.
  /// On an error the step must not be taken, and send returns the error: the message is certainly not sent.
  Result<void> hand_over(std::string_view idempotency_key) const {
    const fdk_status status = service_->hand_over(service_->ctx, detail::str(idempotency_key));
    if (status == FDK_OK) return {};
    return Error{
        static_cast<Status>(status), "hand_over_refused", "The desk could not note that this is being sent.", {}, {}};
  }

 private:
  const fdk_outbox* service_;
};

class Clock {
 public:
  explicit Clock(const fdk_clock* service) : service_(service) {}

  [[nodiscard]] WallTime now() const { return service_->now(service_->ctx); }
  [[nodiscard]] Monotonic monotonic() const { return Monotonic(service_->monotonic(service_->ctx)); }
  /// False when the running call was cancelled before the time was up.
  bool sleep_until(Monotonic deadline) const {
    return service_->sleep_until(service_->ctx, deadline.count()) == FDK_OK;
  }
  bool sleep_for(std::chrono::nanoseconds duration) const { return sleep_until(monotonic() + duration); }

 private:
  const fdk_clock* service_;
};

class Cancel {
 public:
  explicit Cancel(const fdk_cancel* service) : service_(service) {}

  /// True when the running call should end.
  [[nodiscard]] bool requested() const { return service_->cancelled(service_->ctx) != 0; }
  /// Readable once `requested`: for poll() beside a socket. Never read or close it.
  [[nodiscard]] int descriptor() const { return service_->descriptor(service_->ctx); }

 private:
  const fdk_cancel* service_;
};

/// Constant sentences; what varies goes into `fields`, a JSON object. No secrets, no personal data.
class Log {
 public:
  explicit Log(const fdk_log* service) : service_(service) {}

  void debug(std::string_view text, std::string_view fields = {}) const { write(FDK_LOG_DEBUG, text, fields); }
  void info(std::string_view text, std::string_view fields = {}) const { write(FDK_LOG_INFO, text, fields); }
  void warning(std::string_view text, std::string_view fields = {}) const { write(FDK_LOG_WARNING, text, fields); }
  void error(std::string_view text, std::string_view fields = {}) const { write(FDK_LOG_ERROR, text, fields); }

 private:
  void write(fdk_log_level level, std::string_view text, std::string_view fields) const {
    service_->write(service_->ctx, level, detail::str(text), detail::str(fields));
  }
  const fdk_log* service_;
};

class Health {
 public:
  explicit Health(const fdk_health* service) : service_(service) {}

  void ok() const { report(FDK_HEALTH_OK, {}, {}); }
  void degraded(std::string_view code, std::string_view text) const { report(FDK_HEALTH_DEGRADED, code, text); }
  void failing(std::string_view code, std::string_view text) const { report(FDK_HEALTH_FAILING, code, text); }

 private:
  void report(fdk_health_state state, std::string_view code, std::string_view text) const {
    service_->report(service_->ctx, state, detail::str(code), detail::str(text));
  }
  const fdk_health* service_;
};

class Metrics {
 public:
  explicit Metrics(const fdk_metrics* service) : service_(service) {}

  void count(std::string_view name, std::uint64_t delta = 1) const {
    service_->count(service_->ctx, detail::str(name), delta);
  }
  void gauge(std::string_view name, double value) const { service_->gauge(service_->ctx, detail::str(name), value); }

 private:
  const fdk_metrics* service_;
};

/// All services of one channel instance. Usable from `open` on, not in the channel's constructor.
class Services {
 public:
  explicit Services(const fdk_host* host) : host_(host) {}
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;

  [[nodiscard]] Inbox inbox() const { return Inbox(find<fdk_inbox>(FDK_SERVICE_INBOX)); }
  [[nodiscard]] State state() const { return State(find<fdk_state>(FDK_SERVICE_STATE)); }
  [[nodiscard]] Secrets secrets() const { return Secrets(find<fdk_secret>(FDK_SERVICE_SECRET)); }
  [[nodiscard]] Outbox outbox() const { return Outbox(find<fdk_outbox>(FDK_SERVICE_OUTBOX)); }
  [[nodiscard]] Clock clock() const { return Clock(find<fdk_clock>(FDK_SERVICE_CLOCK)); }
  [[nodiscard]] Cancel cancel() const { return Cancel(find<fdk_cancel>(FDK_SERVICE_CANCEL)); }
  [[nodiscard]] Log log() const { return Log(find<fdk_log>(FDK_SERVICE_LOG)); }
  [[nodiscard]] Health health() const { return Health(find<fdk_health>(FDK_SERVICE_HEALTH)); }
  [[nodiscard]] Metrics metrics() const { return Metrics(find<fdk_metrics>(FDK_SERVICE_METRICS)); }

  /// True when the host offers all of the above; the entry macro refuses to open on a host that does not.
  [[nodiscard]] bool complete() const {
    for (const char* id :
         {FDK_SERVICE_INBOX, FDK_SERVICE_STATE, FDK_SERVICE_SECRET, FDK_SERVICE_OUTBOX, FDK_SERVICE_CLOCK,
          FDK_SERVICE_CANCEL, FDK_SERVICE_LOG, FDK_SERVICE_HEALTH, FDK_SERVICE_METRICS}) {
      if (host_->get_service(host_->ctx, detail::str(id)) == nullptr) return false;
    }
    return true;
  }

 private:
  template <class T>
  [[nodiscard]] const T* find(std::string_view id) const {
    return static_cast<const T*>(host_->get_service(host_->ctx, detail::str(id)));
  }
  const fdk_host* host_;
};

}  // namespace frontdesk::sdk
