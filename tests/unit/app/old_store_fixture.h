// Stores as a Frontdesk of an older schema left them.
#pragma once

#include <string>

#include "unit/app/daemon_fixture.h"

namespace frontdesk::app::test {

/// `tickets` tickets of schema 1, each with customer, message, journal row and clock, brought to `schema` step by step,
/// as the upgrades of those days did; with a key, and the setting shop.company "old shop".
void make_old_store(const DaemonFolder& folder, int schema, int tickets = 0);

/// -1 for a database that cannot be read.
int schema_there(const DaemonFolder& folder);

/// One line that is the same as long as nothing of what make_old_store wrote was lost or changed.
std::string old_rows(const DaemonFolder& folder);

}  // namespace frontdesk::app::test
