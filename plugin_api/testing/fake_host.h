// FakeHost: a host inside the test's own process, with scripted time, cancel and answers, that keeps what a channel
// does.
//
// It takes submissions as the daemon would: limits are checked, a known dedup_key is a duplicate (or a conflict when
// its content differs), cursor and state writes move with the batch. Time stands still unless the test or a sleeping
// channel moves it; with Time::kReal sleeping is real and ends with a cancel.
//
//   FakeHost host;
//   host.set_secret("imap.password", "secret");
//   MyChannel channel(host.services());
//   ASSERT_TRUE(channel.open({"i1", R"({"host": "imap.example.com"})", ""}));
//   ASSERT_TRUE(channel.poll({host.cursor()}));
//   EXPECT_EQ(host.items().at(0).subject, "你好");
//
// Thread rule: every member may be called from any thread; what is returned is a copy.
#pragma once

#include <frontdesk/sdk/services.h>
#include <frontdesk/sdk/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::fake {

enum class Time { kScripted, kReal };

struct LogLine {
  int level = 0;  ///< FDK_LOG_*
  std::string text;
  std::string fields;
};

struct HealthReport {
  int state = 0;  ///< FDK_HEALTH_*
  std::string code;
  std::string text;
};

/// One submit as it arrived.
struct Batch {
  std::vector<sdk::Item> items;
  std::optional<std::string> cursor;
};

class FakeHost {
 public:
  explicit FakeHost(Time time = Time::kScripted);
  ~FakeHost();
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  [[nodiscard]] const sdk::Services& services() const;
  /// For driving a plugin through its C entry.
  [[nodiscard]] const fdk_host* host() const;

  void set_secret(std::string_view path, std::string_view value);
  void set_state(std::string_view key, std::string_view value);
  void set_cursor(std::string_view cursor);
  void set_wall_time(sdk::WallTime now);
  void advance(std::chrono::nanoseconds by);
  /// Cancels what runs; stays so until clear_cancel.
  void cancel();
  void clear_cancel();
  /// Cancels when the channel sleeps for the nth time from now (1 = the next).
  void cancel_at_sleep(int nth);
  /// Answers submits instead of the rules above: an error refuses the whole batch and takes nothing.
  using Answer = std::function<sdk::Result<std::vector<sdk::ItemOutcome>>(const Batch&)>;
  void answer_submits(Answer answer);
  /// The next `count` submits are refused with this error, then the usual answers come again.
  void refuse_submits(int count, sdk::Error error);

  /// As a desk that cannot note anything just now.
  void refuse_hand_overs(bool refuse);

  /// Keys of the messages that were handed over, in order.
  [[nodiscard]] std::vector<std::string> handed_over() const;
  /// Items that were accepted, in order.
  [[nodiscard]] std::vector<sdk::Item> items() const;
  /// Every submit, refused ones too.
  [[nodiscard]] std::vector<Batch> batches() const;
  /// As last committed.
  [[nodiscard]] std::string cursor() const;
  [[nodiscard]] std::map<std::string, std::string> committed_state() const;
  [[nodiscard]] std::optional<std::string> secret(std::string_view path) const;
  [[nodiscard]] std::vector<LogLine> logs() const;
  /// All log texts and fields in one string: to prove that a secret is not among them.
  [[nodiscard]] std::string all_log_text() const;
  [[nodiscard]] std::optional<HealthReport> health() const;
  [[nodiscard]] std::map<std::string, double> metrics() const;
  /// How long the channel wanted to sleep, one entry a sleep.
  [[nodiscard]] std::vector<std::chrono::nanoseconds> sleeps() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::fake
