// Phones, identity and bank cards: whole groups of a digit run, judged by tables, check digits and context.
#include <algorithm>
#include <optional>
#include <string>

#include "privacy/detect/characters.h"
#include "privacy/detect/context.h"
#include "privacy/detect/find.h"
#include "privacy/detect/number/checks.h"
#include "privacy/detect/number/digit_run.h"
#include "privacy/detect/number/foreign_phone.h"
#include "privacy/detect/number/lettered.h"
#include "privacy/detect/number/neighbours.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kLongest = 19;
constexpr std::size_t kNear = 90;  // bytes before a number that can say what it is
constexpr int kByContext = 70;
constexpr int kChecked = 90;
constexpr int kByShape = 60;

/// What every candidate with the same first digit shares; the context is looked up once, when it is asked for.
class Start {
 public:
  Start(std::string_view text, std::size_t at) : after_plus(is_after_plus(text, at)), text_(text), at_(at) {}
  [[nodiscard]] NumberContext context() const {
    if (!context_) context_ = context_before(text_, at_);
    return *context_;
  }
  const bool after_plus;

 private:
  std::string_view text_;
  std::size_t at_;
  mutable std::optional<NumberContext> context_;
};

/// Groups first..last of a run as one number.
struct Candidate {
  std::string_view text;
  const DigitRun& run;
  const Start& start;
  std::size_t first;
  std::size_t last;
  std::string digits;

  [[nodiscard]] std::size_t begin() const { return run.groups[first].begin; }
  [[nodiscard]] std::size_t end() const { return run.groups[last].end; }
  [[nodiscard]] std::size_t groups() const { return last - first + 1; }
  [[nodiscard]] std::size_t size_of(std::size_t group) const { return run.groups[first + group].size; }
  [[nodiscard]] std::size_t line_breaks() const {
    return static_cast<std::size_t>(std::count_if(run.groups.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                                                  run.groups.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                                                  [](const DigitGroup& group) { return group.after_line_break; }));
  }
  [[nodiscard]] std::size_t paragraphs() const {
    return static_cast<std::size_t>(std::count_if(run.groups.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                                                  run.groups.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                                                  [](const DigitGroup& group) { return group.after_blank_line; }));
  }
  [[nodiscard]] bool has_cell_border() const {
    return std::any_of(run.groups.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                       run.groups.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                       [](const DigitGroup& group) { return group.separator == '|' || group.separator == '\t'; });
  }
  [[nodiscard]] bool has_sizes(std::initializer_list<std::size_t> sizes) const {
    if (sizes.size() != groups()) return false;
    std::size_t group = 0;
    return std::all_of(sizes.begin(), sizes.end(), [&](std::size_t size) { return size_of(group++) == size; });
  }
  [[nodiscard]] bool is_spelled_out() const {
    for (std::size_t group = 0; group < groups(); ++group) {
      if (size_of(group) != 1) return false;
    }
    return true;
  }
  /// The groups are joined to a further one in the way they are joined themselves: part of a longer number.
  [[nodiscard]] bool is_part_of_longer() const {
    if (groups() == 1) return false;
    const char32_t joint = run.groups[last].separator;
    const bool before = first > 0 && run.groups[first].separator == joint && !run.groups[first].after_line_break;
    const bool behind = last + 1 < run.groups.size() && run.groups[last + 1].separator == joint &&
                        !run.groups[last + 1].after_line_break;
    return before || (behind && !has_extension());
  }
  /// One short group more, and then the run ends: "025-37439409-123".
  [[nodiscard]] bool has_extension() const {
    const bool ends = last + 2 == run.groups.size() || run.groups[last + 2].after_line_break;
    return ends && run.groups[last + 1].separator == '-' && run.groups[last + 1].size <= 4 &&
           run.groups[last].size >= 7;
  }
};

bool is_usual_mobile_grouping(const Candidate& c) {
  return c.groups() == 1 || c.has_sizes({3, 4, 4}) || c.has_sizes({3, 8}) || c.has_sizes({7, 4}) ||
         c.has_sizes({4, 4, 3}) || c.has_sizes({3, 3, 5}) || c.has_sizes({5, 6}) || c.has_sizes({6, 5}) ||
         c.has_sizes({3, 2, 2, 4}) || c.has_sizes({3, 3, 3, 2}) || c.has_sizes({5, 3, 3}) || c.is_spelled_out();
}

