#include "app/cli/doctor_report.h"

#include <cstdlib>
#include <ostream>
#include <string_view>

#include "base/text.h"

namespace frontdesk::app {
namespace {

struct ReportWords {
  std::string_view critical, warning, todo, fine, found_critical, found_warning, unknown;
};
constexpr ReportWords kEnglish{"CRITICAL", "WARNING", "-> ", " fine", " critical", " to be mended", " not looked at"};
constexpr ReportWords kChinese{"严重", "警告", "→ ", " 项正常", " 项严重", " 项待处理", " 项未检查"};

}  // namespace

void DoctorReport::add(const json::Value& check) {
  const std::string_view state = check.get("state").as_string();
  const bool is_critical = check.get("severity").as_string() == "critical";
  if (state == "unknown") ++unknown_;
  if (state == "fine") ++fine_;
  if (state == "found") ++(is_critical ? critical_ : warnings_);
  if (as_json_) {
    out_ << json::serialize(check) << '\n';
    return;
  }
  const ReportWords& words = language_ == "zh-CN" ? kChinese : kEnglish;
  for (const json::Value& finding : check.get("findings").items()) {
    out_ << (is_critical ? words.critical : words.warning) << "  " << check.get("name").as_string() << ": "
         << text::without_controls(finding.get("found").as_string()) << "\n    " << words.todo
         << text::without_controls(finding.get("todo").as_string()) << '\n';
  }
}

int DoctorReport::finish() {
  if (!as_json_) {
    const ReportWords& words = language_ == "zh-CN" ? kChinese : kEnglish;
    out_ << critical_ << words.found_critical << ", " << warnings_ << words.found_warning << ", " << fine_
         << words.fine;
    if (unknown_ > 0) out_ << ", " << unknown_ << words.unknown;
    out_ << '\n';
  }
  if (critical_ > 0) return kDoctorCritical;
  return warnings_ > 0 ? kDoctorWarning : kDoctorFine;
}

std::string language_of_terminal() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): never set
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).starts_with("zh") ? "zh-CN" : "en";
  }
  return "en";
}

}  // namespace frontdesk::app
