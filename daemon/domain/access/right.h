// Rights: what the desk can be asked for, and how far a right reaches. Which role has which right is data of the
// profile (access/rules.h); which use case needs which right stands in the use case.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace frontdesk::domain {

enum class Right : std::uint8_t {
  kSeeTickets,     ///< lists, tickets, messages: masked
  kAnswer,         ///< reply, and send a reply again
  kNote,           ///< write for colleagues
  kTake,           ///< make oneself the owner of a ticket that nobody has
  kAssign,         ///< own: take a free ticket, give one's own back; all: give any ticket to anybody
  kResolve,        ///< say that the problem is solved
  kReopen,         ///< begin the next round
  kClassify,       ///< change priority, type, phase, topic
  kSortOut,        ///< mark as spam and as not spam
  kSeeColleagues,  ///< the names of those who work tickets
  kSeeChannels,    ///< states and ledger of channels, state of the machine
  kRunChannels,    ///< add, change, test; approve plugins
  kRunUsers,       ///< people and their roles
  kReadAudit,
};
inline constexpr std::size_t kRightCount = 14;

/// How far a right on tickets reaches, the wider the greater; what may be narrowed at all: narrowing.h.
enum class Scope : std::uint8_t {
  kNone,
  kOwn,   ///< one's own tickets, and those that nobody has
  kTeam,  ///< those of one's team, too
  kAll,
};

std::string_view to_text(Right right);
std::string_view to_text(Scope scope);
/// nullopt for any other word.
std::optional<Right> parse_right(std::string_view word);
std::optional<Scope> parse_scope(std::string_view word);
const std::array<Right, kRightCount>& every_right();

/// For each right, how far it reaches.
class Grants {
 public:
  [[nodiscard]] Scope of(Right right) const { return scopes_[static_cast<std::size_t>(right)]; }
  void give(Right right, Scope scope) { scopes_[static_cast<std::size_t>(right)] = scope; }
  /// What either of the two gives.
  void add(const Grants& other);
  friend bool operator==(const Grants&, const Grants&) = default;

 private:
  std::array<Scope, kRightCount> scopes_{};
};

}  // namespace frontdesk::domain
