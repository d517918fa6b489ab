#include "desk/account/throttle.h"

#include <algorithm>

#include "base/client_network.h"

namespace frontdesk::desk {

namespace {

constexpr int kFreePerAddress = 5;
constexpr int kFreePerAccount = 20;
constexpr int kFailuresPerMinute = 20;
constexpr std::size_t kMaxRecords = 20'000;
constexpr Duration kForgotten = std::chrono::minutes(15);
constexpr Duration kLongestPerAddress = std::chrono::minutes(15);
constexpr Duration kLongestPerAccount = std::chrono::seconds(30);
constexpr Duration kMinute = std::chrono::minutes(1);

std::string pair_key(std::string_view account, std::string_view network) {
  return std::string(account).append(1, '\0').append(network);
}

std::string device_key(std::string_view device) { return std::string(2, '\0').append(device); }

}  // namespace

Duration SignInThrottle::admit(const Try& from) {
  const Duration now = clock_.monotonic();
  const std::lock_guard lock(mutex_);
  make_room(now);
  Duration wait{0};
  const auto wait_for = [&](const std::string& key) {
    const auto found = records_.find(key);
    if (found != records_.end()) wait = std::max(wait, found->second.blocked_until - now);
  };
  if (!from.device.empty()) {
    wait_for(device_key(from.device));
    return wait;
  }
  const std::string network = client_network(from.address);
  const std::string pair = pair_key(from.account, network);
  wait_for(pair);
  if (known_.contains(pair)) return wait;
  wait_for(std::string(from.account));
  const auto window = windows_.find(network);
  if (window != windows_.end() && window->second.failures >= kFailuresPerMinute)
    wait = std::max(wait, window->second.began + kMinute - now);
  return std::max(wait, Duration::zero());
}

void SignInThrottle::failed(const Try& from) {
  const Duration now = clock_.monotonic();
  const std::lock_guard lock(mutex_);
  if (!from.device.empty()) return add_failure(device_key(from.device), kFreePerAddress, kLongestPerAddress, now);
  const std::string network = client_network(from.address);
  add_failure(std::string(from.account), kFreePerAccount, kLongestPerAccount, now);
  add_failure(pair_key(from.account, network), kFreePerAddress, kLongestPerAddress, now);
  Window& window = windows_[network];
  if (now - window.began >= kMinute) window = {now, 0};
  ++window.failures;
}

void SignInThrottle::succeeded(const Try& from) {
  const std::lock_guard lock(mutex_);
  if (!from.device.empty()) {
    records_.erase(device_key(from.device));
    return;
  }
  std::string pair = pair_key(from.account, client_network(from.address));
  records_.erase(pair);
  if (known_.size() >= kMaxRecords) known_.clear();
  known_.insert(std::move(pair));
}

void SignInThrottle::add_failure(const std::string& key, int free_tries, Duration longest, Duration now) {
  Record& record = records_[key];
  if (now - record.touched >= kForgotten) record = {};
  record.touched = now;
  ++record.failures;
  if (record.failures < free_tries) return;
  const int doublings = std::min(record.failures - free_tries, 10);
  record.blocked_until = now + std::min<Duration>(std::chrono::seconds(1) * (1 << doublings), longest);
}

void SignInThrottle::make_room(Duration now) {
  if (records_.size() >= kMaxRecords)
    std::erase_if(records_, [&](const auto& entry) { return now - entry.second.touched >= kForgotten; });
  if (records_.size() >= kMaxRecords) records_.clear();  // under such a flood the per-address limit carries on
  if (windows_.size() >= kMaxRecords)
    std::erase_if(windows_, [&](const auto& entry) { return now - entry.second.began >= kMinute; });
  if (windows_.size() >= kMaxRecords) windows_.clear();
}

}  // namespace frontdesk::desk
