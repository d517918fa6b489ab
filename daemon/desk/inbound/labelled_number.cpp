#include "desk/inbound/labelled_number.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace frontdesk::desk {
namespace {

using Kind = LabelledNumber::Kind;

constexpr std::size_t kMostBytes = 64U << 10;
constexpr std::size_t kShortest = 4;
constexpr std::size_t kLongest = 40;
constexpr std::ptrdiff_t kFewestDigits = 3;

struct Label {
  std::string_view word;  ///< folded
  Kind kind;
};
constexpr std::array kLabels{Label{"订单", Kind::kOrder},        Label{"order", Kind::kOrder},
                             Label{"运单", Kind::kTracking},     Label{"快递", Kind::kTracking},
                             Label{"物流", Kind::kTracking},     Label{"包裹", Kind::kTracking},
                             Label{"tracking", Kind::kTracking}, Label{"waybill", Kind::kTracking}};

/// What may stand between a label and its number. Letters count only as whole words.
constexpr std::array<std::string_view, 17> kFillers{" ",  "\t", ":",  "#",  ".",  "=",      "(",  "[", "单",
                                                    "编", "号", "码", "是", "为", "number", "no", "id"};
constexpr std::array<std::string_view, 4> kBetweenNumbers{" ", ",", "、", "和"};

/// Bytes that begin a label: almost every byte of a text begins none.
constexpr auto kBegins = [] {
  std::array<bool, 256> begins{};
  for (const Label& label : kLabels) begins[static_cast<unsigned char>(label.word.front())] = true;
  return begins;
}();

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_part(char c) { return is_letter(c) || is_digit(c) || c == '-'; }

/// True when `word` stands at `at`, not as a part of a longer Latin word.
bool stands_at(std::string_view text, std::size_t at, std::string_view word) {
  // The first byte tells almost always, and a call costs more than it.
  if (text[at] != word.front() || !text.substr(at).starts_with(word)) return false;
  if (!is_letter(word.front())) return true;
  const std::size_t end = at + word.size();
  return (at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]));
}

template <std::size_t N>
std::size_t skip(std::string_view text, std::size_t at, const std::array<std::string_view, N>& words) {
  while (at < text.size()) {
    const auto found = std::ranges::find_if(words, [&](std::string_view word) { return stands_at(text, at, word); });
    if (found == words.end()) break;
    at += found->size();
  }
  return at;
}

/// The number that begins at `at`; `at` moves behind it.
std::optional<std::string> take_number(std::string_view text, std::size_t& at) {
  std::size_t end = at;
  while (end < text.size() && is_part(text[end])) ++end;
  std::string_view number = text.substr(at, end - at);
  while (number.ends_with('-')) number.remove_suffix(1);
  const bool fits = number.size() >= kShortest && number.size() <= kLongest && number.front() != '-' &&
                    std::ranges::count_if(number, is_digit) >= kFewestDigits;
  if (!fits) return std::nullopt;
  at = end;
  return std::string(number);
}

}  // namespace

std::vector<LabelledNumber> find_labelled_numbers(std::string_view text, std::size_t most) {
  std::vector<LabelledNumber> numbers;
  const std::string folded = text::fold(text.substr(0, kMostBytes));
  std::size_t at = 0;
  while (at < folded.size() && numbers.size() < most) {
    if (!kBegins[static_cast<unsigned char>(folded[at])]) {
      ++at;
      continue;
    }
    const auto label =
        std::ranges::find_if(kLabels, [&](const Label& each) { return stands_at(folded, at, each.word); });
    if (label == kLabels.end()) {
      ++at;
      continue;
    }
    at = skip(folded, at + label->word.size(), kFillers);
    while (numbers.size() < most) {
      auto number = take_number(folded, at);
      if (!number) break;
      numbers.push_back({label->kind, std::move(*number)});
      at = skip(folded, at, kBetweenNumbers);
    }
  }
  return numbers;
}

}  // namespace frontdesk::desk
