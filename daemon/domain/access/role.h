// Roles: what somebody is in the shop. What a role may do is data of the profile (access/rules.h).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::domain {

/// The numbers are what the store holds, one bit each: never reuse one.
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

/// The words of the roles, e.g. "agent,supervisor"; empty for none.
std::string to_text(Roles roles);

}  // namespace frontdesk::domain
