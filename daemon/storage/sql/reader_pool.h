// ReaderPool: read-only connections, opened when first needed, lent to one thread at a time.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "storage/sql/connection.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

class ReaderPool {
 public:
  ReaderPool(std::string path, int most, int cache_kib, RowHash row_hash)
      : path_(std::move(path)), most_(most), cache_kib_(cache_kib), row_hash_(std::move(row_hash)) {}

  /// Runs `work` on one consistent snapshot. Waits at most ten seconds for a free connection (kUnavailable); must not
  /// be nested, because nested readers can wait for each other. Thread rule: any thread.
  Result<void> read(const std::function<void(ReadTx&)>& work);

 private:
  Result<std::unique_ptr<Connection>> borrow();
  void give_back(std::unique_ptr<Connection> connection);

  const std::string path_;
  const int most_;
  const int cache_kib_;
  const RowHash row_hash_;
  std::mutex mutex_;  // guards idle_ and made_
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
  int made_ = 0;
};

}  // namespace frontdesk::storage
