#include "host/state_store.h"

#include "item/rules.h"

#include <frontdesk/plugin.h>
#include <frontdesk/sdk/read_again.h>

namespace frontdesk::host {

void StateStore::load(std::vector<wire::StateEntry> all) {
  const std::lock_guard lock(mutex_);
  values_.clear();
  of_desk_.clear();
  writes_.clear();
  total_ = 0;
  for (auto& entry : all) {
    if (!entry.value) continue;
    if (sdk::is_desk_state(entry.key)) {
      of_desk_.insert_or_assign(std::move(entry.key), std::move(*entry.value));
      continue;
    }
    total_ += entry.key.size() + entry.value->size();
    values_.insert_or_assign(std::move(entry.key), std::move(*entry.value));
  }
}

std::optional<std::string> StateStore::get(std::string_view key) const {
  const std::lock_guard lock(mutex_);
  const auto& where = sdk::is_desk_state(key) ? of_desk_ : values_;
  const auto found = where.find(key);
  if (found == where.end()) return std::nullopt;
  return found->second;
}

bool StateStore::put(std::string_view key, std::string_view value) {
  if (key.empty() || key.size() > FDK_MAX_KEY || value.size() > FDK_MAX_STATE_VALUE) return false;
  if (!item::is_clean_text(key) || sdk::is_desk_state(key)) return false;
  if (value.empty()) {
    erase(key);
    return true;
  }
  const std::lock_guard lock(mutex_);
  if (writes_.size() >= FDK_MAX_STATE_ENTRIES && !writes_.contains(key)) return false;
  const auto found = values_.find(key);
  if (found == values_.end() && values_.size() >= FDK_MAX_STATE_ENTRIES) return false;
  const std::size_t before = found == values_.end() ? 0 : key.size() + found->second.size();
  const std::size_t after = total_ - before + key.size() + value.size();
  if (after > FDK_MAX_STATE_TOTAL) return false;
  total_ = after;
  values_.insert_or_assign(std::string(key), std::string(value));
  writes_.insert_or_assign(std::string(key), std::string(value));
  return true;
}

void StateStore::erase(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto found = values_.find(key);
  if (found == values_.end()) return;
  total_ -= key.size() + found->second.size();
  values_.erase(found);
  writes_.insert_or_assign(std::string(key), std::nullopt);
}

std::vector<wire::StateEntry> StateStore::take_writes() {
  const std::lock_guard lock(mutex_);
  std::vector<wire::StateEntry> taken;
  taken.reserve(writes_.size());
  for (auto& [key, value] : writes_) taken.push_back({key, std::move(value)});
  writes_.clear();
  return taken;
}

void StateStore::return_writes(std::vector<wire::StateEntry> writes) {
  const std::lock_guard lock(mutex_);
  for (auto& entry : writes) writes_.try_emplace(std::move(entry.key), std::move(entry.value));
}

}  // namespace frontdesk::host
