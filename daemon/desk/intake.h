// Intake: the natural path of a message, from a plugin's submit to the filed ticket (architecture.md section 2).
//
// A batch goes to the lane of its channel: sealing and the journal write (T1) first, then the plugin's answer, then the
// work (masking, HTML, classification) and the filing (T2). One lane is one thread, so the items of a channel keep
// their order; two lanes keep two channels from waiting for each other. Memory is bounded: has_room() is the
// high-water mark that the channels room gives credit by, and submit() refuses with kUnavailable far above it.
// After a crash start() takes up what the journal still owes. Thread rule: any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "desk/context.h"
#include "desk/item_codec.h"
#include "desk/ports.h"
#include "privacy/data_key.h"

namespace frontdesk::storage {
class Tx;
}

namespace frontdesk::desk {

class Intake final : public InboundPort {
 public:
  explicit Intake(Context& context);
  ~Intake() override;

  /// Queues every journal row without a fate, then starts the lanes. Call once, before the channels start.
  Result<void> start();
  /// Finishes what is in hand; what is only in the journal waits for the next start.
  void stop();
  /// Takes up items whose filing failed for a passing reason such as a full disk. To be called now and then.
  Result<void> take_up_stranded();

  void submit(InboundBatch batch, Done done) override;
  [[nodiscard]] bool has_room() const override;
  /// Items accepted and not filed yet.
  [[nodiscard]] std::int64_t pending() const { return pending_.load(); }

 private:
  struct Received {
    InboundBatch batch;
    Done done;
  };
  /// An item of the journal whose fate is still open.
  struct Owed {
    JournalId journal;
    ChannelId channel;
    privacy::DataKey key;
    JournalItem item;
    int attempt = 0;
  };
  struct Lane {
    std::mutex mutex;  // guards the two queues
    std::condition_variable_any wake;
    std::deque<Received> received;
    std::deque<Owed> owed;
    std::jthread thread;
  };
  struct Prepared;

  Lane& lane_of(ChannelId channel);
  /// A unit for the store whose end stop() waits for, since it comes back to this object.
  void write(std::function<Result<void>(storage::Tx&)> unit, std::function<void(const Result<void>&)> done);
  void run(Lane& lane, const std::stop_token& stop);
  void receive(Lane& lane, Received received);
  void work(Lane& lane, Owed owed);
  void file(Lane& lane, std::shared_ptr<Owed> owed);
  void settle_as_quarantined(std::shared_ptr<Owed> owed, const std::string& reason);
  Result<std::vector<Owed>> load_owed();
  void take_up(std::vector<Owed> owed);

  Context& context_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::atomic<std::int64_t> pending_{0};
  std::atomic<bool> stranded_{false};
  std::mutex writes_mutex_;  // guards writes_
  std::condition_variable writes_ended_;
  int writes_ = 0;  ///< units handed to the store and not answered yet
};

}  // namespace frontdesk::desk
