// A desk in memory: the host's services as a channel sees them, with the ledger's rule that a dedup key is taken once.
//
// For tests of the e-mail channel against real servers. Thread rule: any thread.
//
//   FakeDesk desk;
//   desk.set_secret("auth.password", "secret");
//   EmailChannel channel(desk.services());
//   std::jthread run([&] { channel.run(desk.cursor()); });
//   desk.wait_for_items(3, 5s);   desk.cancel();
#pragma once

#include <frontdesk/sdk/services.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace frontdesk::test {

class FakeDesk {
 public:
  FakeDesk();
  ~FakeDesk();
  FakeDesk(const FakeDesk&) = delete;
  FakeDesk& operator=(const FakeDesk&) = delete;

  [[nodiscard]] const sdk::Services& services() const { return services_; }

  void set_secret(const std::string& path, const std::string& value);
  [[nodiscard]] std::string secret(const std::string& path) const;
  /// Ends what runs; reset_cancel() before the next run.
  void cancel();
  void reset_cancel();
  /// The next submits answer "try again".
  void refuse_submits(int count);
  /// Keep only the keys and counts of items, for load.
  void keep_no_content() { keeps_content_ = false; }

  /// Items accepted, in order, without duplicates.
  [[nodiscard]] std::vector<sdk::Item> items() const;
  [[nodiscard]] std::size_t accepted() const;
  [[nodiscard]] std::size_t duplicates() const;
  [[nodiscard]] std::string cursor() const;
  /// "ok", or the code of the last report.
  [[nodiscard]] std::string health() const;
  bool wait_for_items(std::size_t count, std::chrono::milliseconds span) const;
  bool wait_for_duplicates(std::size_t count, std::chrono::milliseconds span) const;
  bool wait_for_health(const std::string& code, std::chrono::milliseconds span) const;

 private:
  static const void* get_service(void* ctx, fdk_str id);
  static fdk_status submit(void* ctx, const fdk_batch* batch, const fdk_outcome_sink* sink);
  bool wait(std::chrono::milliseconds span, const std::function<bool()>& done) const;
  void make_services();

  mutable std::mutex mutex_;  ///< guards all below
  mutable std::condition_variable changed_;
  std::vector<sdk::Item> items_;
  std::set<std::string> keys_;
  std::size_t duplicates_ = 0;
  std::string cursor_;
  std::string health_;
  std::map<std::string, std::string> state_;
  std::map<std::string, std::string> secrets_;
  int refusals_ = 0;
  bool keeps_content_ = true;
  int cancel_fd_ = -1;

  fdk_inbox inbox_{};
  fdk_state state_service_{};
  fdk_secret secret_service_{};
  fdk_clock clock_{};
  fdk_cancel cancel_service_{};
  fdk_log log_{};
  fdk_health health_service_{};
  fdk_metrics metrics_{};
  fdk_host host_{};
  sdk::Services services_;
};

}  // namespace frontdesk::test
