// A use case as a command: names become ids, and the JSON of the answer becomes rows.
#pragma once

#include <string_view>

#include <frontdesk/json.h>

#include "app/cli/verbs.h"
#include "app/control/server.h"
#include "base/id.h"
#include "base/result.h"
#include "desk/use_case/desk.h"

namespace frontdesk::app {

/// `args` are the fields by their names. A list is sent row by row, as many as the field "limit" says, else all
/// of it or the first 50 of one that grows for years;
/// what belongs to a ticket that is shown, its messages, follows it.
Result<void> run_verb(desk::Desk& desk, const Verb& verb, const json::Value& args, const RowSink& row);

/// By id or by name. kNotFound.
Result<ChannelId> find_channel(desk::Desk& desk, std::string_view id_or_name);

}  // namespace frontdesk::app
