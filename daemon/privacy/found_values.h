// What was found in one part of a message, so that its other parts cover it as well: subject, text, quote, HTML and
// the links of one mail hide the same, wherever the words around a value differ.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/detect/find.h"
#include "privacy/masker.h"

namespace frontdesk::privacy {

class FoundValues {
 public:
  FoundValues() = default;
  /// `known`: values that come first, such as the sender's name.
  explicit FoundValues(std::span<const KnownValue> known);

  /// Looks through `text` and takes what is unmistakable by itself: numbers of nine digits and more, addresses, cards,
  /// names of more than one word or character. Handles, dates and short numbers speak only where they stand.
  void take_from(std::string_view text, std::span<const Aside> asides = {});
  void take(DataKind kind, std::string value);

  /// At most kMaxKnownValues; valid until the next take.
  [[nodiscard]] std::vector<KnownValue> known() const;

 private:
  struct Value {
    DataKind kind = DataKind::kName;
    std::string text;
  };
  std::vector<Value> values_;
};

}  // namespace frontdesk::privacy
