#include "desk/inbound/intake.h"

#include <frontdesk/item/weight.h>
#include <pthread.h>

#include <algorithm>
#include <future>

#include "base/log.h"
#include "base/signal_stack.h"
#include "desk/event_feed.h"
#include "desk/inbound/batch.h"
#include "desk/inbound/filing/filing.h"
#include "storage/store.h"
#include "storage/traffic/journal.h"
#include "storage/work_note.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kLanes = 2;
constexpr std::int64_t kHighWater = 2'000;     ///< items: above it no new credit is given
constexpr std::int64_t kRefuseAbove = 10'000;  ///< items: above it a submit is refused
constexpr std::int64_t kHighWaterBytes = 64 << 20;
constexpr std::int64_t kRefuseAboveBytes = 256 << 20;
constexpr int kAttempts = 3;
/// Earlier lives of the daemon that ended with the item in work.
constexpr std::int64_t kLivesToWorkAlone = 1;
constexpr std::int64_t kLivesToUnreadable = 2;
constexpr std::int64_t kLivesToQuarantine = 3;

constexpr char kCannotFile[] = "the message could not be filed; its original bytes are kept";
constexpr char kEndedDaemon[] = "Frontdesk ended twice while it worked on this message; its original bytes are kept";
constexpr char kNotLookedAt[] =
    "Frontdesk ended again and again while it worked on this message; it was put aside unread";
constexpr char kCannotOpen[] = "the stored message cannot be opened: its bytes were changed or its key is gone";

}  // namespace

std::int64_t weight_of(LastEnd end) {
  switch (end) {
    case LastEnd::kOrderly: return 0;
    case LastEnd::kFromOutside: return 1;
    case LastEnd::kOwnSignal: return IntakeBacklog::kWeightOfLife;
  }
  return 0;
}

Intake::Intake(Context& context) : context_(context), backlog_(context) {
  for (std::size_t i = 0; i < kLanes; ++i) lanes_.push_back(std::make_unique<Lane>());
}

Intake::~Intake() { stop(); }

Result<void> Intake::start(LastEnd last_end) {
  last_end_ = last_end;
  auto owed = context_.store.read([](storage::ReadTx& tx) { return storage::count_pending(tx); });
  if (!owed) return std::move(owed).error();
  if (*owed > 0) log_info("journal items are taken up again", {{"count", *owed}});
  pending_ = *owed;
  if (const std::size_t left = context_.store.work_note().left(); left > 0)
    log_info("items were in work when the daemon ended", {{"count", left}});
  backlog_.begin(context_.ids.next<JournalId>(), *owed > 0);
  want_page();
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    Lane& lane = *lanes_[i];
    lane.thread = std::jthread([this, &lane](const std::stop_token& stop) { run(lane, stop); });
    pthread_setname_np(lane.thread.native_handle(), ("intake-" + std::to_string(i)).c_str());
  }
  return {};
}

void Intake::take_up_stranded() {
  if (!context_.store.is_writable()) return;
  backlog_.resume();
  want_page();
}

void Intake::take_up_again(const std::vector<JournalId>& items) {
  if (items.empty()) return;
  pending_ += static_cast<std::int64_t>(items.size());
  backlog_.add(items);
  want_page();
}

void Intake::stop() {
  for (auto& lane : lanes_) lane->thread.request_stop();
  for (auto& lane : lanes_) {
    if (lane->thread.joinable()) lane->thread.join();
  }
  std::unique_lock lock(writes_mutex_);
  writes_ended_.wait(lock, [this] { return writes_ == 0; });
}

void Intake::write(std::function<Result<void>(storage::Tx&)> unit, std::function<void(const Result<void>&)> done) {
  const auto ended = [this](int*) {
    const std::lock_guard lock(writes_mutex_);
    writes_ -= 1;
    writes_ended_.notify_all();
  };
  {
    const std::lock_guard lock(writes_mutex_);
    writes_ += 1;
  }
  // Ends with the callback, however that ends.
  std::shared_ptr<int> running(&writes_, ended);
  context_.store.write(std::move(unit),
                       [done = std::move(done), running = std::move(running)](const Result<void>& result) mutable {
                         const auto ends_here = std::move(running);
                         done(result);
                       });
}

