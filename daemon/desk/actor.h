// Actor: who does something, as the service layer must know it to decide and to record.
//
// What an actor may do follows from the roles and the access rules of the profile in force (domain/access). Use cases
// are refused before they run (use_case/table.h); nothing else asks.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"
#include "domain/access/rules.h"

namespace frontdesk::desk {

using domain::kEveryRole;
using domain::Right;
using domain::Role;
using domain::Roles;
using domain::Scope;

struct Actor {
  enum class Kind : std::uint8_t { kUser, kSystem, kCommandLine, kPlugin };

  Kind kind = Kind::kSystem;
  UserId user;
  ChannelId channel;         ///< of a plugin
  std::string name;          ///< sign-in name; for the audit log
  std::string display_name;  ///< shown on replies and notes
  Roles roles;
  /// Of the profile in force; never null.
  std::shared_ptr<const domain::AccessRules> access = domain::default_access();
  std::int64_t session = 0;
  std::string address;     ///< of the browser, as text; empty for the system
  std::string user_agent;  ///< what the browser calls itself; recorded as a hash only
  std::string request_id;  ///< ties log, audit and answer together

  /// The daemon itself: intake, clocks, delivery.
  static Actor system();
  /// A channel's plugin, from which an item came; has no right at all.
  static Actor plugin(ChannelId channel);
  /// The administrator on the machine, through the Unix socket (mode 0600, same rights as the data directory).
  static Actor command_line();

  /// How far the right reaches; kNone without it.
  [[nodiscard]] Scope scope(Right right) const;
  [[nodiscard]] bool may(Right right) const { return scope(right) != Scope::kNone; }
};

/// Error kForbidden when the actor lacks the right.
Result<void> require(const Actor& actor, Right right);

}  // namespace frontdesk::desk
