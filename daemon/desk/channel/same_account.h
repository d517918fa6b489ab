// Which channels read one account: every message would come in twice, as two tickets.
//
// Told, not refused: two shops may share a mailbox on purpose, each with a folder of its own.
#pragma once

#include <frontdesk/json.h>

#include <string>
#include <vector>

namespace frontdesk::desk {

/// What names the account in a channel's settings: each mail address, and each sign-in (host and user) of a section
/// that is not for sending. Lower case, with the place where it stands; the same of two channels of one plugin means
/// the same account.
std::vector<std::string> account_marks(const json::Value& config);

/// They have a mark in common.
bool is_same_account(const std::vector<std::string>& marks, const std::vector<std::string>& others);

}  // namespace frontdesk::desk
