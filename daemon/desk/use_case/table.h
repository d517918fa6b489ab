// The table of all use cases, and carrying one out by its entry.
//
//   const Entry* entry = find_use_case("ticket.reopen");
//   Outcome outcome = entry->perform(desk, actor, input);
//
// Thread rule: the table is immutable; perform runs on any thread but the store's writer.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "desk/actor.h"
#include "desk/use_case/input.h"
#include "desk/use_case/schema.h"
#include "desk/use_case/use_case.h"

namespace frontdesk::desk {

struct Desk;
struct Offer;

/// Bytes instead of JSON.
struct File {
  enum class Kind : std::uint8_t {
    kMailPage,    ///< masked HTML of a mail
    kAttachment,  ///< whatever was attached; `name` is shown when it is saved
  };
  Kind kind{};
  std::string mime;
  std::string name;
  std::string bytes;
};

struct Answer {
  std::string json;          ///< empty when there is nothing to say
  std::int64_t version = 0;  ///< of the object shown; 0 when it has none
  std::optional<File> file;
};

using Outcome = std::variant<Answer, Refusal>;

struct Entry {
  UseCase use_case;
  bool gives_file = false;
  bool is_ticket_act = false;
  std::vector<Field> (*fields)(ViewSchema::Named& named) = nullptr;
  /// The reference to the answer's schema, which is then in `named`; null when there is no JSON.
  json::Value (*answer)(ViewSchema::Named& named) = nullptr;
  /// Whether `can` of a ticket names it, beyond right, scope and state.
  bool (*offered)(const Offer& offer) = nullptr;
  /// The right is checked first; use run_use_case().
  Outcome (*run)(Desk& desk, const Actor& actor, const Input& input) = nullptr;
};

/// In the order of the description.
std::span<const Entry> use_cases();
/// nullptr for another name.
const Entry* find_use_case(std::string_view name);

/// Refuses who lacks the right (kForbidden, key "error.forbidden"), else does it.
Outcome run_use_case(const Entry& entry, Desk& desk, const Actor& actor, const Input& input);

}  // namespace frontdesk::desk