Intake::Lane& Intake::lane_of(ChannelId channel) { return *lanes_[std::hash<ChannelId>{}(channel) % lanes_.size()]; }

bool Intake::has_room() const {
  return pending_.load() < kHighWater && bytes_.load() < kHighWaterBytes && context_.store.is_writable();
}

void Intake::submit(InboundBatch batch, Done done) {
  Received received{.batch = std::move(batch), .bytes = 0, .done = std::move(done)};
  for (const InboundItem& item : received.batch.items) received.bytes += item::weight_of(item);
  // One batch always finds room in an empty desk, whatever its size: the wire bounds it.
  if (pending_.load() > kRefuseAbove || bytes_.load() > kRefuseAboveBytes) {
    received.done(Error{ErrorCode::kUnavailable, "the intake queue is full"});
    return;
  }
  pending_ += static_cast<std::int64_t>(received.batch.items.size());
  bytes_ += static_cast<std::int64_t>(received.bytes);
  Lane& lane = lane_of(received.batch.channel);
  {
    const std::lock_guard lock(lane.mutex);
    lane.received.push_back(std::move(received));
  }
  lane.wake.notify_one();
}

void Intake::run(Lane& lane, const std::stop_token& stop) {
  const SignalStack signals;  // what customers write is worked on here
  while (true) {
    std::unique_lock lock(lane.mutex);
    const auto has_work = [&] { return lane.page_wanted || !lane.received.empty() || !lane.owed.empty(); };
    if (!lane.wake.wait(lock, stop, has_work) || stop.stop_requested()) return;
    // New arrivals first, when the journal holds so much that their plugin would wait long. Otherwise what they follow
    // goes first: then they can be filed at once.
    const bool nothing_owed = lane.owed.empty();
    if (!lane.received.empty() && (nothing_owed || backlog_.is_behind())) {
      Received received = std::move(lane.received.front());
      lane.received.pop_front();
      lock.unlock();
      receive(lane, std::move(received), nothing_owed);
    } else if (lane.page_wanted) {
      lane.page_wanted = false;
      lock.unlock();
      try_page();
    } else {
      Owed owed = std::move(lane.owed.front());
      lane.owed.pop_front();
      lock.unlock();
      work(lane, std::move(owed));
    }
  }
}

void Intake::queue(Lane& lane, IntakeBacklog::Item item) {
  const std::size_t bytes = item::weight_of(item.item.item);
  bytes_ += static_cast<std::int64_t>(bytes);
  {
    const std::lock_guard lock(lane.mutex);
    lane.owed.push_back({.entry = std::move(item), .bytes = bytes});
  }
  lane.wake.notify_one();
}

void Intake::work(Lane& lane, Owed taken) {
  const JournalId journal = taken.entry.journal;
  const std::size_t bytes = taken.bytes;
  std::shared_ptr<Owed> owed;
  try {
    owed = std::make_shared<Owed>(std::move(taken));
    owed->attempt += 1;
    if (owed->entry.lives < kLivesToWorkAlone) return file(lane, owed);
    const std::lock_guard alone(alone_);
    if (owed->attempt == 1 && !count_life(*owed)) return;
    file(lane, owed);
  } catch (const std::exception&) {
    if (!owed) return leave(journal, bytes);
    return filed(lane, owed, Error{ErrorCode::kInternal, "working on it ended by an exception"});
  }
}

bool Intake::count_life(const Owed& owed) {
  const JournalId journal = owed.entry.journal;
  if (!owed.entry.of_last_life) return true;
  if (owed.entry.lives >= kLivesToQuarantine) {
    quarantine(journal, owed.bytes, kNotLookedAt);
    return false;
  }
  auto counted = context_.store.write_and_wait(
      [&](storage::Tx& tx) { return storage::count_attempt(tx, journal, weight_of(last_end_)); });
  if (!counted) {
    leave(journal, owed.bytes);
    return false;
  }
  return true;
}

void Intake::file(Lane& lane, const std::shared_ptr<Owed>& owed) {
  const IntakeBacklog::Item& entry = owed->entry;
  const char* giving_up = entry.lives >= kLivesToUnreadable ? kEndedDaemon
                          : owed->attempt == kAttempts      ? kCannotFile
                                                            : nullptr;
  auto unit = strategy_for(entry.item.item.kind)(context_, {{owed, &entry}, giving_up});
  write(std::move(unit), [this, owed, &lane](const Result<void>& result) { filed(lane, owed, result); });
  if (entry.lives < kLivesToWorkAlone) return;
  // The writer works in order: when a second unit is through, the item is filed and the daemon still lives.
  std::promise<void> through;
  write([](storage::Tx&) { return Result<void>(); }, [&](const Result<void>&) { through.set_value(); });
  through.get_future().wait();
}

