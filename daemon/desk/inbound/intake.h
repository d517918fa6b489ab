// Intake: the natural path of a message, from a plugin's submit to the filed ticket (architecture.md section 2).
//
// A batch goes to the lane of its channel. In one step, as a rule: the work (sealing, masking, HTML, classification),
// then one transaction with the journal's rows and everything that is filed (T1 and T2 in one), then the plugin's
// answer. In two steps where that is not possible (at_once.cpp): the journal first (T1), the answer, the work, the
// filing (T2). One lane is one thread, so the items of a channel keep their order; two lanes keep two channels from
// waiting for each other. Memory is bounded in items and in bytes: has_room() is the high-water mark that the channels
// room gives credit by, and submit() refuses with kUnavailable far above it.
//
// After a crash, the journal's items are taken up page by page. An item that was in work when the daemon died may be
// why it died: it is counted before it is worked on again, alone from the second time, filed as unreadable from the
// third, and quarantined without being looked at from the fourth. What the journal did not hold yet stands in the
// store's WorkNote, and is counted when it is submitted again. A daemon that was killed from outside counts for a
// tenth, one that stopped in good order for nothing. Thread rule: any thread.
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
#include "desk/inbound/backlog.h"
#include "desk/inbound/entry.h"
#include "desk/ports.h"

namespace frontdesk::storage {
class Tx;
}

namespace frontdesk::desk {

/// How the daemon's last life ended, as far as can be told.
enum class LastEnd : std::uint8_t {
  kOrderly,      ///< it stopped because it was asked to, or there was none
  kFromOutside,  ///< killed, or its machine went down
  kOwnSignal,    ///< it died of what it did
};

/// What it says of an item that was in work then, in the journal's unit.
std::int64_t weight_of(LastEnd end);

class Intake final : public InboundPort {
 public:
  explicit Intake(Context& context);
  ~Intake() override;

  /// Starts the lanes, which take up every journal row without a fate. Call once, before the channels start.
  Result<void> start(LastEnd last_end);
  /// Finishes what is in hand; what is only in the journal waits for the next start.
  void stop();
  /// Takes up items whose filing failed for a passing reason such as a full disk. To be called now and then.
  void take_up_stranded();

  void submit(InboundBatch batch, Done done) override;
  void take_up_again(const std::vector<JournalId>& items) override;
  [[nodiscard]] bool has_room() const override;
  /// Items accepted and not filed yet.
  [[nodiscard]] std::int64_t pending() const { return pending_.load(); }

 private:
  struct Received {
    InboundBatch batch;
    std::size_t bytes = 0;
    Done done;
  };
  /// An item of the journal whose fate is still open.
  struct Owed {
    IntakeBacklog::Item entry;
    std::size_t bytes = 0;
    int attempt = 0;  ///< in this life
  };
  struct Lane {
    std::mutex mutex;  // guards what follows, but for the thread
    std::condition_variable_any wake;
    std::deque<Received> received;
    std::deque<Owed> owed;
    bool page_wanted = false;
    std::jthread thread;
  };
  struct Batch;

  Lane& lane_of(ChannelId channel);
  /// A unit for the store whose end stop() waits for, since it comes back to this object.
  void write(std::function<Result<void>(storage::Tx&)> unit, std::function<void(const Result<void>&)> done);
  void run(Lane& lane, const std::stop_token& stop);
  /// `nothing_owed`: no older item of the lane waits to be worked on.
  void receive(Lane& lane, Received received, bool nothing_owed);
  std::shared_ptr<Batch> make_batch(Received& received, bool nothing_owed);
  Result<void> write_batch(storage::Tx& tx, Batch& batch);
  [[nodiscard]] storage::RejectedItem rejected(const RefusedItem& item, ChannelId channel) const;
  Result<void> write_state(storage::Tx& tx, Batch& batch);
  void written(Lane& lane, Batch& batch, const Result<void>& committed);
  [[nodiscard]] bool goes_at_once(const Received& received) const;
  void prepare_filing(Batch& batch);
  Result<void> write_and_file(storage::Tx& tx, Batch& batch);
  Result<void> write_filed(storage::Tx& tx, Batch& batch);
  void filed_at_once(Batch& batch);
  void queue(Lane& lane, IntakeBacklog::Item item);
  void work(Lane& lane, Owed owed);
  /// False: it is not to be worked on, now or ever.
  bool count_life(const Owed& owed);
  void file(Lane& lane, const std::shared_ptr<Owed>& owed);
  void filed(Lane& lane, const std::shared_ptr<Owed>& owed, const Result<void>& result);
  void quarantine(JournalId item, std::size_t bytes, const char* reason);
  void done_with(JournalId item, std::size_t bytes);
  void leave(JournalId item, std::size_t bytes);
  void want_page();
  void try_page();
  void take_page();
  Result<void> count_page(const IntakeBacklog::Page& page);

  Context& context_;
  LastEnd last_end_ = LastEnd::kOrderly;
  std::vector<std::unique_ptr<Lane>> lanes_;
  IntakeBacklog backlog_;
  std::atomic<std::int64_t> pending_{0};
  std::atomic<std::int64_t> bytes_{0};  ///< of what is in hand
  std::mutex alone_;                    // held while an item is worked on that may have killed the daemon
  std::mutex writes_mutex_;             // guards writes_
  std::condition_variable writes_ended_;
  int writes_ = 0;  ///< units handed to the store and not answered yet
};

}  // namespace frontdesk::desk
