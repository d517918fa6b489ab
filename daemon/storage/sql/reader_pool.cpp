#include "storage/sql/reader_pool.h"

#include <chrono>
#include <utility>

namespace frontdesk::storage {
namespace {

constexpr std::chrono::seconds kLongestWait{10};

}  // namespace

Result<void> ReaderPool::read(const std::function<void(ReadTx&)>& work) {
  auto borrowed = borrow();
  if (!borrowed) return std::move(borrowed).error();

  // Ends the snapshot and returns the connection also when `work` throws.
  struct Loan {
    ReaderPool& pool;
    std::unique_ptr<Connection> connection;
    ~Loan() {
      static_cast<void>(connection->statement("ROLLBACK").run());
      pool.give_back(std::move(connection));
    }
  };
  if (auto begun = (*borrowed)->statement("BEGIN DEFERRED").run(); !begun) {
    give_back(std::move(*borrowed));
    return begun;
  }
  const Loan loan{*this, std::move(*borrowed)};
  ReadTx tx(*loan.connection);
  work(tx);
  return {};
}

Result<std::unique_ptr<Connection>> ReaderPool::borrow() {
  std::unique_lock lock(mutex_);
  if (!returned_.wait_for(lock, kLongestWait, [this] { return !idle_.empty() || made_ < most_; })) {
    return Error{ErrorCode::kUnavailable, "all database readers are busy"};
  }
  if (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }
  ++made_;
  lock.unlock();
  auto opened = Connection::open(path_, Connection::Mode::kReader, cache_kib_);
  if (!opened) {
    lock.lock();
    --made_;
    lock.unlock();
    returned_.notify_one();
    return opened;
  }
  (*opened)->set_row_hash(row_hash_);
  return opened;
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

}  // namespace frontdesk::storage
