#include "storage/sql/writer.h"

#include <pthread.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "base/log.h"

namespace frontdesk::storage {
namespace {

using std::chrono::steady_clock;

constexpr int kCheckpointPages = 8000;       // 32 MiB: most pages of a busy hour are overwritten in the log before
constexpr int kCheckpointRetryPages = 2000;  // when a reader held the last one back
constexpr int kAlarmPages = 32'000;          // 125 MiB
constexpr std::chrono::milliseconds kChoreInterval{500};
/// A disk with less is full, and one that was full has to have it again: what overwrites itself may still succeed on
/// it, and the next mail would not.
constexpr std::uint64_t kLeastRoom = 1U << 20;
/// With less the ballast is given up: a group that is let in still fits.
constexpr std::uint64_t kTightRoom = 4U << 20;

Error not_writable(const std::string& reason) {
  return {ErrorCode::kUnavailable, "the store takes no writes: " + reason, "error.store_not_writable"};
}

}  // namespace

Writer::Writer(std::unique_ptr<Connection> connection, SegmentBlobStore& blobs, const StoreOptions& options)
    : group_units_(std::max<std::size_t>(options.group_units, 1)),
      queue_units_(std::max<std::size_t>(options.queue_units, 1)),
      group_time_(options.group_time),
      directory_(options.directory),
      connection_(std::move(connection)),
      blobs_(blobs),
      next_checkpoint_(kCheckpointPages),
      ballast_(options.directory, options.ballast_bytes),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Writer::~Writer() { finish(); }

void Writer::finish() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  room_.notify_all();
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Writer::write(Store::Unit unit, Store::Done done) {
  std::unique_lock lock(mutex_);
  // The writer must not wait for itself: a callback may queue beyond the bound.
  if (std::this_thread::get_id() != thread_.get_id()) {
    room_.wait(lock, [this] { return closed_ || queue_.size() < queue_units_; });
  }
  if (closed_) {
    lock.unlock();
    if (done) done(not_writable("it is being closed"));
    return;
  }
  queue_.push_back({std::move(unit), std::move(done), {}});
  ++backlog_;
  lock.unlock();
  arrived_.notify_one();
}

bool Writer::is_writable(std::string* reason) const {
  const std::lock_guard lock(mutex_);
  if (reason != nullptr) *reason = reason_;
  return is_open();
}

bool Writer::takes_mail(std::string* reason) const {
  const std::lock_guard lock(mutex_);
  if (reason != nullptr) *reason = reason_;
  return state_ == State::kWritable;
}

void Writer::run(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), "db-writer");
  look_at_room();
  if (is_open() && room() < kLeastRoom) set_state(State::kDiskFull, full_words());
  if (state_ == State::kWritable) ballast_.take(room());
  while (fill_group(stop)) {
    if (waits() && steady_clock::now() >= next_probe_) note_state(probe());
    look_at_room();
    const bool idle = waiting_.empty();
    if (!idle) commit_group();
    if (is_open()) checkpoint_if_due(idle);
  }
  if (!is_open()) return;
  if (auto emptied = connection_->checkpoint(Connection::Checkpoint::kTruncate); !emptied) {
    log_error("the log could not be emptied at the end", {{"error", emptied.error()}});
  }
}

/// For something that passes without us.
bool Writer::waits() const { return state_ == State::kHeld || state_ == State::kDiskFull; }

bool Writer::has_chores() const {
  return waits() || state_ == State::kReserve ||
         (state_ == State::kWritable && connection_->log_pages() != copied_pages_);
}