/// Digits glued to letters, or within a link, are codes; "tel13800138000" and "微信13800138000" are not, and neither is
/// a whole mobile number at the beginning of a file's name ("13800138000_wang.txt").
bool is_inside_code(const Candidate& c, NumberContext context) {
  if (is_id_in_link(c.text, c.begin(), c.end())) return true;
  if (c.digits.size() == 11 && c.groups() == 1 && is_assigned_mobile(c.digits) && peek(c.text, c.end()) == '_') {
    return is_glued_to_letters(c.text, c.begin(), c.begin());
  }
  return context == NumberContext::kNone && is_glued_to_letters(c.text, c.begin(), c.end());
}

bool is_other(NumberContext context) {
  return context == NumberContext::kOther || context == NumberContext::kPerhapsOther;
}

bool is_harmless(const Candidate& c, NumberContext context) {
  return context == NumberContext::kOther ||
         (context == NumberContext::kNone && is_harmless_by_what_follows(c.text, c.end()));
}

void add(const Candidate& c, DataKind kind, int score, Finds& out, bool with_extension = false) {
  std::size_t end = c.end();
  if (with_extension) end = extension_end(c.text, end);
  const std::size_t begin = country_prefix_begin(c.text, c.begin(), kind);
  out.push_back({begin, end, kind, score});
  find_names_beside(c.text, begin, end, out);
}

/// Over the lines, items or paragraphs of a page a number is cut as it is spoken: 138, 1234, 0005, or digit by digit.
bool may_stand_on_lines(const Candidate& c, bool named) {
  if (c.line_breaks() == 0) return true;
  const bool is_spoken = c.has_sizes({3, 4, 4}) || c.has_sizes({3, 8}) || c.is_spelled_out();
  if (c.paragraphs() > 0 || c.line_breaks() > 1) return is_spoken;
  return named || (c.groups() <= 3 && is_usual_mobile_grouping(c));
}

void find_mobile(const Candidate& c, Finds& out) {
  std::string_view digits = c.digits;
  if (digits.size() == 13 && digits.substr(0, 2) == "86") digits.remove_prefix(2);
  if (digits.size() == 15 && digits.substr(0, 4) == "0086") digits.remove_prefix(4);
  if (!is_mobile_shape(digits) || (c.start.after_plus && digits.size() == c.digits.size())) return;
  const NumberContext context = c.start.context();
  if (is_harmless(c, context) || is_inside_code(c, context)) return;
  const bool named = context == NumberContext::kPhone;
  const bool has_prefix = digits.size() < c.digits.size();
  if (!named && !is_assigned_mobile(digits)) return;
  if (!may_stand_on_lines(c, named)) return;
  if (!named && !has_prefix && !is_usual_mobile_grouping(c)) return;
  if (!named && c.is_part_of_longer()) return;
  add(c, DataKind::kMobile, named ? kChecked : kByContext, out, true);
}

/// Of the length and with the first digit of a number without area code; those of Hong Kong also begin with 9.
bool is_local_shape(const Candidate& c) {
  const std::size_t size = c.digits.size();
  if ((size != 7 && size != 8) || c.groups() > 2 || c.start.after_plus) return false;
  return c.digits[0] >= '2' && (c.digits[0] <= '8' || size == 8);
}

bool is_compact_date(std::string_view digits) {  // 20251105
  const auto part = [&](std::size_t at, std::size_t size) { return std::stoi(std::string(digits.substr(at, size))); };
  return digits.size() == 8 && digits.starts_with("20") && is_real_date(part(0, 4), part(4, 2), part(6, 2));
}

