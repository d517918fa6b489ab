// ThreadToken: our mark in a reply address or subject by which an answer finds its ticket again.
//
// Form: ticket id in base 36, '-', ten characters of a keyed hash; only letters, digits and '-', so that it survives
// in the local part of any address. Without the key it cannot be guessed, so a stranger cannot write into a ticket.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"

namespace frontdesk::privacy {
class Vault;
}

namespace frontdesk::desk {

std::string make_thread_token(const privacy::Vault& vault, TicketId ticket);
/// nullopt when the token is not one of ours.
std::optional<TicketId> verify_thread_token(const privacy::Vault& vault, std::string_view token);

}  // namespace frontdesk::desk
