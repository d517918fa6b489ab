// One mail address: the local part with or without quotes, and the form in which it can be written to.
//
// Customers' addresses are what their providers gave them: quoted local parts, dots in a row, international domains.
// Whoever can write to us can be answered. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::email {

/// The two halves of an address as written; `local` without its quotes.
struct AddressHalves {
  std::string local;
  std::string_view domain;  ///< a view of what was split
  bool was_quoted = false;
};

/// `"john..doe"@example.com`, `john@example.com`. nullopt without an '@' or with a quote that does not close before it.
[[nodiscard]] std::optional<AddressHalves> split_address(std::string_view address);

/// local@domain, the local part quoted when it is no dot-atom (RFC 5321 section 4.1.2). `local`: without quotes.
[[nodiscard]] std::string joined_address(std::string_view local, std::string_view domain);

/// The form in which header and envelope carry it: the domain in ASCII ("xn--…"), the local part quoted where it needs
/// quotes. A local part beyond ASCII stays, and needs SMTPUTF8. nullopt for what nobody can write to.
[[nodiscard]] std::optional<std::string> writable_address(std::string_view address);

}  // namespace frontdesk::email
