// Labelled numbers: order and tracking numbers that a text calls by name ("订单号：…", "tracking no. …"), so that
// people find a ticket by them whatever channel it came through.
//
// Pure; compared as text::fold compares, so that script, case and width do not matter.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::desk {

struct LabelledNumber {
  enum class Kind { kOrder, kTracking };

  Kind kind = Kind::kOrder;
  std::string value;  ///< as written, but folded; normalise_order makes it comparable
  friend bool operator==(const LabelledNumber&, const LabelledNumber&) = default;
};

/// In order of the text, at most `most`. `text`: UTF-8; only its first 64 KiB are read. A number has 4 to 40 letters,
/// digits and hyphens, three digits among them; several may follow one label ("订单号 A、B").
std::vector<LabelledNumber> find_labelled_numbers(std::string_view text, std::size_t most);

}  // namespace frontdesk::desk
