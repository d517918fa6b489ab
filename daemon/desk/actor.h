// Actor: who does something, as the service layer must know it to decide and to record.
//
// Rights are decided here, not in the HTTP room: every use case takes an Actor and refuses with kForbidden.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"

namespace frontdesk::desk {

enum class Role : std::uint8_t { kAdmin = 1, kAgent = 2, kSupervisor = 4 };
inline constexpr Role kEveryRole[] = {Role::kAdmin, Role::kAgent, Role::kSupervisor};

/// "admin", "agent", "supervisor".
std::string_view to_text(Role role);
/// nullopt for any other word.
std::optional<Role> parse_role(std::string_view word);

/// A set of roles; stored as the sum of its members.
class Roles {
 public:
  constexpr Roles() = default;
  constexpr explicit Roles(std::int64_t stored) : bits_(static_cast<std::uint8_t>(stored & 7)) {}
  constexpr Roles(std::initializer_list<Role> roles) {
    for (const Role role : roles) add(role);
  }
  constexpr void add(Role role) { bits_ = static_cast<std::uint8_t>(bits_ | static_cast<std::uint8_t>(role)); }
  [[nodiscard]] constexpr bool has(Role role) const { return (bits_ & static_cast<std::uint8_t>(role)) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr std::int64_t stored() const { return bits_; }
  friend constexpr bool operator==(Roles, Roles) = default;

 private:
  std::uint8_t bits_ = 0;
};

/// What the roles allow; security.md 4.2, narrowed to the roles of this release.
enum class Right {
  kWorkTickets,   ///< see tickets (masked), reply, note, claim, resolve: agent, supervisor
  kAssignOthers,  ///< give a ticket to somebody else: supervisor
  kClassify,      ///< change type, priority, phase: agent, supervisor
  kSeeChannels,   ///< states and ledger: admin, supervisor
  kRunChannels,   ///< add, change, test: admin
  kRunUsers,      ///< admin
  kReadAudit,     ///< admin, supervisor
};

struct Actor {
  enum class Kind : std::uint8_t { kUser, kSystem, kCommandLine, kPlugin };

  Kind kind = Kind::kSystem;
  UserId user;
  ChannelId channel;         ///< of a plugin
  std::string name;          ///< sign-in name; for the audit log
  std::string display_name;  ///< shown on replies and notes
  Roles roles;
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

  [[nodiscard]] bool may(Right right) const;
};

/// The words of the roles, e.g. "agent,supervisor"; empty for none.
std::string to_text(Roles roles);

/// Error kForbidden when the actor lacks the right.
Result<void> require(const Actor& actor, Right right);

}  // namespace frontdesk::desk
