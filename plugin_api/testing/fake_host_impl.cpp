#include "testing/fake_host_impl.h"

#include "item/rules.h"

#include <frontdesk/item/limits.h>
#include <utility>

namespace frontdesk::fake {

namespace {

namespace detail = sdk::detail;

constexpr std::uint32_t kMaxItems = 256;
constexpr std::uint64_t kMaxBytes = 8U << 20;
constexpr std::uint64_t kMaxItemBytes = item::kMostItemBytes;

/// The same item may be received again later.
bool is_same(sdk::Item item, const sdk::Item& known) {
  item.received_at = known.received_at;
  return item == known;
}

}  // namespace

FakeHost::Impl::Impl(Time how) : time(how) {
  host = detail::made<fdk_host>();
  host.abi_major = FDK_ABI_MAJOR;
  host.abi_minor = FDK_ABI_MINOR;
  host.ctx = this;
  host.get_service = get_service;
  make_storage();
  make_time();
  make_reports();
}

const void* FakeHost::Impl::get_service(void* ctx, fdk_str id) {
  const Impl& self = *static_cast<Impl*>(ctx);
  const std::pair<std::string_view, const void*> offered[] = {
      {FDK_SERVICE_INBOX, &self.inbox_},         {FDK_SERVICE_STATE, &self.state_table_},
      {FDK_SERVICE_SECRET, &self.secret_},       {FDK_SERVICE_CLOCK, &self.clock_},
      {FDK_SERVICE_CANCEL, &self.cancel_table_}, {FDK_SERVICE_LOG, &self.log_},
      {FDK_SERVICE_HEALTH, &self.health_table_}, {FDK_SERVICE_METRICS, &self.metrics_table_},
  };
  for (const auto& [name, service] : offered) {
    if (name == detail::view(id)) return service;
  }
  return nullptr;
}

void FakeHost::Impl::make_storage() {
  inbox_ = detail::made<fdk_inbox>();
  inbox_.max_items = kMaxItems;
  inbox_.max_bytes = kMaxBytes;
  inbox_.max_item_bytes = kMaxItemBytes;
  inbox_.ctx = this;
  inbox_.submit = [](void* ctx, const fdk_batch* batch, const fdk_outcome_sink* sink) {
    return static_cast<Impl*>(ctx)->submit(detail::read_struct(batch), *sink);
  };
  state_table_ = detail::made<fdk_state>();
  state_table_.ctx = this;
  state_table_.get = [](void* ctx, fdk_str key, const fdk_bytes_sink* sink) -> fdk_status {
    auto& self = *static_cast<Impl*>(ctx);
    const std::lock_guard lock(self.mutex);
    const auto found = self.state.find(detail::view(key));
    if (found == self.state.end()) return FDK_REJECTED;
    sink->put(sink->ctx, detail::bytes(found->second));
    return FDK_OK;
  };
  state_table_.put = [](void* ctx, fdk_str key, fdk_bytes value) -> fdk_status {
    auto& self = *static_cast<Impl*>(ctx);
    const std::lock_guard lock(self.mutex);
    if (value.size > FDK_MAX_STATE_VALUE) return FDK_REJECTED;
    if (value.size == 0) {
      self.state.erase(detail::own(key));
      return FDK_OK;
    }
    self.state.insert_or_assign(detail::own(key), detail::own(value));
    return FDK_OK;
  };
  state_table_.erase = [](void* ctx, fdk_str key) -> fdk_status {
    auto& self = *static_cast<Impl*>(ctx);
    const std::lock_guard lock(self.mutex);
    self.state.erase(detail::own(key));
    return FDK_OK;
  };
  secret_ = detail::made<fdk_secret>();
  secret_.ctx = this;
  secret_.get = [](void* ctx, fdk_str path, const fdk_bytes_sink* sink) -> fdk_status {
    auto& self = *static_cast<Impl*>(ctx);
    const std::lock_guard lock(self.mutex);
    const auto found = self.secrets.find(detail::view(path));
    if (found == self.secrets.end()) return FDK_REJECTED;
    sink->put(sink->ctx, detail::bytes(found->second));
    return FDK_OK;
  };
  secret_.put = [](void* ctx, fdk_str path, fdk_bytes value) -> fdk_status {
    auto& self = *static_cast<Impl*>(ctx);
    const std::lock_guard lock(self.mutex);
    self.secrets.insert_or_assign(detail::own(path), detail::own(value));
    return FDK_OK;
  };
}

void FakeHost::Impl::make_time() {
  clock_ = detail::made<fdk_clock>();
  clock_.ctx = this;
  clock_.now = [](void* ctx) { return static_cast<Impl*>(ctx)->wall_now(); };
  clock_.monotonic = [](void* ctx) { return static_cast<Impl*>(ctx)->monotonic_now(); };
  clock_.sleep_until = [](void* ctx, std::int64_t deadline) {
    return static_cast<Impl*>(ctx)->sleep_until(std::chrono::nanoseconds(deadline));
  };
  cancel_table_ = detail::made<fdk_cancel>();
  cancel_table_.ctx = this;
  cancel_table_.cancelled = [](void* ctx) -> std::int32_t { return static_cast<Impl*>(ctx)->cancel.is_set() ? 1 : 0; };
  cancel_table_.descriptor = [](void* ctx) { return static_cast<Impl*>(ctx)->cancel.descriptor(); };
}

void FakeHost::Impl::make_reports() {
  log_ = detail::made<fdk_log>();
  log_.ctx = this;
  log_.write = [](void* ctx, fdk_log_level level, fdk_str text, fdk_str fields) {
    auto& self = *static_cast<Impl*>(ctx);
    const std::lock_guard lock(self.mutex);
    self.logs.push_back({level, detail::own(text), detail::own(fields)});
  };
  health_table_ = detail::made<fdk_health>();
  health_table_.ctx = this;
  health_table_.report = [](void* ctx, fdk_health_state told, fdk_str code, fdk_str text) {
    auto& self = *static_cast<Impl*>(ctx);
    const std::lock_guard lock(self.mutex);
    self.health = HealthReport{told, detail::own(code), detail::own(text)};
  };
  metrics_table_ = detail::made<fdk_metrics>();
  metrics_table_.ctx = this;
  metrics_table_.count = [](void* ctx, fdk_str name, std::uint64_t delta) {
    auto& self = *static_cast<Impl*>(ctx);
    const std::lock_guard lock(self.mutex);
    self.metrics[detail::own(name)] += static_cast<double>(delta);
  };
  metrics_table_.gauge = [](void* ctx, fdk_str name, double value) {
    auto& self = *static_cast<Impl*>(ctx);
    const std::lock_guard lock(self.mutex);
    self.metrics[detail::own(name)] = value;
  };
}

std::int64_t FakeHost::Impl::wall_now() {
  if (time == Time::kReal) return host::wall_now().count();
  const std::lock_guard lock(mutex);
  return wall;
}

std::int64_t FakeHost::Impl::monotonic_now() {
  if (time == Time::kReal) return host::monotonic_now().count();
  const std::lock_guard lock(mutex);
  return monotonic.count();
}

void FakeHost::Impl::move_time(std::chrono::nanoseconds by) {
  monotonic += by;
  wall += std::chrono::duration_cast<std::chrono::microseconds>(by).count();
}

fdk_status FakeHost::Impl::sleep_until(std::chrono::nanoseconds deadline) {
  const auto wanted = deadline - std::chrono::nanoseconds(monotonic_now());
  {
    const std::lock_guard lock(mutex);
    sleeps.push_back(wanted);
    if (sleeps_until_cancel > 0 && --sleeps_until_cancel == 0) cancel.set();
    if (time == Time::kScripted && !cancel.is_set() && wanted.count() > 0) move_time(wanted);
  }
  if (time == Time::kReal) return cancel.sleep_until(deadline) ? FDK_OK : FDK_CANCELLED;
  return cancel.is_set() ? FDK_CANCELLED : FDK_OK;
}

std::vector<sdk::ItemOutcome> FakeHost::Impl::take(const Batch& batch) {
  std::vector<sdk::ItemOutcome> outcomes;
  for (const auto& item : batch.items) {
    if (auto why = item::broken_rule(item); !why.empty()) {
      outcomes.push_back({sdk::Outcome::kRejected, std::move(why)});
      continue;
    }
    const bool is_recognised =
        item.same_by_content && !item.content_key.empty() && contents_.contains(item.content_key);
    const auto [known, is_new] = seen_.try_emplace(item.dedup_key, item);
    if (is_new) contents_.insert(item.content_key);
    if (is_new && is_recognised) {
      outcomes.push_back({sdk::Outcome::kDuplicate, {}});
    } else if (is_new) {
      items.push_back(item);
      outcomes.push_back({});
    } else if (is_same(item, known->second)) {
      outcomes.push_back({sdk::Outcome::kDuplicate, {}});
    } else {
      outcomes.push_back({sdk::Outcome::kConflict, "the key is known with other content"});
    }
  }
  return outcomes;
}

fdk_status FakeHost::Impl::submit(const fdk_batch& from, const fdk_outcome_sink& sink) {
  Batch batch;
  detail::for_each(from.items, from.item_count,
                   [&](const fdk_item& item) { batch.items.push_back(detail::own<sdk::Item>(item)); });
  if (from.has_cursor != 0) batch.cursor = detail::own(from.cursor);
  if (cancel.is_set()) return detail::report(&sink.problem, sdk::Error{sdk::Status::kCancelled, "cancelled"});
  std::unique_lock lock(mutex);
  batches.push_back(batch);
  if (refusals_left > 0) {
    --refusals_left;
    return detail::report(&sink.problem, refusal);
  }
  sdk::Result<std::vector<sdk::ItemOutcome>> outcomes = std::vector<sdk::ItemOutcome>{};
  if (answer) {
    const Answer scripted = answer;
    lock.unlock();
    outcomes = scripted(batch);
    lock.lock();
    if (outcomes) items.insert(items.end(), batch.items.begin(), batch.items.end());
  } else {
    outcomes = take(batch);
  }
  if (!outcomes) return detail::report(&sink.problem, outcomes.error());
  if (batch.cursor) cursor = *batch.cursor;
  if (batch.cursor || batch.items.empty()) committed_state = state;
  lock.unlock();
  for (std::size_t i = 0; i < outcomes->size(); ++i) {
    sink.outcome(sink.ctx, i, static_cast<fdk_outcome>((*outcomes)[i].outcome), detail::str((*outcomes)[i].text));
  }
  return FDK_OK;
}

}  // namespace frontdesk::fake
