// How the audit trail is shown outside.
#pragma once

#include <array>

#include "base/text.h"
#include "desk/audit/service.h"
#include "desk/use_case/view.h"

namespace frontdesk::desk {

struct AuditActor {
  const audit::Act& act;
};

template <>
struct View<AuditActor> {
  static constexpr std::string_view kName = "AuditActor";
  template <class V>
  static void describe(V& v, const AuditActor& of) {
    std::vector<std::string> roles;  // those that the person held then
    if (!of.act.role.empty()) {
      for (const std::string_view role : text::split(of.act.role, ',')) roles.emplace_back(role);
    }
    v.text("kind", audit::to_text(of.act.actor_kind));
    v.id("id", of.act.actor_id);
    v.text("name", of.act.actor_name);
    v.texts("roles", roles);
  }
};

struct AuditObject {
  const AuditEntry& entry;
};

template <>
struct View<AuditObject> {
  static constexpr std::string_view kName = "AuditObject";
  template <class V>
  static void describe(V& v, const AuditObject& of) {
    v.text("type", of.entry.record.act.object_type);
    v.id("id", of.entry.record.act.object_id);
    v.text("number", of.entry.number);
  }
};

template <>
struct View<AuditEntry> {
  static constexpr std::string_view kName = "AuditRecord";
  static constexpr std::string_view kPageName = "AuditPage";
  static constexpr std::array<std::string_view, 3> kResults{"ok", "denied", "failed"};
  template <class V>
  static void describe(V& v, const AuditEntry& entry) {
    const audit::Record& record = entry.record;
    const audit::Act& act = record.act;
    v.id("seq", static_cast<std::int64_t>(record.seq));
    v.moment("at", record.at);
    v.object("actor", AuditActor{act});
    v.text("action", act.action);
    v.object("object", AuditObject{entry});
    v.text("ip", act.address);
    v.text("request_id", act.request_id);
    v.text("run", std::to_string(record.run));
    v.text("policy", record.policy);
    v.text("reason", act.reason);
    v.json_text("before", "", act.before);
    v.json_text("after", "", act.after);
    v.one_of("result", kResults, act.result);
    v.flag("redacted", record.redacted);
  }
};

struct CheckpointView {
  std::int64_t size = 0;
  Micros at;
  std::string root;
};

template <>
struct View<CheckpointView> {
  static constexpr std::string_view kName = "AuditCheckpoint";
  template <class V>
  static void describe(V& v, const CheckpointView& checkpoint) {
    v.number("size", checkpoint.size);
    v.moment("at", checkpoint.at);
    v.text("root", checkpoint.root);
  }
};

/// The newest checkpoint that was kept outside the database, since the start of the daemon.
struct AnchorView {
  std::int64_t size = 0;
  Micros at;
  std::vector<std::string> places;
  std::vector<std::string> missed;
};

template <>
struct View<AnchorView> {
  static constexpr std::string_view kName = "AuditAnchor";
  template <class V>
  static void describe(V& v, const AnchorView& anchor) {
    v.number("size", anchor.size);
    v.moment("at", anchor.at);
    v.texts("places", anchor.places);
    v.texts("missed", anchor.missed);
  }
};

struct AlarmView {
  std::string object;
  std::int64_t id = 0;
  std::string reason;
};

template <>
struct View<AlarmView> {
  static constexpr std::string_view kName = "AuditAlarm";
  template <class V>
  static void describe(V& v, const AlarmView& alarm) {
    v.text("object", alarm.object);
    v.id("id", alarm.id);
    v.text("reason", alarm.reason);
  }
};

struct AuditState {
  std::int64_t size = 0;
  std::optional<CheckpointView> last_checkpoint;
  std::optional<AnchorView> anchor;
  std::optional<bool> intact;  ///< no alarm stands
  std::vector<AlarmView> alarms;
};

template <>
struct View<AuditState> {
  static constexpr std::string_view kName = "AuditState";
  template <class V>
  static void describe(V& v, const AuditState& state) {
    v.number("size", state.size);
    v.optional("last_checkpoint", state.last_checkpoint);
    v.optional("anchor", state.anchor);
    v.flag_or_null("intact", state.intact);
    v.list("alarms", state.alarms);
  }
};

}  // namespace frontdesk::desk
