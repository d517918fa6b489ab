#include "desk/inbound/backlog.h"

#include <utility>

#include "base/log.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/store.h"
#include "storage/traffic/journal.h"

namespace frontdesk::desk {
namespace {

/// Few enough that a crash casts suspicion on few innocent items, enough for one durable note per page to cost nothing.
constexpr std::size_t kPageItems = 64;
constexpr std::size_t kPageBytes = 16U << 20;

}  // namespace

void IntakeBacklog::begin(JournalId first_of_this_life, bool is_behind) {
  const std::lock_guard lock(mutex_);
  first_of_this_life_ = first_of_this_life;
  behind_ = is_behind;
}

bool IntakeBacklog::is_behind() const {
  const std::lock_guard lock(mutex_);
  return behind_;
}

void IntakeBacklog::hold(JournalId item) {
  const std::lock_guard lock(mutex_);
  in_hand_.insert(item);
}

bool IntakeBacklog::keep(JournalId item) {
  const std::lock_guard lock(mutex_);
  if (!behind_) return true;
  in_hand_.erase(item);
  ++left_;
  return false;
}

void IntakeBacklog::let_go(JournalId item) {
  const std::lock_guard lock(mutex_);
  in_hand_.erase(item);
  tried_.erase(item);
  if (reading_) gone_while_reading_.insert(item);
}

void IntakeBacklog::leave(JournalId item) {
  const std::lock_guard lock(mutex_);
  in_hand_.erase(item);
  tried_.insert(item);
  if (reading_) gone_while_reading_.insert(item);
  ++left_;
  behind_ = paused_ = true;
}

void IntakeBacklog::add(const std::vector<JournalId>& items) {
  const std::lock_guard lock(mutex_);
  tried_.insert(items.begin(), items.end());
  left_ += items.size();
  behind_ = true;
}

void IntakeBacklog::pause() {
  const std::lock_guard lock(mutex_);
  paused_ = true;
}

void IntakeBacklog::resume() {
  const std::lock_guard lock(mutex_);
  paused_ = false;
}

bool IntakeBacklog::wants_page() const {
  const std::lock_guard lock(mutex_);
  return behind_ && !paused_ && in_hand_.size() < kPageItems / 2;
}

Result<IntakeBacklog::Page> IntakeBacklog::next_page() {
  std::size_t limit = 0;
  {
    const std::lock_guard lock(mutex_);
    reading_ = true;
    gone_while_reading_.clear();
    left_at_page_ = left_;
    limit = in_hand_.size() + set_aside_.size() + kPageItems;
  }
  auto page = context_.store.read([&](storage::ReadTx& tx) { return read_page(tx, limit); });
  const std::lock_guard lock(mutex_);
  reading_ = false;
  gone_while_reading_.clear();
  if (!page) return page;
  for (Item& item : page->items) {
    in_hand_.insert(item.journal);
    item.of_last_life = item.journal < first_of_this_life_ && !tried_.contains(item.journal);
  }
  in_hand_.insert(page->unopenable.begin(), page->unopenable.end());
  set_aside_.insert(page->set_aside.begin(), page->set_aside.end());
  return page;
}

void IntakeBacklog::end_page() {
  const std::lock_guard lock(mutex_);
  if (page_was_last_ && left_ == left_at_page_) behind_ = false;
}

bool IntakeBacklog::is_free(JournalId item) const {
  const std::lock_guard lock(mutex_);
  return !in_hand_.contains(item) && !gone_while_reading_.contains(item) && !set_aside_.contains(item);
}

Result<IntakeBacklog::Page> IntakeBacklog::read_page(storage::ReadTx& tx, std::size_t limit) {
  auto ids = storage::pending_ids(tx, limit);
  if (!ids) return std::move(ids).error();
  Page page;
  page_was_last_ = ids->size() < limit;
  std::size_t bytes = 0;
  for (const JournalId id : *ids) {
    if (!is_free(id)) continue;
    if (page.items.size() + page.unopenable.size() >= kPageItems || bytes >= kPageBytes) {
      page_was_last_ = false;
      break;
    }
    FD_TRY(open(tx, id, page, bytes));
  }
  return page;
}

Result<void> IntakeBacklog::open(storage::ReadTx& tx, JournalId id, Page& page, std::size_t& bytes) {
  auto row = storage::load_pending(tx, id);
  if (!row) return std::move(row).error();
  if (!*row) return {};
  bytes += (*row)->payload_sealed.size();
  auto key = context_.keys.key(tx, privacy::Vault::key_id_of((*row)->payload_sealed));
  auto payload = key ? context_.vault.open(*key, {"journal", "payload_sealed", id.raw()}, (*row)->payload_sealed)
                     : Result<Bytes>(key.error());
  auto item = payload ? decode_item(*payload) : Result<JournalItem>(payload.error());
  if (item) {
    page.items.push_back({id, (*row)->channel, std::move(*key), std::move(*item), (*row)->attempts / kWeightOfLife});
    return {};
  }
  log_error("a journal item cannot be opened", {{"journal", id}, {"error", item.error()}});
  switch (item.error().code) {
    case ErrorCode::kCorrupt:
    case ErrorCode::kNotFound: page.unopenable.push_back(id); return {};
    // The right root key may be put back.
    case ErrorCode::kInvalid: page.set_aside.push_back(id); return {};
    default: return std::move(item).error();
  }
}

}  // namespace frontdesk::desk
