// Journal: lines of the log with their fields, when standard error is the journal's: `journalctl FRONTDESK_CHANNEL=17`.
//
// MESSAGE is the whole line, so that nothing is missing where fields are not shown; FRONTDESK_EVENT is its constant
// part, and each field becomes FRONTDESK_<NAME>. Every value passes the masker, like the line itself. Thread rule: any
// thread.
#pragma once

#include <string>
#include <vector>

#include "base/log_record.h"

namespace frontdesk::app {

/// What sd_journal_sendv(3) takes: "NAME=value" each.
std::vector<std::string> journal_fields(const LogRecord& record);

/// From now on lines go to the journal where it listens, and to standard error where it does not.
void log_to_journal();

}  // namespace frontdesk::app
