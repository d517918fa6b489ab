// The last fence before a log: whatever a line holds, phones, e-mail addresses and document numbers leave covered.
//
// The log takes only typed fields, so nothing should ever be found here; this is for the day when it is.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::privacy {

/// The line under the procedure's profile; the daemon passes every finished log line through it (base/log.h,
/// set_log_sink). Thread rule: any thread.
std::string mask_log_line(std::string_view line);

}  // namespace frontdesk::privacy
