// Check: one thing that can be wrong with the machine, declared once. `frontdesk doctor`, the health page, the reasons
// of /readyz, the metric frontdesk_check_findings and the alert rules of packaging/observation all come from this
// table.
//
// A check judges facts (facts.h) and does nothing else. Its words (title, what happened, what to do) are in
// config/texts, `checks`, in each language; words.h fills in the values. Adding one: a line in checks.cpp, its words,
// its case in machine_check_test, `frontdesk-describe alerts` into packaging/observation. Thread rule: constants and
// plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "desk/machine/facts.h"

namespace frontdesk::desk {

enum class Severity : std::uint8_t {
  kWarning,   ///< to be mended in the next days
  kCritical,  ///< to be mended now
};
std::string_view to_text(Severity severity);

/// Who is told more than the title: paths and reasons of the machine are for who runs it.
enum class Audience : std::uint8_t { kOffice, kOperator };

struct ByteCount {
  std::int64_t bytes = 0;
};
/// A value of a finding's words: {{name}} there.
struct FindingValue {
  std::string_view name;
  std::variant<std::string, std::int64_t, ByteCount, Duration> value;
};

/// That something is wrong, with what.
struct Finding {
  std::string_view object{};  ///< channel, plugin, file or record; empty: the machine as a whole
  std::string object_id{};
  std::vector<FindingValue> values{};
};

/// nullopt: the facts are not known.
using Findings = std::optional<std::vector<Finding>>;

struct Check {
  std::string_view name;
  Severity severity = Severity::kWarning;
  Audience audience = Audience::kOperator;
  bool stops_intake = false;  ///< /readyz answers 503 while it finds something
  Findings (*look)(const Facts& facts) = nullptr;
  bool only_outside = false;  ///< a running daemon cannot find it; the alert that it is down stands for it
};

std::span<const Check> checks();

struct Examined {
  const Check* check = nullptr;
  Findings findings;
  [[nodiscard]] bool finds() const { return findings && !findings->empty(); }
};
/// Every check, in the order of the table.
std::vector<Examined> examine(const Facts& facts);

}  // namespace frontdesk::desk