/// Waits for work, or for the time of chores; false when stopped and nothing is left.
bool Writer::fill_group(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto has_work = [this] { return !queue_.empty(); };
  if (waiting_.empty()) {
    if (has_chores()) {
      arrived_.wait_for(lock, stop, kChoreInterval, has_work);
    } else {
      arrived_.wait(lock, stop, has_work);
    }
  }
  while (!queue_.empty() && waiting_.size() < group_units_) {
    waiting_.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  const bool goes_on = !waiting_.empty() || !stop.stop_requested();
  lock.unlock();
  room_.notify_all();
  return goes_on;
}

void Writer::commit_group() {
  if (!is_open()) {
    group_.swap(waiting_);
    tell(not_writable(reason_));
    return;
  }
  auto outcome = run_group();
  if (!outcome) undo_group();
  note_state(outcome);
  tell(outcome || is_open() ? outcome : not_writable(reason_));
}

Result<void> Writer::run_group() {
  connection_->clear_worst();
  blobs_.clear_worst();
  if (auto begun = connection_->statement("BEGIN IMMEDIATE").run(); !begun) {
    group_.swap(waiting_);
    return begun;
  }
  const auto end = steady_clock::now() + group_time_;
  do {
    group_.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
    FD_TRY(run_unit(group_.back()));
  } while (!waiting_.empty() && steady_clock::now() < end);
  return finish_group();
}

/// The unit's own result goes to `work`; an error here means that the group is lost.
Result<void> Writer::run_unit(Work& work) {
  FD_TRY(connection_->statement("SAVEPOINT unit").run());
  const GroupWork::Mark before = connection_->group_work().mark();
  try {
    Tx tx(*connection_);
    work.outcome = work.unit(tx);
  } catch (const std::exception&) {
    work.outcome = Error{ErrorCode::kInternal, "a unit of work ended by an exception"};
  }
  if (connection_->worst() != Severity::kStatement || blobs_.worst() != Severity::kStatement ||
      !connection_->in_transaction()) {
    return work.outcome.ok() ? Result<void>(Error{ErrorCode::kIo, "a statement of the group failed"}) : work.outcome;
  }
  if (!work.outcome) {
    connection_->group_work().take_back(before);
    FD_TRY(connection_->statement("ROLLBACK TO unit").run());
  }
  return connection_->statement("RELEASE unit").run();
}

Result<void> Writer::finish_group() {
  Tx tx(*connection_);
  FD_TRY(connection_->group_work().run(tx));
  FD_TRY(blobs_.sync());
  return connection_->statement("COMMIT").run();
}

void Writer::undo_group() {
  connection_->group_work().clear();
  if (!connection_->in_transaction()) return;
  if (auto undone = connection_->statement("ROLLBACK").run(); !undone) {
    log_error("a group could not be undone", {{"error", undone.error()}});
  }
}

/// A write of its own, so that a full disk is noticed to have room again without anybody's data at stake. It waits for
/// nobody: those who ask meanwhile are refused at once.
Result<void> Writer::probe() {
  connection_->clear_worst();
  blobs_.clear_worst();
  connection_->set_patience(std::chrono::milliseconds(0));
  auto outcome = write_probe();
  connection_->set_patience(Connection::kPatience);
  if (!outcome) undo_group();
  next_probe_ = steady_clock::now() + kChoreInterval;
  return outcome;
}

Result<void> Writer::write_probe() {
  auto outcome = connection_->statement("BEGIN IMMEDIATE").run();
  if (!outcome) return outcome;
  outcome = connection_
                ->statement(
                    "INSERT INTO counter (name, value) VALUES ('store.probe', 1) "
                    "ON CONFLICT (name) DO UPDATE SET value = counter.value + 1")
                .run();
  if (outcome) outcome = connection_->statement("COMMIT").run();
  return outcome;
}

void Writer::note_state(const Result<void>& outcome) {
  const Severity worst = std::max(connection_->worst(), blobs_.worst());
  if (worst == Severity::kBroken) {
    const std::string detail = outcome.ok() ? "input/output error" : outcome.error().message;
    set_state(State::kBroken, detail + "; check the disk, then restart the service");
  } else if (worst == Severity::kDiskFull) {
    next_probe_ = steady_clock::now() + kChoreInterval;
    const bool had_ballast = ballast_.give_up();
    set_state(had_ballast ? State::kReserve : State::kDiskFull, full_words());
  } else if (worst == Severity::kHeld) {
    next_probe_ = steady_clock::now() + kChoreInterval;
    set_state(State::kHeld, "another program holds the database in " + directory_ + "; end it");
  } else if (outcome.ok() && waits() && (state_ == State::kHeld || room() >= kLeastRoom)) {
    set_state(has_reserve() ? State::kWritable : State::kReserve, full_words());
  }
}

void Writer::look_at_room() {
  if (state_ == State::kWritable && room() < kTightRoom && ballast_.give_up()) {
    set_state(State::kReserve, full_words());
  } else if (state_ == State::kReserve && has_reserve()) {
    ballast_.take(room());
    if (ballast_.is_held() || ballast_.size() == 0) set_state(State::kWritable, {});
  } else if (state_ == State::kReserve && room() < kLeastRoom) {
    next_probe_ = steady_clock::now() + kChoreInterval;
    set_state(State::kDiskFull, full_words());
  }
}

bool Writer::has_reserve() const { return ballast_.is_held() || room() >= 2 * kTightRoom + ballast_.size(); }

std::uint64_t Writer::room() const {
  struct statvfs disk {};
  if (::statvfs(directory_.c_str(), &disk) != 0) return kLeastRoom;  // nobody knows: what is tried will tell
  return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

std::string Writer::full_words() const {
  return "the disk is full: " + std::to_string(room() >> 10) + " KiB free in " + directory_;
}

void Writer::set_state(State state, std::string reason) {
  if (state == state_) return;
  {
    const std::lock_guard lock(mutex_);
    state_ = state;
    reason_ = state == State::kWritable ? std::string() : reason;
  }
  if (state == State::kWritable) {
    log_info("the store takes writes again");
  } else if (state == State::kReserve) {
    log_error("mails and files wait until there is room on the disk", {{"reason", reason}});
  } else {
    log_error("the store takes no writes", {{"reason", reason}});
  }
}

void Writer::tell(const Result<void>& group) {
  Group told;
  told.swap(group_);
  backlog_ -= told.size();
  for (Work& work : told) {
    if (!work.done) continue;
    try {
      work.done(group.ok() || !work.outcome.ok() ? work.outcome : group);
    } catch (const std::exception&) {
      log_error("a callback after a commit ended by an exception");
    }
  }
}

void Writer::checkpoint_if_due(bool idle) {
  const int pages = connection_->log_pages();
  if (pages < copied_pages_) {  // the log was begun anew
    copied_pages_ = 0;
    next_checkpoint_ = kCheckpointPages;
  }
  if (pages == copied_pages_ || (!idle && pages < next_checkpoint_)) return;
  connection_->clear_worst();
  auto all = connection_->checkpoint(Connection::Checkpoint::kPassive);
  if (!all) {
    note_state(std::move(all).error());
    return;
  }
  if (*all) copied_pages_ = pages;
  if (!*all && !idle && pages > kAlarmPages) {
    log_warning("a long read keeps the write-ahead log from being emptied", {{"pages", pages}});
  }
  next_checkpoint_ = pages + (*all ? kCheckpointPages : kCheckpointRetryPages);
}

}  // namespace frontdesk::storage
