#include "storage/search/number_part.h"

#include <algorithm>

#include "storage/search/prefix.h"
#include "storage/search/text.h"
#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

constexpr std::size_t kMostBytes = 64U << 10;
constexpr std::size_t kMostNumbers = 50;  // of a message
constexpr std::size_t kFewestAsked = 4;
constexpr std::size_t kFewestSigns = 5;  // shorter ones are found as whole words
constexpr std::size_t kMostSigns = 40;
constexpr std::ptrdiff_t kFewestDigits = 3;
constexpr std::size_t kMostBeginnings = 4;
constexpr std::size_t kMostEntriesRead = 2000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_sign(char c) { return is_digit(c) || is_letter(c); }

/// The number as it is compared, with the places where a part of it begins.
struct Number {
  std::string value;
  std::vector<std::size_t> beginnings;
};

/// `written`: letters, digits and hyphens.
Number read_number(std::string_view written) {
  Number number;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] == '-') continue;
    const char before = i == 0 ? '-' : written[i - 1];
    if ((before == '-' || (is_letter(before) && is_digit(written[i]))) && number.beginnings.size() < kMostBeginnings)
      number.beginnings.push_back(number.value.size());
    number.value += written[i];
  }
  return number;
}

/// "2024-03-15"
bool is_date(std::string_view written) {
  return written.size() == 10 && written[4] == '-' && written[7] == '-' &&
         std::ranges::count_if(written, is_digit) == 8;
}

bool is_number(const Number& number) {
  return number.value.size() >= kFewestSigns && number.value.size() <= kMostSigns &&
         std::ranges::count_if(number.value, is_digit) >= kFewestDigits;
}

std::vector<Number> numbers_in(std::string_view masked, std::size_t most) {
  std::vector<Number> numbers;
  const std::string folded = fold_for_search(masked.substr(0, kMostBytes));
  for (std::size_t at = 0; at < folded.size() && numbers.size() < most;) {
    if (!is_sign(folded[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < folded.size() && (is_sign(folded[end]) || folded[end] == '-')) ++end;
    // What stands beside a mask is what the mask lets show of something hidden.
    std::size_t before = at;
    while (before > 0 && folded[before - 1] == '-') --before;
    const bool is_masked = (before > 0 && folded[before - 1] == '*') || (end < folded.size() && folded[end] == '*');
    const std::string_view written = std::string_view(folded).substr(at, end - at);
    at = end;
    if (is_masked || is_date(written)) continue;
    Number number = read_number(written);
    const auto is_same = [&](const Number& other) { return other.value == number.value; };
    if (is_number(number) && std::ranges::none_of(numbers, is_same)) numbers.push_back(std::move(number));
  }
  return numbers;
}

/// Calls `use(backwards, value)` for every entry of the text.
template <class Use>
Result<void> for_each_entry(std::string_view masked, Use use) {
  for (const Number& number : numbers_in(masked, kMostNumbers)) {
    for (const std::size_t begin : number.beginnings) {
      if (number.value.size() - begin >= kFewestAsked) FD_TRY(use(0, number.value.substr(begin)));
    }
    FD_TRY(use(1, std::string(number.value.rbegin(), number.value.rend())));
  }
  return {};
}

}  // namespace

std::vector<std::string> find_numbers(std::string_view masked, std::size_t most) {
  std::vector<std::string> values;
  for (Number& number : numbers_in(masked, most)) values.push_back(std::move(number.value));
  return values;
}

std::string number_asked_for(std::string_view query) {
  std::string asked;
  for (const char c : fold_for_search(query.substr(0, 4 * kMostSigns))) {
    if (c == '-' || c == ' ') continue;
    if (!is_sign(c)) return {};
    asked += c;
  }
  const bool fits = asked.size() >= kFewestAsked && asked.size() <= kMostSigns && std::ranges::any_of(asked, is_digit);
  return fits ? asked : std::string();
}

Result<void> put_numbers(Tx& tx, MessageId message, std::string_view masked) {
  return for_each_entry(masked, [&](int backwards, const std::string& value) {
    return tx.execute(
        "INSERT INTO number_part (backwards, value, message_id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", backwards,
        value, message);
  });
}

Result<void> remove_numbers(Tx& tx, MessageId message, std::string_view masked) {
  return for_each_entry(masked, [&](int backwards, const std::string& value) {
    return tx.execute("DELETE FROM number_part WHERE backwards = ?1 AND value = ?2 AND message_id = ?3", backwards,
                      value, message);
  });
}

Result<std::vector<MessageId>> find_by_number_part(ReadTx& tx, const std::string& asked, std::size_t limit) {
  std::vector<MessageId> found;
  for (const int backwards : {0, 1}) {
    const std::string part = backwards == 0 ? asked : std::string(asked.rbegin(), asked.rend());
    auto messages = read_all(tx.query("SELECT message_id FROM number_part WHERE backwards = ?1 AND value >= ?2 AND "
                                      "value < ?3 ORDER BY value DESC, message_id DESC LIMIT ?4",
                                      backwards, part, end_of_prefix(part), kMostEntriesRead),
                             [](const Statement& row) { return row.id<MessageId>(0); });
    if (!messages) return messages;
    found.insert(found.end(), messages->begin(), messages->end());
  }
  std::ranges::sort(found, std::greater<>());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (found.size() > limit) found.resize(limit);
  return found;
}

}  // namespace frontdesk::storage
