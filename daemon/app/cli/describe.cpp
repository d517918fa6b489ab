// frontdesk-describe: prints what follows from the table of use cases, for the build and for tests: the verbs of the
// command line, the description of the HTTP interface, the table itself, the checks of the machine and their alert
// rules.
#include <cstdio>
#include <string>
#include <string_view>

#include "api/description/description.h"
#include "api/routes/routes.h"
#include "app/cli/alert_rules.h"
#include "app/cli/verbs.h"
#include "desk/machine/check.h"
#include "desk/machine/words.h"
#include "desk/use_case/table.h"
#include "desk/use_case/texts.h"
#include "domain/profile/words.h"

namespace frontdesk::app {
namespace {

/// The table as people and tests read it: name, route, right, states, and the roles of the packaged profile.
std::string table_json() {
  json::Value rows{json::Array{}};
  for (const desk::Entry& entry : desk::use_cases()) {
    const desk::UseCase& use_case = entry.use_case;
    json::Value states{json::Array{}};
    for (const std::string_view word : domain::Words<domain::TicketState>::all()) {
      if (use_case.from.has(*domain::Words<domain::TicketState>::parse(word))) states.push(word);
    }
    json::Value roles;
    for (const auto& [role, grants] : domain::default_access()->roles)
      roles.set(std::string(domain::to_text(role)), domain::to_text(grants.of(use_case.right)));
    json::Value row;
    row.set("name", use_case.name).set("method", to_text(use_case.route.method));
    row.set("path", "/api/v1" + std::string(use_case.route.pattern)).set("right", domain::to_text(use_case.right));
    row.set("from", states).set("roles", roles).set("needs_version", use_case.needs_version).set("once", use_case.once);
    row.set("status", use_case.status).set("ticket_act", entry.is_ticket_act);
    row.set("scope", use_case.scope == desk::ScopeCheck::kByAct ? "by_act" : "owner");
    rows.push(row);
  }
  return json::serialize(rows);
}

/// The checks of the machine: name, severity, and their words in each language.
std::string checks_json() {
  json::Value rows{json::Array{}};
  for (const desk::Check& check : desk::checks()) {
    json::Value row;
    row.set("name", check.name).set("severity", to_text(check.severity)).set("only_outside", check.only_outside);
    for (const char* language : {"en", "zh-CN"}) row.set(language, desk::title_of(check, language));
    rows.push(row);
  }
  return json::serialize(rows);
}

}  // namespace
}  // namespace frontdesk::app

int main(int argc, char** argv) {
  const std::string_view what = argc == 2 ? argv[1] : "";
  if (what == "verbs") {
    std::puts(frontdesk::app::verbs_json().c_str());
  } else if (what == "interface") {
    std::puts(frontdesk::api::describe_interface(frontdesk::api::all_routes())->c_str());
  } else if (what == "table") {
    std::puts(frontdesk::app::table_json().c_str());
  } else if (what == "checks") {
    std::puts(frontdesk::app::checks_json().c_str());
  } else if (what == "alerts") {
    std::fputs(frontdesk::app::alert_rules().c_str(), stdout);
  } else {
    std::fputs("frontdesk-describe: say verbs, interface, table, checks or alerts\n", stderr);
    return 2;
  }
  return 0;
}
