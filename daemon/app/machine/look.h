// Looks at the machine for the checks (desk/machine/check.h). Nothing is created, changed or locked, so that they may
// be carried out on a damaged data directory. Thread rule: any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/configuration/site.h"
#include "desk/machine/facts.h"

namespace frontdesk::app {

/// Of the file system that holds the data directory; not set when it cannot be asked.
std::optional<desk::RoomFacts> look_at_room(const SiteConfig& config);

/// Reads the folders of the data directory and of the backups.
desk::SizeFacts look_at_sizes(const SiteConfig& config);

/// The keys, tokens and passphrases that are gone, or that others than the owner of the data directory can read.
std::vector<desk::KeyFileFacts> look_at_key_files(const SiteConfig& config);

/// The certificate that browsers are shown, when there is TLS; unreadable ones are left to the configuration's check.
std::vector<desk::CertificateFacts> look_at_certificates(const SiteConfig& config);

/// The first page of the database, while no daemon has it open; not set when there was never a desk here.
std::optional<desk::DatabaseFacts> look_at_database(const SiteConfig& config);

}  // namespace frontdesk::app
