// UseCase: what the desk can be asked for, declared once, beside the code that does it.
//
// A use case is a struct: its members are what is asked, `kUseCase` says how it is reached and who may, `describe`
// names the members with their limits, `run` does it (desk/ticket/reopen.cpp is a small example; docs/recipes.md has
// the steps). From the declaration come the HTTP route, its description, the verb of the command line, the word in
// `can`, the check of rights and state, the audit word and the generated tests. use_case/table.cpp lists all of them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "domain/access/right.h"
#include "domain/ticket/state.h"

namespace frontdesk::desk {

enum class Method : std::uint8_t { kGet, kPost, kPatch, kDelete };
std::string_view to_text(Method method);

/// `pattern` is below /api/v1; {name} is a path field of describe().
struct Route {
  Method method = Method::kGet;
  std::string_view pattern;
};

/// A set of ticket states.
class States {
 public:
  constexpr States() = default;
  constexpr States(std::initializer_list<domain::TicketState> states) {
    for (const auto state : states) bits_ |= 1U << static_cast<unsigned>(state);
  }
  [[nodiscard]] constexpr bool has(domain::TicketState state) const {
    return (bits_ >> static_cast<unsigned>(state) & 1U) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  constexpr States operator|(States other) const {
    other.bits_ |= bits_;
    return other;
  }

 private:
  std::uint32_t bits_ = 0;
};

/// Somebody still owes the customer something.
inline constexpr States kOpenStates{domain::TicketState::kNew, domain::TicketState::kOpen,
                                    domain::TicketState::kClarifying, domain::TicketState::kWaitingCustomer,
                                    domain::TicketState::kWaitingDepartment};
inline constexpr States kSolvedStates{domain::TicketState::kResolved, domain::TicketState::kConfirming};

/// Who compares the right's scope with the ticket's owner.
enum class ScopeCheck : std::uint8_t {
  kOwner,  ///< the framework: a colleague's ticket needs kTeam or kAll
  kByAct,  ///< run() itself, because the answer depends on more than the owner
};

/// A right that has to be said: a use case that leaves it out does not compile.
class NeededRight {
 public:
  constexpr NeededRight(domain::Right right) : right_(right) {}  // NOLINT(google-explicit-constructor)
  constexpr operator domain::Right() const { return right_; }    // NOLINT(google-explicit-constructor)

 private:
  domain::Right right_;
};

struct UseCase {
  std::string_view name;  ///< "ticket.reopen": audit action, verb, operation id, word in `can`, key in the catalogues
  Route route;
  NeededRight right;
  States from;                            ///< of the ticket; empty: any. Else kConflict, and absent from `can`
  ScopeCheck scope = ScopeCheck::kOwner;  ///< of acts on one ticket
  bool needs_version = false;             ///< If-Match: the version the caller saw
  bool once = false;                      ///< Idempotency-Key: the same request again is not done twice
  int status = 200;                       ///< of a good answer; 204 has no content
  std::size_t most_bytes = 16 * 1024;     ///< of a body
  std::string_view body_schema;           ///< name of the body's schema in the description; empty: inline
};

/// "reopen" of "ticket.reopen".
constexpr std::string_view verb_of(std::string_view name) { return name.substr(name.find('.') + 1); }
/// "ticket" of "ticket.reopen".
constexpr std::string_view subject_of(std::string_view name) { return name.substr(0, name.find('.')); }

}  // namespace frontdesk::desk
