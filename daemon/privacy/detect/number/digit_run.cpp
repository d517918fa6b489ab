#include "privacy/detect/number/digit_run.h"

#include "privacy/detect/characters.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kMaxSeparators = 3;
constexpr std::size_t kMaxInvisible = 8;

int digit_of(char32_t c, DigitAlphabet alphabet) {
  const int value = digit_value(c);
  return value >= 0 || alphabet == DigitAlphabet::kPlain ? value : disguised_digit_value(c);
}

/// Between two groups.
struct Gap {
  std::size_t end = 0;
  char32_t separator = 0;
  bool has_line_break = false;
  bool has_blank_line = false;
  bool leads_to_digit = false;
};

Gap read_gap(std::string_view text, std::size_t at, DigitAlphabet alphabet) {
  Gap gap{at};
  std::size_t visible = 0;
  std::size_t invisible = 0;
  while (gap.end < text.size()) {
    std::size_t next = gap.end;
    const char32_t raw = next_character(text, next);
    const char32_t c = to_half_width(raw);
    if (digit_of(raw, alphabet) >= 0) {
      gap.leads_to_digit = true;
      return gap;
    }
    if (is_zero_width(raw)) {
      if (++invisible > kMaxInvisible) return gap;
    } else if (c == '\n' || c == '\r') {
      if (c == '\n' && gap.has_blank_line) return gap;
      if (c == '\n') gap.has_blank_line = gap.has_line_break;
      gap.has_line_break = true;
    } else if (c == ' ' || c == '-' || c == '.' || c == '~' || c == '(' || c == ')' || c == '|' || c == '\t') {
      if (++visible > kMaxSeparators) return gap;
      if (gap.separator == 0 || gap.separator == ' ' || c == '|') gap.separator = c;
    } else {
      return gap;
    }
    gap.end = next;
  }
  return gap;
}

}  // namespace

DigitRun read_digit_run(std::string_view text, std::size_t at, DigitAlphabet alphabet) {
  DigitRun run;
  run.groups.push_back({at, at, {}, 0, 0, false, false});
  while (at < text.size()) {
    std::size_t next = at;
    const char32_t c = next_character(text, next);
    const int digit = digit_of(c, alphabet);
    if (digit >= 0) {
      DigitGroup& group = run.groups.back();
      if (group.size++ < DigitRun::kMaxDigits) group.digits += static_cast<char>('0' + digit);
      if (digit_value(c) < 0) ++run.disguised;
      group.end = at = next;
      continue;
    }
    const Gap gap = read_gap(text, at, alphabet);
    if (!gap.leads_to_digit) break;
    at = gap.end;
    if (gap.separator == 0 && !gap.has_line_break) continue;  // zero-width only: the same group
    if (run.groups.size() == DigitRun::kMaxGroups) {
      run.is_cut = true;
      break;
    }
    run.groups.push_back({at, at, {}, 0, gap.separator, gap.has_line_break, gap.has_blank_line});
  }
  return run;
}

}  // namespace frontdesk::privacy
