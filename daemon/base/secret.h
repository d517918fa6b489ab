// Secret: a value that must not reach a log, a message or a core file by accident.
//
// Move-only, wiped on destruction, without operator<< and without implicit conversion; `reveal()` is the word to
// search for in a review.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace frontdesk {

/// Overwrites the characters in a way the compiler keeps.
void wipe(std::string& text);

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  Secret(Secret&& other) noexcept : value_(std::move(other.value_)) { wipe(other.value_); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      wipe(value_);
      value_ = std::move(other.value_);
      wipe(other.value_);
    }
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { wipe(value_); }

  [[nodiscard]] Secret clone() const { return Secret{value_}; }
  [[nodiscard]] bool empty() const { return value_.empty(); }
  /// The clear value; the view lives as long as this object.
  [[nodiscard]] std::string_view reveal() const { return value_; }

 private:
  std::string value_;
};

}  // namespace frontdesk