void Intake::filed(Lane& lane, const std::shared_ptr<Owed>& owed, const Result<void>& result) {
  const JournalId journal = owed->entry.journal;
  if (result) {
    done_with(journal, owed->bytes);
    context_.events.announce();
    return;
  }
  log_warning("item could not be filed", {{"journal", journal}, {"attempt", owed->attempt}, {"error", result.error()}});
  if (is_passing(result.error())) {
    leave(journal, owed->bytes);
  } else if (owed->attempt < kAttempts) {
    const std::lock_guard lock(lane.mutex);
    lane.owed.push_front(std::move(*owed));
    lane.wake.notify_one();
  } else {
    quarantine(journal, owed->bytes, kCannotFile);
  }
}

void Intake::quarantine(JournalId item, std::size_t bytes, const char* reason) {
  write(
      [this, item, reason](storage::Tx& tx) -> Result<void> {
        auto pending = storage::is_pending(tx, item);
        if (!pending) return std::move(pending).error();
        if (!*pending) return {};
        return storage::settle(tx, item, storage::Fate::kQuarantined, {}, {}, reason, context_.clock.now(),
                               storage::Payload::kKeep);
      },
      [this, item, bytes](const Result<void>& settled) {
        if (settled) return done_with(item, bytes);
        log_warning("item could not be quarantined", {{"journal", item}, {"error", settled.error()}});
        leave(item, bytes);
      });
}

/// Any end but going back to the journal.
void Intake::done_with(JournalId item, std::size_t bytes) {
  backlog_.let_go(item);
  pending_ -= 1;
  bytes_ -= static_cast<std::int64_t>(bytes);
  want_page();
}

void Intake::leave(JournalId item, std::size_t bytes) {
  backlog_.leave(item);
  bytes_ -= static_cast<std::int64_t>(bytes);
}

void Intake::want_page() {
  if (!backlog_.wants_page()) return;
  Lane& lane = *lanes_.front();
  const std::lock_guard lock(lane.mutex);
  lane.page_wanted = true;
  lane.wake.notify_one();
}

void Intake::try_page() {
  try {
    take_page();
  } catch (const std::exception&) {
    log_error("journal items could not be taken up");
    backlog_.pause();
  }
}

void Intake::take_page() {
  auto page = backlog_.next_page();
  const auto counted = page ? count_page(*page) : Result<void>(page.error());
  if (!counted) {
    log_warning("journal items could not be taken up", {{"error", counted.error()}});
    backlog_.pause();
    if (!page) return;
    for (const IntakeBacklog::Item& item : page->items) backlog_.leave(item.journal);
    for (const JournalId item : page->unopenable) backlog_.leave(item);
    return;
  }
  pending_ -= static_cast<std::int64_t>(page->set_aside.size());
  for (const JournalId item : page->unopenable) quarantine(item, 0, kCannotOpen);
  for (IntakeBacklog::Item& item : page->items) {
    Lane& lane = lane_of(item.channel);
    queue(lane, std::move(item));
  }
  backlog_.end_page();
  want_page();
}

/// Before they are worked on: if one of them ends the daemon, the next life knows where to be careful.
Result<void> Intake::count_page(const IntakeBacklog::Page& page) {
  const auto is_counted_here = [](const IntakeBacklog::Item& item) {
    return item.of_last_life && item.lives < kLivesToWorkAlone;
  };
  if (last_end_ == LastEnd::kOrderly) return {};
  if (std::none_of(page.items.begin(), page.items.end(), is_counted_here)) return {};
  return context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    for (const IntakeBacklog::Item& item : page.items) {
      if (!is_counted_here(item)) continue;
      auto counted = storage::count_attempt(tx, item.journal, weight_of(last_end_));
      if (!counted && counted.error().code != ErrorCode::kNotFound) return std::move(counted).error();
    }
    return {};
  });
}

}  // namespace frontdesk::desk
