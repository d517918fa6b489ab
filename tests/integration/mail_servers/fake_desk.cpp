#include "integration/mail_servers/fake_desk.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

namespace frontdesk::test {
namespace {

using sdk::detail::bytes;
using sdk::detail::made;
using sdk::detail::own;
using sdk::detail::view;

FakeDesk& desk_of(void* ctx) { return *static_cast<FakeDesk*>(ctx); }

std::int64_t monotonic_now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

bool is_readable(int fd, int timeout_ms) {
  pollfd watched{fd, POLLIN, 0};
  return ::poll(&watched, 1, timeout_ms) > 0;
}

}  // namespace

FakeDesk::FakeDesk() : cancel_fd_(::eventfd(0, EFD_CLOEXEC)), services_(&host_) { make_services(); }
FakeDesk::~FakeDesk() { ::close(cancel_fd_); }

void FakeDesk::make_services() {
  inbox_ = made<fdk_inbox>();
  inbox_.max_items = 256;
  inbox_.max_bytes = 8U << 20;
  inbox_.max_item_bytes = 64U << 20;
  inbox_.ctx = this;
  inbox_.submit = &FakeDesk::submit;
  state_service_ = made<fdk_state>();
  state_service_.ctx = this;
  state_service_.get = [](void* ctx, fdk_str key, const fdk_bytes_sink* value) -> fdk_status {
    const std::lock_guard lock(desk_of(ctx).mutex_);
    const auto found = desk_of(ctx).state_.find(own(key));
    if (found == desk_of(ctx).state_.end()) return FDK_REJECTED;
    value->put(value->ctx, bytes(found->second));
    return FDK_OK;
  };
  state_service_.put = [](void* ctx, fdk_str key, fdk_bytes value) -> fdk_status {
    const std::lock_guard lock(desk_of(ctx).mutex_);
    if (value.size > FDK_MAX_STATE_VALUE) return FDK_REJECTED;
    desk_of(ctx).state_[own(key)] = own(value);
    return FDK_OK;
  };
  state_service_.erase = [](void*, fdk_str) -> fdk_status { return FDK_OK; };
  secret_service_ = made<fdk_secret>();
  secret_service_.ctx = this;
  secret_service_.get = [](void* ctx, fdk_str path, const fdk_bytes_sink* value) -> fdk_status {
    const std::lock_guard lock(desk_of(ctx).mutex_);
    const auto found = desk_of(ctx).secrets_.find(own(path));
    if (found == desk_of(ctx).secrets_.end()) return FDK_REJECTED;
    value->put(value->ctx, bytes(found->second));
    return FDK_OK;
  };
  secret_service_.put = [](void* ctx, fdk_str path, fdk_bytes value) -> fdk_status {
    desk_of(ctx).set_secret(own(path), own(value));
    return FDK_OK;
  };
  clock_ = made<fdk_clock>();
  clock_.ctx = this;
  clock_.now = [](void*) -> std::int64_t {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  clock_.monotonic = [](void*) -> std::int64_t { return monotonic_now(); };
  clock_.sleep_until = [](void* ctx, std::int64_t deadline) -> fdk_status {
    const auto left = std::max<std::int64_t>(0, (deadline - monotonic_now()) / 1'000'000);
    return is_readable(desk_of(ctx).cancel_fd_, static_cast<int>(left)) ? FDK_CANCELLED : FDK_OK;
  };
  cancel_service_ = made<fdk_cancel>();
  cancel_service_.ctx = this;
  cancel_service_.cancelled = [](void* ctx) -> std::int32_t { return is_readable(desk_of(ctx).cancel_fd_, 0) ? 1 : 0; };
  cancel_service_.descriptor = [](void* ctx) { return desk_of(ctx).cancel_fd_; };
  log_ = made<fdk_log>();
  log_.write = [](void*, fdk_log_level, fdk_str, fdk_str) {};
  health_service_ = made<fdk_health>();
  health_service_.ctx = this;
  health_service_.report = [](void* ctx, fdk_health_state state, fdk_str code, fdk_str) {
    const std::lock_guard lock(desk_of(ctx).mutex_);
    desk_of(ctx).health_ = state == FDK_HEALTH_OK ? "ok" : own(code);
    desk_of(ctx).changed_.notify_all();
  };
  metrics_ = made<fdk_metrics>();
  metrics_.count = [](void*, fdk_str, std::uint64_t) {};
  metrics_.gauge = [](void*, fdk_str, double) {};
  host_ = made<fdk_host>();
  host_.abi_major = FDK_ABI_MAJOR;
  host_.abi_minor = FDK_ABI_MINOR;
  host_.ctx = this;
  host_.get_service = &FakeDesk::get_service;
}

const void* FakeDesk::get_service(void* ctx, fdk_str id) {
  const FakeDesk& desk = desk_of(ctx);
  const std::map<std::string_view, const void*> known{
      {FDK_SERVICE_INBOX, &desk.inbox_},   {FDK_SERVICE_STATE, &desk.state_service_},
      {FDK_SERVICE_CLOCK, &desk.clock_},   {FDK_SERVICE_SECRET, &desk.secret_service_},
      {FDK_SERVICE_LOG, &desk.log_},       {FDK_SERVICE_CANCEL, &desk.cancel_service_},
      {FDK_SERVICE_METRICS, &desk.metrics_}, {FDK_SERVICE_HEALTH, &desk.health_service_}};
  const auto found = known.find(view(id));
  return found == known.end() ? nullptr : found->second;
}

fdk_status FakeDesk::submit(void* ctx, const fdk_batch* batch, const fdk_outcome_sink* sink) {
  FakeDesk& desk = desk_of(ctx);
  const std::lock_guard lock(desk.mutex_);
  if (desk.refusals_ > 0) {
    --desk.refusals_;
    return FDK_RETRY;
  }
  std::size_t index = 0;
  sdk::detail::for_each(batch->items, batch->item_count, [&](const fdk_item& flat) {
    const bool fresh = desk.keys_.insert(own(flat.dedup_key)).second;
    if (fresh) {
      desk.items_.push_back(desk.keeps_content_ ? sdk::detail::own_item(flat) : sdk::Item{});
    } else {
      ++desk.duplicates_;
    }
    sink->outcome(sink->ctx, index++, fresh ? FDK_OUTCOME_ACCEPTED : FDK_OUTCOME_DUPLICATE, fdk_str{});
  });
  if (batch->has_cursor != 0) desk.cursor_ = own(batch->cursor);
  desk.changed_.notify_all();
  return FDK_OK;
}

void FakeDesk::set_secret(const std::string& path, const std::string& value) {
  const std::lock_guard lock(mutex_);
  secrets_[path] = value;
}

std::string FakeDesk::secret(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = secrets_.find(path);
  return found == secrets_.end() ? "" : found->second;
}

void FakeDesk::cancel() { ::eventfd_write(cancel_fd_, 1); }

void FakeDesk::reset_cancel() {
  eventfd_t ignored = 0;
  if (is_readable(cancel_fd_, 0)) ::eventfd_read(cancel_fd_, &ignored);
}

void FakeDesk::refuse_submits(int count) {
  const std::lock_guard lock(mutex_);
  refusals_ = count;
}

std::vector<sdk::Item> FakeDesk::items() const {
  const std::lock_guard lock(mutex_);
  return items_;
}

std::size_t FakeDesk::accepted() const {
  const std::lock_guard lock(mutex_);
  return items_.size();
}

std::size_t FakeDesk::duplicates() const {
  const std::lock_guard lock(mutex_);
  return duplicates_;
}

std::string FakeDesk::cursor() const {
  const std::lock_guard lock(mutex_);
  return cursor_;
}

std::string FakeDesk::health() const {
  const std::lock_guard lock(mutex_);
  return health_;
}

bool FakeDesk::wait(std::chrono::milliseconds span, const std::function<bool()>& done) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, span, done);
}

bool FakeDesk::wait_for_items(std::size_t count, std::chrono::milliseconds span) const {
  return wait(span, [&] { return items_.size() >= count; });
}

bool FakeDesk::wait_for_duplicates(std::size_t count, std::chrono::milliseconds span) const {
  return wait(span, [&] { return duplicates_ >= count; });
}

bool FakeDesk::wait_for_health(const std::string& code, std::chrono::milliseconds span) const {
  return wait(span, [&] { return health_ == code; });
}

}  // namespace frontdesk::test
