#include "desk/account/throttle.h"

#include <algorithm>

#include "base/client_network.h"

namespace frontdesk::desk {

namespace {

constexpr int kFreePerAddress = 5;
constexpr int kFreePerAccount = 20;
constexpr int kTriesPerMinute = 20;
constexpr std::size_t kMaxRecords = 20'000;
constexpr Duration kForgotten = std::chrono::minutes(15);
constexpr Duration kLongestPerAddress = std::chrono::minutes(15);
constexpr Duration kLongestPerAccount = std::chrono::seconds(30);
constexpr Duration kMinute = std::chrono::minutes(1);

std::string pair_key(std::string_view account, std::string_view network) {
  return std::string(account).append(1, '\0').append(network);
}

}  // namespace

Duration SignInThrottle::admit(std::string_view account, const std::string& address) {
  const Duration now = clock_.monotonic();
  const std::string network = client_network(address);
  const std::string pair = pair_key(account, network);
  const std::lock_guard lock(mutex_);
  make_room(now);
  Duration wait{0};
  const auto wait_for = [&](const std::string& key) {
    const auto found = records_.find(key);
    if (found != records_.end()) wait = std::max(wait, found->second.blocked_until - now);
  };
  wait_for(pair);
  if (!known_.contains(pair)) wait_for(std::string(account));
  Window& window = windows_[network];
  if (now - window.began >= kMinute) window = {now, 0};
  if (window.tries >= kTriesPerMinute) wait = std::max(wait, window.began + kMinute - now);
  if (wait <= Duration::zero()) {
    ++window.tries;
    return Duration::zero();
  }
  return wait;
}

void SignInThrottle::failed(std::string_view account, const std::string& address) {
  const Duration now = clock_.monotonic();
  const std::lock_guard lock(mutex_);
  add_failure(std::string(account), kFreePerAccount, kLongestPerAccount, now);
  add_failure(pair_key(account, client_network(address)), kFreePerAddress, kLongestPerAddress, now);
}

void SignInThrottle::succeeded(std::string_view account, const std::string& address) {
  std::string pair = pair_key(account, client_network(address));
  const std::lock_guard lock(mutex_);
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