/// In "电话 13800138000，订单号 HK20251101，20251105 下单" only the first is a phone: letters that are no word for a
/// phone make a code, and a date is a phone only where no other number stands between it and the word.
bool is_code_or_date(const Candidate& c) {
  const std::string_view near = before(c.text, c.begin(), kNear);
  std::size_t letters = near.size();
  while (letters > 0 && is_ascii_letter(static_cast<unsigned char>(near[letters - 1]))) --letters;
  const std::string_view word = near.substr(letters);
  if (!word.empty() && context_before(word, word.size()) == NumberContext::kNone) return true;
  if (c.groups() > 1 || !is_compact_date(c.digits)) return false;
  const std::string_view since = near.substr(near.find_last_of("0123456789") + 1);  // all of it when there is none
  return context_before(since, since.size()) == NumberContext::kNone;
}

/// With area code, or (when the text says that it is a phone) the local number alone.
void find_landline(const Candidate& c, Finds& out) {
  const bool is_local = is_local_shape(c);
  std::string digits = c.digits;
  if ((c.start.after_plus || c.groups() > 1) && c.digits.size() > 9 && digits.substr(0, 2) == "86") {
    digits.replace(0, 2, digits.size() > 2 && digits[2] == '0' ? "" : "0");
  }
  const bool has_area = digits[0] == '0' && is_landline(digits);
  if ((!has_area && !is_local) || c.line_breaks() > 0) return;
  const NumberContext context = c.start.context();
  if (is_other(context) || is_inside_code(c, context)) return;
  const bool named = context == NumberContext::kPhone || context == NumberContext::kLandline;
  if (!named && c.groups() == 1 && is_inside_link(c.text, c.begin())) return;
  if (!named && (is_local || c.groups() > 3 || c.is_part_of_longer())) return;
  if (is_local && (c.is_part_of_longer() || is_code_or_date(c))) return;
  const bool is_in_use = is_local || digits[static_cast<std::size_t>(area_code_length(digits))] != '1';
  if (!named && c.groups() == 1 && !is_in_use) return;
  add(c, DataKind::kLandline, named ? kChecked : kByContext, out, true);
}

void find_id_card(const Candidate& c, Finds& out) {
  if (is_id_card_18(c.digits)) return add(c, DataKind::kIdCard, kChecked, out);
  if (c.digits.size() == 17 && c.last + 1 == c.run.groups.size()) {
    const std::size_t end = check_letter_end(c.text, c.end());
    const bool named = c.start.context() == NumberContext::kIdCard;
    if (end > 0 && (named ? is_id_card_18_shape(c.digits + 'X') : is_id_card_18(c.digits + 'X'))) {
      out.push_back({c.begin(), end, DataKind::kIdCard, kChecked});
      find_names_beside(c.text, c.begin(), end, out);
    }
  }
  if (c.groups() == 1 && is_id_card_15(c.digits) && c.start.context() == NumberContext::kIdCard) {
    add(c, DataKind::kIdCard, kByContext, out);
  }
  if (c.digits.size() == 18 && is_id_card_18_shape(c.digits) && c.start.context() == NumberContext::kIdCard) {
    add(c, DataKind::kIdCard, kByContext, out);  // one digit is mistyped
  }
}

void find_social_security(const Candidate& c, Finds& out) {
  if (!is_social_security_number(c.digits) || (c.groups() != 1 && !c.has_sizes({3, 2, 4}))) return;
  if (c.start.context() == NumberContext::kSocialSecurity) add(c, DataKind::kSsn, kChecked, out);
}

/// UnionPay, or sixteen digits of the large issuers: lengths and beginnings that few other numbers have.
bool is_of_card_issuer(std::string_view digits) {
  if (digits.starts_with("62")) return digits.size() >= 16;
  return digits.size() == 16 && (digits[0] == '4' || (digits[0] == '5' && digits[1] >= '1' && digits[1] <= '5'));
}

