// MaskedText and ClearText: the two renditions of everything a customer writes.
//
// MaskedText is what lists, indexes, logs, events and exports hold; it is a plain value. It comes from the masker, from
// a *_masked column, or is a sentence of our own. ClearText is the original: move-only, wiped on destruction, without
// operator<< and without conversion, so that it reaches neither a log field nor a JSON writer by accident; `reveal()`
// is the word to search for in a review. Thread rule: plain values, no sharing inside.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/secret.h"
#include "base/text.h"

namespace frontdesk::privacy {

class MaskedTextMaker;

/// UTF-8 without unmasked personal data.
class MaskedText {
 public:
  MaskedText() = default;

  /// What a column named *_masked held; only the masker ever wrote there.
  static MaskedText from_store(std::string text) { return MaskedText(std::move(text)); }
  /// A sentence of our own making ("System", a ticket number): never text of customers.
  static MaskedText of_ours(std::string_view text) { return MaskedText(std::string(text)); }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

  /// At most `max_code_points` on one line, for subjects and previews (see text::one_line, text::shorten).
  [[nodiscard]] MaskedText preview(std::size_t max_code_points) const {
    constexpr std::size_t kMostBytes = 4;     // of a code point
    constexpr std::size_t kBehindTheCut = 8;  // code points that tell where a grapheme ends
    return MaskedText(
        text::shorten(text::one_line(text_, kMostBytes * (max_code_points + kBehindTheCut)), max_code_points));
  }
  /// Masked parts joined stay masked.
  MaskedText& append(const MaskedText& more) {
    text_ += more.text_;
    return *this;
  }
  friend bool operator==(const MaskedText&, const MaskedText&) = default;

 private:
  friend class MaskedTextMaker;
  explicit MaskedText(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

/// The original, as the customer wrote it.
class ClearText {
 public:
  ClearText() = default;
  explicit ClearText(std::string value) : value_(std::move(value)) {}
  ClearText(ClearText&& other) noexcept : value_(std::move(other.value_)) { wipe(other.value_); }
  ClearText& operator=(ClearText&& other) noexcept {
    if (this != &other) {
      wipe(value_);
      value_ = std::move(other.value_);
      wipe(other.value_);
    }
    return *this;
  }
  ClearText(const ClearText&) = delete;
  ClearText& operator=(const ClearText&) = delete;
  ~ClearText() { wipe(value_); }

  [[nodiscard]] ClearText clone() const { return ClearText(value_); }
  [[nodiscard]] bool empty() const { return value_.empty(); }
  /// Bytes, not characters.
  [[nodiscard]] std::size_t size() const { return value_.size(); }
  /// The original; the view lives as long as this object.
  [[nodiscard]] std::string_view reveal() const { return value_; }

 private:
  std::string value_;
};

}  // namespace frontdesk::privacy
