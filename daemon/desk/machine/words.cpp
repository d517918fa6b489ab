#include "desk/machine/words.h"

#include <array>
#include <cstdlib>
#include <utility>

#include "base/text.h"
#include "desk/use_case/texts.h"

namespace frontdesk::desk {
namespace {

std::string_view word_of(const Check& check, std::string_view language, std::string_view member) {
  const std::string_view known = language == "zh-CN" ? language : "en";
  return catalogue(known).get("checks").get(check.name).get(member).as_string();
}

struct ValueInWords {
  std::string_view language;
  std::string operator()(const std::string& text) const { return text::one_line(text); }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(ByteCount count) const { return bytes_in_words(count.bytes); }
  std::string operator()(Duration duration) const { return duration_in_words(duration, language); }
};

/// Each {{name}} by the value of that name. What a value says is never read as a template again.
std::string filled(std::string_view words, const Finding& finding, std::string_view language) {
  std::string out;
  while (true) {
    const auto begin = words.find("{{");
    const auto end = begin == std::string_view::npos ? begin : words.find("}}", begin);
    if (end == std::string_view::npos) return out.append(words);
    out.append(words.substr(0, begin));
    const std::string_view name = words.substr(begin + 2, end - begin - 2);
    for (const FindingValue& value : finding.values) {
      if (value.name == name) out.append(std::visit(ValueInWords{language}, value.value));
    }
    words.remove_prefix(end + 2);
  }
}

}  // namespace

std::string_view title_of(const Check& check, std::string_view language) { return word_of(check, language, "title"); }

std::string what_of(const Check& check, const Finding& finding, std::string_view language) {
  return filled(word_of(check, language, "found"), finding, language);
}

std::string todo_of(const Check& check, const Finding& finding, std::string_view language) {
  return filled(word_of(check, language, "todo"), finding, language);
}

std::string bytes_in_words(std::int64_t bytes) {
  constexpr std::array<std::string_view, 5> kUnits{"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  std::int64_t tenths = bytes * 10;
  for (; tenths >= 10'000 && unit + 1 < kUnits.size(); ++unit) tenths /= 1000;
  std::string words = std::to_string(tenths / 10);
  if (tenths < 100 && unit > 0) words.append(".").append(std::to_string(tenths % 10));
  return words.append(" ").append(kUnits[unit]);
}

std::string duration_in_words(Duration duration, std::string_view language) {
  struct Unit {
    std::int64_t seconds;
    std::string_view english;
    std::string_view chinese;
  };
  constexpr std::array<Unit, 4> kUnits{{{86'400, "d", "天"}, {3600, "h", "小时"}, {60, "min", "分钟"}, {1, "s", "秒"}}};
  std::int64_t left = std::llabs(std::chrono::duration_cast<std::chrono::seconds>(duration).count());
  std::string words;
  int units = 0;
  for (const Unit& unit : kUnits) {
    const std::int64_t count = left / unit.seconds;
    left %= unit.seconds;
    const bool is_last = unit.seconds == 1 && units == 0;
    if (count == 0 && !is_last) {
      if (units > 0) break;
      continue;
    }
    words.append(units > 0 ? " " : "").append(std::to_string(count)).append(" ");
    words.append(language == "zh-CN" ? unit.chinese : unit.english);
    if (++units == 2) break;
  }
  return words;
}

}  // namespace frontdesk::desk
