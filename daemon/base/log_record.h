// A line of the log with its parts, for a sink that keeps them apart (the journal). Beside log.h, which every file
// includes. Thread rule: any thread.
#pragma once

#include <functional>
#include <string_view>

#include "base/log.h"

namespace frontdesk {

struct LogRecord {
  LogLevel level = LogLevel::kInfo;
  std::string_view message;  ///< the constant part
  const LogFields& fields;
  std::string_view line;  ///< message and fields, as they are written without a sink
};

/// Where records go, before the sink of log.h, which is then not asked; an empty function restores that.
void set_log_record_sink(std::function<void(const LogRecord&)> sink);

}  // namespace frontdesk
