#include "app/cli/alert_rules.h"

#include <cctype>
#include <string_view>

#include "desk/machine/check.h"
#include "desk/machine/words.h"

namespace frontdesk::app {
namespace {

/// "disk_full_soon" as FrontdeskDiskFullSoon.
std::string alert_name(std::string_view check) {
  std::string name = "Frontdesk";
  bool begins = true;
  for (const char c : check) {
    if (c != '_') name += begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    begins = c == '_';
  }
  return name;
}

/// In single quotes, as YAML has them.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out.append(c == '\'' ? 2 : 1, c);
  return out + "'";
}

void append_rule(std::string& out, std::string_view name, std::string_view expression, std::string_view held,
                 std::string_view severity, std::string_view english, std::string_view chinese) {
  out.append("      - alert: ").append(name);
  out.append("\n        expr: ").append(expression);
  out.append("\n        for: ").append(held);
  out.append("\n        labels:\n          severity: ").append(severity);
  out.append("\n        annotations:\n          summary: ");
  out.append(quoted("{{ $labels.instance }}: no longer true: " + std::string(english)));
  out.append("\n          summary_zh: ");
  out.append(quoted("{{ $labels.instance }}：不再满足：" + std::string(chinese)));
  out.append("\n          description: 'On the machine, frontdesk doctor tells what happened and what to do.'\n");
}

}  // namespace

std::string alert_rules() {
  std::string out =
      "# Made by frontdesk-describe alerts from the checks of the machine; a test keeps it so. The scrape job is "
      "called\n"
      "# frontdesk. What only shows where no daemon runs has no rule of its own: FrontdeskDaemonSilent stands for it.\n"
      "groups:\n  - name: frontdesk\n    rules:\n";
  for (const desk::Check& check : desk::checks()) {
    const bool is_down = check.name == "daemon_silent";
    if (check.only_outside && !is_down) continue;
    const bool is_critical = check.severity == desk::Severity::kCritical;
    const std::string expression = is_down ? "up{job=\"frontdesk\"} == 0"
                                           : "frontdesk_check_findings{check=\"" + std::string(check.name) + "\"} > 0";
    append_rule(out, alert_name(check.name), expression, is_critical ? "2m" : "15m", to_text(check.severity),
                desk::title_of(check, "en"), desk::title_of(check, "zh-CN"));
  }
  return out;
}

}  // namespace frontdesk::app
