// Verbs: how the command line spells the use cases. Each name of the table is a verb, "ticket.reopen" is `frontdesk
// ticket reopen`; path fields are positional, other fields are options. What people are used to spell otherwise, and
// short forms with a fixed field, stand in verbs.cpp and nowhere else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <frontdesk/json.h>

#include "desk/use_case/schema.h"

namespace frontdesk::app {

struct VerbField {
  std::string name;    ///< of the use case's field
  std::string option;  ///< "--reason"; a plain name is positional
  desk::Field::Kind kind = desk::Field::Kind::kText;
  bool required = false;
  std::string help;
};

struct Verb {
  std::string command;   ///< "user.disable": what goes over the socket; the words are the same without the dot
  std::string use_case;  ///< "user.change"
  std::string help;
  json::Value preset{json::Object{}};  ///< fields that the verb sets by itself
  std::vector<VerbField> fields;
  /// Of the table for people, as paths ("customer.name"): a row is shown by the first ones whose first column it has,
  /// and with all its members when none fits. A ticket that is shown is followed by its messages, hence more than one.
  std::vector<std::vector<std::string>> columns;
};

/// Whether only the first rows are shown when nobody says how many: a list that grows for years.
bool begins_short(std::string_view use_case);

/// Of every use case, and the short forms.
const std::vector<Verb>& every_verb();

/// As JSON, for the program that parses the command line.
std::string verbs_json();

}  // namespace frontdesk::app
