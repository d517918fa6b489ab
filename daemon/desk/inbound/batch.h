// Intake::Batch: a submit on its way through the intake, between the lane and the writer. For the intake's own files.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "desk/inbound/intake.h"
#include "storage/store.h"
#include "storage/work_note.h"

namespace frontdesk::desk {

/// What the writer can do later is no fault of the item.
inline bool is_passing(const Error& error) {
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kIo;
}

inline Error no_memory() { return {ErrorCode::kUnavailable, "the desk has no memory for these items"}; }

struct Intake::Batch {
  ChannelId channel;
  std::optional<std::string> cursor;
  std::vector<std::pair<std::string, Bytes>> state_writes;
  std::vector<JournalEntry> entries;
  std::vector<storage::RejectedItem> rejected;
  std::int64_t bytes = 0;
  Done done;

  // What is filed at once:
  struct Ready {
    std::shared_ptr<IntakeBacklog::Item> item;  ///< holds the entry's item
    storage::Store::Unit file;
  };
  std::optional<storage::WorkNote::Noted> noted;  ///< set: it is to be filed at once
  std::vector<Ready> ready;                       ///< one for each entry
  bool is_filed = false;
};

}  // namespace frontdesk::desk
