#include "privacy/found_values.h"

#include <algorithm>

#include "base/text.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/resolve.h"
#include "privacy/known_values.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kLeastDigitsOfNumber = 9;

std::size_t count_digits(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) count += digit_value(next_character(text, at)) >= 0 ? 1 : 0;
  return count;
}

/// "王小明", "Mary Johnson"; not "Will" or "王", which are words and surnames too.
bool is_whole_name(std::string_view text) {
  std::size_t han = 0;
  for (std::size_t at = 0; at < text.size();) han += is_han(next_character(text, at)) ? 1 : 0;
  return han >= 2 || (han == 0 && text::trim(text).find(' ') != std::string_view::npos);
}

bool is_unmistakable(DataKind kind, std::string_view text) {
  switch (kind) {
    case DataKind::kMobile:
    case DataKind::kLandline:
    case DataKind::kForeignPhone: return count_digits(text) >= kLeastDigitsOfNumber;
    case DataKind::kName: return is_whole_name(text);
    case DataKind::kEmail:
    case DataKind::kAddress:
    case DataKind::kIban:
    case DataKind::kPassport:
    case DataKind::kBankCard:
    case DataKind::kSsn:
    case DataKind::kHkId:
    case DataKind::kTwId:
    case DataKind::kTaxId:
    case DataKind::kIdCard: return text.size() >= 8;
    case DataKind::kHandle:
    case DataKind::kPlate:
    case DataKind::kBirthDate:
    case DataKind::kSecret: return false;
  }
  return false;
}

}  // namespace

FoundValues::FoundValues(std::span<const KnownValue> known) {
  for (const KnownValue& value : known) take(value.kind, std::string(value.value));
}

void FoundValues::take_from(std::string_view text, std::span<const Aside> asides) {
  for (const Find& find : find_personal_data(text, {}, asides)) {
    std::string value = value_as_shown(text, find.begin, find.end, asides);
    if (is_unmistakable(find.kind, value)) take(find.kind, std::move(value));
  }
}

void FoundValues::take(DataKind kind, std::string value) {
  if (values_.size() >= kMaxKnownValues) return;
  const bool is_there = std::any_of(values_.begin(), values_.end(),
                                    [&](const Value& other) { return other.kind == kind && other.text == value; });
  if (!is_there) values_.push_back({kind, std::move(value)});
}

std::vector<KnownValue> FoundValues::known() const {
  std::vector<KnownValue> known;
  known.reserve(values_.size());
  for (const Value& value : values_) known.push_back({value.kind, value.text});
  return known;
}

}  // namespace frontdesk::privacy
