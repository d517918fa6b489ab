#include "desk/use_case/act.h"

#include <frontdesk/json.h>

#include "desk/audit/recorded.h"
#include "desk/use_case/desk.h"

namespace frontdesk::desk {

Act::Act(Desk& of, storage::Tx& in, const Actor& who, const UseCase& what, AfterCommit& after)
    : desk(of), context(of.context), tx(in), actor(who), use_case(what), after_commit_(after) {
  about(0);
}

void Act::about(std::int64_t object, std::string_view object_type) {
  object_ = object;
  object_type_ = object_type.empty() ? subject_of(use_case.name) : object_type;
}

Result<void> Act::finish() {
  if (idle_) return {};
  return record_act(context.trail, tx, actor,
                    {.action = std::string(use_case.name),
                     .object_type = object_type_,
                     .object_id = object_,
                     .reason = reason_,
                     .before = before_,
                     .after = after_});
}

std::string change_json(std::string_view name, std::string_view value) {
  json::Writer out;
  out.begin_object().member(name, value).end_object();
  return out.take();
}

}  // namespace frontdesk::desk
