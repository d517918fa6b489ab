// WorkNote: the keys of items that are worked on before the journal holds them, in a file beside the database.
//
// An item can end the daemon. One that lies in the journal is counted there; of one that does not, this note is all
// that is left. It is written before the work and wiped after the commit, and never synced: it outlives the process,
// which an item can end, and need not outlive the machine, which it cannot. A note that is lost costs nothing but the
// count of one life; one that is left by mistake costs its item the slower path. Thread rule: any thread.
//
//   auto noted = note.put_down(keys);  // nullopt: go the way that needs no note
//   ... work, commit ...
//   noted.reset();                     // wiped
//
//   if (note.was_left(key)) ...        // in the next life: it was in work when the daemon ended
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace frontdesk::storage {

class WorkNote {
 public:
  using Key = std::array<std::uint8_t, 32>;
  class Noted;

  /// Makes the file when there is none (mode 0600) and remembers what an earlier life left in it.
  static Result<std::unique_ptr<WorkNote>> open(const std::string& path);
  ~WorkNote();
  WorkNote(const WorkNote&) = delete;
  WorkNote& operator=(const WorkNote&) = delete;

  /// nullopt: there is no room for so many, or the file cannot be written. Keys are not zero.
  std::optional<Noted> put_down(std::span<const Key> keys);

  /// An earlier life of the daemon ended while it worked on this key.
  [[nodiscard]] bool was_left(const Key& key) const;
  [[nodiscard]] std::size_t left() const;
  /// What is counted elsewhere from now on.
  void forget_left(const Key& key);

 private:
  /// Where in the file the keys of one piece of work stand.
  using Places = std::vector<std::size_t>;

  explicit WorkNote(int descriptor) : descriptor_(descriptor), used_(kPlaces) {}
  static constexpr std::size_t kPlaces = 4096;
  /// More than one life leaves; what several lives left and nobody sent again gives way.
  static constexpr std::size_t kMostLeft = kPlaces / 2;

  Result<void> read_left(const std::string& path);
  bool write(const Places& places, std::span<const Key> keys);
  void wipe(const Places& places);

  const int descriptor_;
  mutable std::mutex mutex_;  // guards what follows
  std::vector<bool> used_;
  std::set<std::pair<Key, std::size_t>> left_;  ///< with their places
};

/// One piece of work in the note; wiped at its end. Must not outlive the note.
class WorkNote::Noted {
 public:
  Noted(WorkNote& note, Places places) : note_(&note), places_(std::move(places)) {}
  Noted(Noted&& other) noexcept : note_(std::exchange(other.note_, nullptr)), places_(std::move(other.places_)) {}
  Noted& operator=(Noted&& other) noexcept {
    std::swap(note_, other.note_);
    std::swap(places_, other.places_);
    return *this;
  }
  ~Noted() {
    if (note_ != nullptr) note_->wipe(places_);
  }

 private:
  WorkNote* note_;
  Places places_;
};

}  // namespace frontdesk::storage
