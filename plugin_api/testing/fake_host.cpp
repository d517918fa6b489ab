#include "testing/fake_host.h"

#include "testing/fake_host_impl.h"

namespace frontdesk::fake {

FakeHost::FakeHost(Time time) : impl_(std::make_unique<Impl>(time)) {}
FakeHost::~FakeHost() = default;

const sdk::Services& FakeHost::services() const { return impl_->services; }
const fdk_host* FakeHost::host() const { return &impl_->host; }

void FakeHost::set_secret(std::string_view path, std::string_view value) {
  const std::lock_guard lock(impl_->mutex);
  impl_->secrets.insert_or_assign(std::string(path), std::string(value));
}

void FakeHost::set_state(std::string_view key, std::string_view value) {
  const std::lock_guard lock(impl_->mutex);
  impl_->state.insert_or_assign(std::string(key), std::string(value));
  impl_->committed_state = impl_->state;
}

void FakeHost::set_cursor(std::string_view cursor) {
  const std::lock_guard lock(impl_->mutex);
  impl_->cursor = cursor;
}

void FakeHost::set_wall_time(sdk::WallTime now) {
  const std::lock_guard lock(impl_->mutex);
  impl_->wall = now;
}

void FakeHost::advance(std::chrono::nanoseconds by) {
  const std::lock_guard lock(impl_->mutex);
  impl_->move_time(by);
}

void FakeHost::cancel() { impl_->cancel.set(); }
void FakeHost::clear_cancel() { impl_->cancel.reset(); }

void FakeHost::cancel_at_sleep(int nth) {
  const std::lock_guard lock(impl_->mutex);
  impl_->sleeps_until_cancel = nth;
}

void FakeHost::answer_submits(Answer answer) {
  const std::lock_guard lock(impl_->mutex);
  impl_->answer = std::move(answer);
}

void FakeHost::refuse_submits(int count, sdk::Error error) {
  const std::lock_guard lock(impl_->mutex);
  impl_->refusals_left = count;
  impl_->refusal = std::move(error);
}

void FakeHost::refuse_hand_overs(bool refuse) {
  const std::lock_guard lock(impl_->mutex);
  impl_->refuses_hand_over = refuse;
}

std::vector<std::string> FakeHost::handed_over() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->handed_over;
}

std::vector<sdk::Item> FakeHost::items() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->items;
}

std::vector<Batch> FakeHost::batches() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->batches;
}

std::string FakeHost::cursor() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->cursor;
}

std::map<std::string, std::string> FakeHost::committed_state() const {
  const std::lock_guard lock(impl_->mutex);
  return {impl_->committed_state.begin(), impl_->committed_state.end()};
}

std::optional<std::string> FakeHost::secret(std::string_view path) const {
  const std::lock_guard lock(impl_->mutex);
  const auto found = impl_->secrets.find(path);
  if (found == impl_->secrets.end()) return std::nullopt;
  return found->second;
}

std::vector<LogLine> FakeHost::logs() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->logs;
}

std::string FakeHost::all_log_text() const {
  const std::lock_guard lock(impl_->mutex);
  std::string all;
  for (const auto& line : impl_->logs) all += line.text + " " + line.fields + "\n";
  return all;
}

std::optional<HealthReport> FakeHost::health() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->health;
}

std::map<std::string, double> FakeHost::metrics() const {
  const std::lock_guard lock(impl_->mutex);
  return {impl_->metrics.begin(), impl_->metrics.end()};
}

std::vector<std::chrono::nanoseconds> FakeHost::sleeps() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->sleeps;
}

}  // namespace frontdesk::fake
