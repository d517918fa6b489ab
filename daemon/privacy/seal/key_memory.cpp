#include "privacy/seal/key_memory.h"

#include <sodium.h>

#include <mutex>
#include <new>
#include <vector>

namespace frontdesk::privacy {
namespace {

/// Slabs live as long as the process: keys may outlive every other object.
class Slabs {
 public:
  std::uint8_t* take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) add_slab();
    std::uint8_t* slot = free_.back();
    free_.pop_back();
    return slot;
  }
  void give_back(std::uint8_t* slot) {
    sodium_memzero(slot, kKeySize);
    const std::lock_guard lock(mutex_);
    free_.push_back(slot);
  }

 private:
  static constexpr std::size_t kSlots = 1024;

  void add_slab() {
    if (sodium_init() < 0) throw std::bad_alloc();
    auto* slab = static_cast<std::uint8_t*>(sodium_malloc(kSlots * kKeySize));
    if (slab == nullptr) throw std::bad_alloc();
    slots_ += kSlots;
    free_.reserve(slots_);  // so that give_back never allocates
    for (std::size_t i = 0; i < kSlots; ++i) free_.push_back(slab + i * kKeySize);
  }

  std::mutex mutex_;  // guards free_ and slots_
  std::vector<std::uint8_t*> free_;
  std::size_t slots_ = 0;
};

Slabs& slabs() {
  static Slabs& all = *new Slabs;  // never destroyed: see the class
  return all;
}

}  // namespace

KeyBytes::KeyBytes() : slot_(slabs().take()) {}

KeyBytes::~KeyBytes() {
  if (slot_ != nullptr) slabs().give_back(slot_);
}

}  // namespace frontdesk::privacy
