// The parts of the description that belong to no single operation.
#pragma once

#include <span>
#include <string_view>

#include <frontdesk/json.h>

#include "desk/use_case/view.h"

namespace frontdesk::api {

/// Ids, times, problems, live events.
void add_common_schemas(desk::ViewSchema::Named& named);

/// Names of parameters beside those that follow from the fields.
std::span<const std::string_view> extra_parameters(std::string_view operation);

json::Value whole_document(json::Value paths, const desk::ViewSchema::Named& named);

}  // namespace frontdesk::api
