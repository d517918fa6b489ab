// Descriptor: owns one file descriptor and closes it. Thread rule: a plain value.
#pragma once

#include <utility>

namespace frontdesk::wire {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int owned) : owned_(owned) {}
  Descriptor(Descriptor&& other) noexcept : owned_(std::exchange(other.owned_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) reset(std::exchange(other.owned_, -1));
    return *this;
  }
  ~Descriptor() { reset(); }

  [[nodiscard]] int get() const { return owned_; }
  [[nodiscard]] bool valid() const { return owned_ >= 0; }
  int release() { return std::exchange(owned_, -1); }
  void reset(int owned = -1);

 private:
  int owned_ = -1;
};

}  // namespace frontdesk::wire