void find_bank_card(const Candidate& c, Finds& out) {
  if (!is_bank_card_shape(c.digits)) return;
  if (c.line_breaks() > 1 && !is_of_card_issuer(c.digits)) return;
  const bool fours = std::all_of(c.run.groups.begin() + static_cast<std::ptrdiff_t>(c.first),
                                 c.run.groups.begin() + static_cast<std::ptrdiff_t>(c.last),
                                 [](const DigitGroup& group) { return group.size == 4; });
  const NumberContext context = c.start.context();
  if (is_other(context) || is_inside_code(c, context)) return;
  const bool named = context == NumberContext::kBankCard;
  const bool usual = c.groups() == 1 || fours || c.has_sizes({4, 6, 5}) || c.has_sizes({6, 13}) || c.is_spelled_out();
  const bool whole = usual && !c.is_part_of_longer();
  const bool checked = passes_luhn(c.digits);
  // Every tenth id in a link, and every tenth row of figures, has a right check digit.
  const bool is_by_chance = is_inside_link(c.text, c.begin()) || c.has_cell_border();
  if (is_by_chance && !named && (!checked || !is_of_card_issuer(c.digits))) return;
  if (checked ? !named && !whole : !named || !whole) return;  // behind 银行卡 one digit may be mistyped
  add(c, DataKind::kBankCard, named && checked ? kChecked : kByContext, out);
}

void find_qq(const Candidate& c, Finds& out) {
  if (c.groups() != 1 || c.digits.size() < 5 || c.digits.size() > 11 || c.digits[0] == '0') return;
  if (is_named_qq(c.text, c.begin())) add(c, DataKind::kHandle, kByShape, out);
}

/// Numbers of the North American plan that everybody may call.
bool is_toll_free(std::string_view digits) {
  for (const std::string_view code : {"800", "833", "844", "855", "866", "877", "888", "400"}) {
    if (digits.starts_with(code)) return true;
  }
  return false;
}

/// "call (415) 555-2671"; ten digits in one group only right behind the word, since order numbers have that form too.
bool is_american(const Candidate& c) {
  if (c.digits.size() != 10 || is_toll_free(c.digits) || c.start.context() != NumberContext::kPhone) return false;
  if (c.has_sizes({3, 3, 4})) return true;
  return (c.groups() == 1 || c.has_sizes({3, 7}) || c.has_sizes({6, 4})) && is_beside_phone_word(c.text, c.begin()) &&
         is_valid_foreign_phone("+1" + c.digits);
}

void find_foreign(const Candidate& c, Budget& budget, Finds& out) {
  if (c.digits.size() > 17 || c.line_breaks() > 0) return;
  std::string international;
  if (c.start.after_plus) {
    international = "+" + c.digits;
  } else if (c.digits.substr(0, 2) == "00" && c.digits.substr(0, 4) != "0086") {
    international = "+" + c.digits.substr(2);
  } else if (c.digits.size() == 10 && c.digits.starts_with("09")) {  // a mobile of Taiwan: 0912-345-678
    if (!c.has_sizes({4, 3, 3}) && !c.has_sizes({4, 6}) && c.start.context() != NumberContext::kPhone) return;
    international = "+886" + c.digits.substr(1);
  } else {
    if (!is_american(c)) return;
    international = "+1" + c.digits;
  }
  const NumberContext context = c.start.context();
  if (context == NumberContext::kOther || is_inside_code(c, context)) return;
  if (!c.start.after_plus && is_other(context)) return;
  // With its '+', a number of a possible length is a phone even where the tables of assigned ranges are older than it.
  const bool by_length =
      c.start.after_plus || context == NumberContext::kPhone || (c.groups() > 1 && c.digits[0] == '0');
  const bool fits = budget.phone_checks-- <= 0 || is_valid_foreign_phone(international) ||
                    (by_length && is_possible_foreign_phone(international));
  if (fits) add(c, DataKind::kForeignPhone, kByContext, out);
}

