#include "desk/machine/check_view.h"

#include <utility>

#include "desk/machine/words.h"

namespace frontdesk::desk {

CheckView view_of(const Examined& examined, std::string_view language, Audience reader) {
  const Check& check = *examined.check;
  CheckView view{
      std::string(check.name), std::string(title_of(check, language)), to_text(check.severity), "unknown", {}};
  if (!examined.findings) return view;
  view.state = examined.finds() ? "found" : "fine";
  const bool is_told = reader == Audience::kOperator || check.audience == Audience::kOffice;
  for (const Finding& finding : *examined.findings) {
    FindingView shown;
    if (is_told) {
      shown = {std::string(finding.object), finding.object_id, what_of(check, finding, language),
               todo_of(check, finding, language)};
    }
    view.findings.push_back(std::move(shown));
  }
  return view;
}

json::Value check_json(const Examined& examined, std::string_view language, Audience reader) {
  json::Writer out;
  ViewWriter(out).write(view_of(examined, language, reader));
  return json::parse(out.take()).value.value_or(json::Value());
}

}  // namespace frontdesk::desk
