// Store: the one database of a Frontdesk. It owns the writer thread, the readers and the blob segments.
//
// Writing: write() queues a unit of work for the writer thread, which runs what waits (at most 64 units or 20 ms) in
// one transaction, each unit in a savepoint, and commits with synchronous=FULL. `done` is called on the writer thread
// after the COMMIT is durable (or with the error), never before; keep it short. write_and_wait() blocks the caller.
// Blobs put by a unit are durable before the row that names them commits.
// Reading: read() runs the callback on the calling thread with a pooled read-only connection.
// No other process may open the file. Thread rule: any thread, except that callbacks must not call write_and_wait().
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

class BlobStore;
class WorkNote;

struct StoreOptions {
  std::string directory;           ///< holds frontdesk.db, blobs/ and intake.note; made with mode 0700 when missing
  std::size_t group_units = 64;    ///< most units per commit
  std::size_t queue_units = 1024;  ///< write() blocks when so many wait
  int cache_mib = 64;              ///< page cache of the writer; readers take an eighth each
  int readers = 4;
  std::uint64_t ballast_bytes = 32U << 20;  ///< held in reserve on the disk at the most (ballast.h); 0: none
  RowHash row_hash{};  ///< for the sums of rows (sql/row_sum.h); empty: rows have none and none is asked for
  std::chrono::microseconds group_time{20'000};  ///< a group takes no further unit when its units ran so long
};

class Store {
 public:
  /// Opens or makes the store, locks the directory against a second instance (kConflict), and migrates; a newer
  /// schema is refused (kInvalid) with both versions named.
  static Result<std::unique_ptr<Store>> open(const StoreOptions& options, const Clock& clock);
  /// Finishes what is queued, checkpoints, closes.
  ~Store();

  using Unit = std::function<Result<void>(Tx&)>;
  using Done = std::function<void(const Result<void>&)>;

  void write(Unit unit, Done done);

  /// `work` is any callable Result<T>(Tx&); returns its result once it is durable.
  template <class Work>
  auto write_and_wait(Work work) -> std::invoke_result_t<Work, Tx&> {
    using R = std::invoke_result_t<Work, Tx&>;
    std::optional<R> outcome;
    std::promise<Result<void>> finished;
    auto wait = finished.get_future();
    write(
        [&](Tx& tx) -> Result<void> {
          outcome.emplace(work(tx));
          if (!outcome->ok()) return outcome->error();
          return {};
        },
        [&](const Result<void>& result) { finished.set_value(result); });
    Result<void> committed = wait.get();
    if (!committed && (!outcome || outcome->ok())) return std::move(committed).error();
    return std::move(*outcome);
  }

  /// `work` is any callable Result<T>(ReadTx&).
  template <class Work>
  auto read(Work work) -> std::invoke_result_t<Work, ReadTx&> {
    using R = std::invoke_result_t<Work, ReadTx&>;
    std::optional<R> outcome;
    Result<void> opened = read_erased([&](ReadTx& tx) { outcome.emplace(work(tx)); });
    if (!opened) return std::move(opened).error();
    return std::move(*outcome);
  }

  BlobStore& blobs();
  /// What is worked on before the database holds it.
  WorkNote& work_note();
  [[nodiscard]] int schema_version() const;
  /// Units waiting for the writer.
  [[nodiscard]] std::size_t backlog() const;
  /// False after an I/O error (until restart), while the disk is full, or while another program holds the database:
  /// nothing is acknowledged; `reason` says why.
  [[nodiscard]] bool is_writable(std::string* reason = nullptr) const;
  /// False also while the room that is left on the disk is kept for people: what comes in by the piece, mails and
  /// files, waits, and everything else goes on.
  [[nodiscard]] bool takes_mail(std::string* reason = nullptr) const;

 private:
  Store();
  Result<void> read_erased(const std::function<void(ReadTx&)>& work);

  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::storage
