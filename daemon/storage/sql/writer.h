// Writer: the one thread that changes the database. It takes what waits, runs it as one group (a transaction with a
// savepoint per unit), makes blobs durable, commits, tells each unit, and checkpoints when the log has grown.
//
// Failures: a unit's error undoes that unit only. A full disk, or another program that holds the database for longer
// than Connection::kPatience, fails the group and refuses further units until a probe, twice a second, can write again;
// each such time is one line in the log. Before the disk is full the ballast (storage/ballast.h) is given up: from then
// until there is room for it again units are run, and nobody should bring mails and files. An I/O error is final:
// nothing is acknowledged until the service has been restarted and the file has been checked, because a later fsync may
// lie about earlier writes.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "base/result.h"
#include "storage/ballast.h"
#include "storage/blob/segment_store.h"
#include "storage/sql/connection.h"
#include "storage/store.h"

namespace frontdesk::storage {

class Writer {
 public:
  Writer(std::unique_ptr<Connection> connection, SegmentBlobStore& blobs, const StoreOptions& options);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Finishes what waits, empties the log into the database and ends the thread; later units are refused.
  void finish();

  void write(Store::Unit unit, Store::Done done);
  [[nodiscard]] std::size_t backlog() const { return backlog_; }
  [[nodiscard]] bool is_writable(std::string* reason) const;
  [[nodiscard]] bool takes_mail(std::string* reason) const;

 private:
  struct Work {
    Store::Unit unit;
    Store::Done done;
    Result<void> outcome;
  };
  using Group = std::deque<Work>;
  enum class State { kWritable, kReserve, kHeld, kDiskFull, kBroken };

  void run(const std::stop_token& stop);
  bool fill_group(const std::stop_token& stop);
  void commit_group();
  Result<void> run_group();
  Result<void> run_unit(Work& work);
  Result<void> finish_group();
  Result<void> probe();
  Result<void> write_probe();
  /// Bytes that the disk has for us.
  [[nodiscard]] std::uint64_t room() const;
  [[nodiscard]] std::string full_words() const;
  void look_at_room();
  /// Room for the ballast again, and for what comes until the next look.
  [[nodiscard]] bool has_reserve() const;
  [[nodiscard]] bool is_open() const { return state_ == State::kWritable || state_ == State::kReserve; }
  void undo_group();
  void note_state(const Result<void>& outcome);
  void set_state(State state, std::string reason);
  void tell(const Result<void>& group);
  void checkpoint_if_due(bool idle);
  [[nodiscard]] bool waits() const;
  [[nodiscard]] bool has_chores() const;

  const std::size_t group_units_;
  const std::size_t queue_units_;
  const std::chrono::microseconds group_time_;
  const std::string directory_;
  std::unique_ptr<Connection> connection_;
  SegmentBlobStore& blobs_;

  mutable std::mutex mutex_;  // guards queue_, closed_, state_ and reason_
  std::condition_variable_any arrived_;
  std::condition_variable room_;
  std::deque<Work> queue_;
  bool closed_ = false;
  State state_ = State::kWritable;
  std::string reason_;

  std::atomic<std::size_t> backlog_ = 0;  // queue_ and waiting_
  // Writer thread only:
  Group waiting_;                                     // taken from the queue, not run yet
  Group group_;                                       // the group that runs
  int next_checkpoint_;                               // log pages
  int copied_pages_ = 0;                              // log pages when everything had been copied
  std::chrono::steady_clock::time_point next_probe_;  // while held, or while the disk is full
  Ballast ballast_;
  std::jthread thread_;
};

}  // namespace frontdesk::storage
