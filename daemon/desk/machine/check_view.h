// How a check is shown outside, with its words in the reader's language. Thread rule: plain values.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <frontdesk/json.h>

#include "desk/machine/check.h"
#include "desk/use_case/view.h"

namespace frontdesk::desk {

/// One thing that is wrong. The words are empty for people who are not told how the machine is built.
struct FindingView {
  std::string object;
  std::string object_id;
  std::string found;
  std::string todo;
};

template <>
struct View<FindingView> {
  static constexpr std::string_view kName = "Finding";
  template <class V>
  static void describe(V& v, const FindingView& finding) {
    v.text_or_null("object", finding.object);
    v.text_or_null("object_id", finding.object_id);
    v.text("found", finding.found);
    v.text("todo", finding.todo);
  }
};

struct CheckView {
  std::string name;
  std::string title;
  std::string_view severity = "warning";
  std::string_view state = "unknown";
  std::vector<FindingView> findings;
};

template <>
struct View<CheckView> {
  static constexpr std::string_view kName = "MachineCheck";
  static constexpr std::string_view kPageName = "MachineCheckPage";
  static constexpr std::array<std::string_view, 2> kSeverities{"warning", "critical"};
  static constexpr std::array<std::string_view, 3> kStates{"fine", "found", "unknown"};
  template <class V>
  static void describe(V& v, const CheckView& check) {
    v.text("name", check.name);
    v.text("title", check.title);
    v.one_of("severity", kSeverities, check.severity);
    v.one_of("state", kStates, check.state);
    v.list("findings", check.findings);
  }
};

/// `reader`: kOffice is not told the words of findings that are for operators.
CheckView view_of(const Examined& examined, std::string_view language, Audience reader);
json::Value check_json(const Examined& examined, std::string_view language, Audience reader);

}  // namespace frontdesk::desk