/// Length and first digit rule out most detectors before any of them works.
void judge(const Candidate& c, Budget& budget, Finds& out) {
  const std::size_t size = c.digits.size();
  const char first = c.digits[0];
  // Only these are split over the cells of a table; cells of other widths are columns of figures.
  if (c.has_cell_border() && size < 16 && !c.has_sizes({3, 4, 4}) && !c.has_sizes({7, 4}) && !c.has_sizes({3, 8}) &&
      !(size == 11 && c.is_spelled_out()))
    return;
  // Nothing that its digits do not tell apart goes on behind a blank line.
  if (c.paragraphs() > 0 && size != 11 && size < 16) return;
  const bool may_have_prefix = first == '0' || first == '8';
  if ((size == 11 && first == '1') || ((size == 13 || size == 15) && may_have_prefix)) find_mobile(c, out);
  if (size >= 7 && size <= 14 && first != '1' && (first != '9' || size == 8)) find_landline(c, out);
  if ((size == 15 || size == 17 || size == 18) && first >= '1' && first <= '8') find_id_card(c, out);
  if (size >= 13 && first >= '2') find_bank_card(c, out);
  if (size >= 7 && (c.start.after_plus || first == '0' || size == 10)) find_foreign(c, budget, out);
  if (size == 9) find_social_security(c, out);
  if (c.groups() == 1) find_qq(c, out);
}

/// Every stretch of whole groups that begins at group `first`.
void judge_from(std::string_view text, const DigitRun& run, std::size_t first, Budget& budget, Finds& out) {
  const Start start(text, run.groups[first].begin);
  Candidate candidate{text, run, start, first, first, {}};
  for (std::size_t last = first; last < run.groups.size(); ++last) {
    if (run.groups[last].size + candidate.digits.size() > kLongest) return;
    candidate.last = last;
    candidate.digits += run.groups[last].digits;
    if (candidate.digits.size() >= 5) judge(candidate, budget, out);
  }
}

/// After the 1 at `at` and at most two separators stands a digit from 3 to 9: most 一 of ordinary text end here.
bool is_second_digit_near(std::string_view text, std::size_t at) {
  next_character(text, at);
  for (int skipped = 0; skipped <= 2 && at < text.size(); ++skipped) {
    const char32_t raw = next_character(text, at);
    const int digit = std::max(digit_value(raw), disguised_digit_value(raw));
    if (digit >= 0) return digit >= 3;
    const char32_t c = to_half_width(raw);
    if (c != ' ' && c != '-' && c != '.' && !is_zero_width(raw)) return false;
  }
  return false;
}

/// "幺三八 零零幺三 八零零零", "l38OO138OOO": eleven digits, all groups from the first one on.
void find_disguised_mobile(std::string_view text, std::size_t at, Finds& out) {
  if (disguised_digit_value(previous_or_none(text, at)) >= 0 || digit_value(previous_or_none(text, at)) >= 0) return;
  if (!is_second_digit_near(text, at)) return;
  const DigitRun run = read_digit_run(text, at, DigitAlphabet::kDisguised);
  if (run.disguised == 0) return;
  const Start start(text, at);
  Candidate candidate{text, run, start, 0, 0, {}};
  for (std::size_t last = 0; last < run.groups.size() && candidate.digits.size() < 11; ++last) {
    if (run.groups[last].size > 11) return;
    candidate.last = last;
    candidate.digits += run.groups[last].digits;
  }
  if (!is_assigned_mobile(candidate.digits) || candidate.line_breaks() > 1) return;
  const NumberContext context = start.context();
  if (context == NumberContext::kOther || is_inside_code(candidate, context)) return;
  add(candidate, DataKind::kMobile, kByShape, out, true);
}

}  // namespace

std::size_t find_numbers(std::string_view text, std::size_t at, Budget& budget, Finds& out) {
  std::size_t next = at;
  const char32_t first = next_character(text, next);
  const int digit = digit_value(first);
  if (digit == 1 || disguised_digit_value(first) == 1) find_disguised_mobile(text, at, out);
  if (digit < 0) return next;

  find_lettered_numbers(text, at, out);
  find_western_address(text, at, out);
  if (digit == 1 || digit == 2) find_birth_date_before_word(text, at, out);
  const DigitRun run = read_digit_run(text, at, DigitAlphabet::kPlain);
  // A run that was cut goes on from its middle, so that no number is lost at the cut.
  const std::size_t starts = run.is_cut ? run.groups.size() / 2 : run.groups.size();
  for (std::size_t group = 0; group < starts; ++group) judge_from(text, run, group, budget, out);
  return run.is_cut ? run.groups[starts].begin : run.groups.back().end;
}

}  // namespace frontdesk::privacy
