// The Date header (RFC 5322 section 3.3), also as broken mailers write it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::email {

/// "Fri, 15 Mar 2024 10:30:00 +0800 (CST)" → UTC. Obsolete zones and two-digit years are understood; a missing zone
/// counts as UTC. nullopt for anything outside 1970–2200 or not a date.
[[nodiscard]] std::optional<std::chrono::sys_seconds> read_mail_date(std::string_view text);

/// In UTC: "Fri, 15 Mar 2024 02:30:00 +0000".
[[nodiscard]] std::string write_mail_date(std::chrono::sys_seconds time);

}  // namespace frontdesk::email
