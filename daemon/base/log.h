// Log: one event = one constant message + typed fields, written as one line to standard error for journald.
//
// Ids, not names; never customers' text, never secrets: fields take numbers, literals, ids and text that is already
// masked or of our own making. ClearText and Secret do not convert to a field, so they do not compile.
// Control characters and line breaks in values are escaped (ASVS 16.4.1). Thread rule: any thread.
//
//   log_info("channel started", {{"channel", id}, {"attempt", 2}});
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"

namespace frontdesk {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

/// A named value. Text is copied, so a temporary is fine.
struct LogField {
  std::string_view name;
  std::string value;

  LogField(std::string_view field, std::string_view text) : name(field), value(text) {}
  LogField(std::string_view field, const char* text) : name(field), value(text) {}
  LogField(std::string_view field, const std::string& text) : name(field), value(text) {}
  LogField(std::string_view field, const Error& error) : name(field), value(error.message) {}
  template <std::integral Number>
  LogField(std::string_view field, Number number) : name(field), value(std::to_string(number)) {}
  template <class Tag>
  LogField(std::string_view field, Id<Tag> id) : name(field), value(to_text(id)) {}
};

using LogFields = std::initializer_list<LogField>;

void log_debug(std::string_view message, LogFields fields = {});
void log_info(std::string_view message, LogFields fields = {});
void log_warning(std::string_view message, LogFields fields = {});
void log_error(std::string_view message, LogFields fields = {});

/// Lines below `level` are dropped. Default: kInfo.
void set_log_level(LogLevel level);

/// sd-daemon(3): what journald reads the priority of a line from, e.g. "<6>".
const char* journal_priority(LogLevel level);

/// Where finished lines (without line break) go; an empty function restores standard error. For tests, and for the
/// last-resort filter that the privacy room installs.
using LogSink = std::function<void(LogLevel, std::string_view line)>;
void set_log_sink(LogSink sink);

}  // namespace frontdesk
