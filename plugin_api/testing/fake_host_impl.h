// The service tables behind FakeHost.
#pragma once

#include "host/cancel_flag.h"
#include "testing/fake_host.h"

#include <frontdesk/plugin.h>
#include <frontdesk/sdk/convert.h>

#include <mutex>
#include <set>

namespace frontdesk::fake {

class FakeHost::Impl {
 public:
  explicit Impl(Time time);

  fdk_status submit(const fdk_batch& batch, const fdk_outcome_sink& sink);
  fdk_status sleep_until(std::chrono::nanoseconds deadline);
  [[nodiscard]] std::int64_t wall_now();
  [[nodiscard]] std::int64_t monotonic_now();
  /// Precondition: mutex is held.
  void move_time(std::chrono::nanoseconds by);

  const Time time;
  fdk_host host{};
  sdk::Services services{&host};
  host::CancelFlag cancel;

  std::mutex mutex;                            ///< guards what follows
  sdk::WallTime wall = 1'710'468'000'000'000;  ///< 2024-03-15 10:00 in Beijing
  std::chrono::nanoseconds monotonic{std::chrono::hours(1)};
  std::map<std::string, std::string, std::less<>> secrets;
  std::map<std::string, std::string, std::less<>> state;
  std::map<std::string, std::string, std::less<>> committed_state;
  std::string cursor;
  Answer answer;
  int refusals_left = 0;
  sdk::Error refusal;
  int sleeps_until_cancel = 0;
  std::vector<std::string> handed_over;
  bool refuses_hand_over = false;
  std::vector<sdk::Item> items;
  std::vector<Batch> batches;
  std::vector<LogLine> logs;
  std::optional<HealthReport> health;
  std::map<std::string, double, std::less<>> metrics;
  std::vector<std::chrono::nanoseconds> sleeps;

 private:
  static const void* get_service(void* ctx, fdk_str id);
  void make_storage();
  void make_outbox();
  void make_time();
  void make_reports();
  /// The daemon's rules, precondition: mutex is held.
  std::vector<sdk::ItemOutcome> take(const Batch& batch);

  fdk_inbox inbox_{};
  fdk_state state_table_{};
  fdk_secret secret_{};
  fdk_outbox outbox_{};
  fdk_clock clock_{};
  fdk_cancel cancel_table_{};
  fdk_log log_{};
  fdk_health health_table_{};
  fdk_metrics metrics_table_{};
  std::map<std::string, sdk::Item> seen_;  ///< by dedup_key
  std::set<std::string> contents_;         ///< content keys
};

}  // namespace frontdesk::fake
