#include "desk/audit/recorded.h"

#include "audit/trail.h"
#include "base/sha256.h"

namespace frontdesk::desk {
namespace {

audit::ActorKind audit_kind(Actor::Kind kind) {
  switch (kind) {
    case Actor::Kind::kUser: return audit::ActorKind::kUser;
    case Actor::Kind::kSystem: return audit::ActorKind::kSystem;
    case Actor::Kind::kCommandLine: return audit::ActorKind::kCli;
    case Actor::Kind::kPlugin: return audit::ActorKind::kPlugin;
  }
  return audit::ActorKind::kSystem;
}

}  // namespace

Result<void> record_act(audit::Trail& trail, storage::Tx& tx, const Actor& actor, const Recorded& recorded) {
  audit::Act act;
  act.actor_kind = audit_kind(actor.kind);
  act.actor_id = actor.kind == Actor::Kind::kPlugin ? actor.channel.raw() : actor.user.raw();
  act.actor_name = actor.name;
  act.role = to_text(actor.roles);
  act.session_id = actor.session;
  act.address = actor.address;
  act.request_id = actor.request_id;
  if (!actor.user_agent.empty()) act.user_agent = to_hex(sha256(as_bytes(actor.user_agent)));
  act.action = recorded.action;
  act.object_type = recorded.object_type;
  act.object_id = recorded.object_id;
  act.reason = recorded.reason;
  act.before = recorded.before;
  act.after = recorded.after;
  act.result = recorded.result;
  auto seq = trail.append(tx, act);
  if (!seq) return std::move(seq).error();
  return {};
}

}  // namespace frontdesk::desk
