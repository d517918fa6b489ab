#include "base/log.h"

#include <atomic>
#include <cstdio>
#include <memory>
#include <mutex>
#include <utility>

#include "base/log_record.h"

namespace frontdesk {
namespace {

std::atomic<LogLevel> least_level{LogLevel::kInfo};
std::mutex sink_mutex;  // guards sink() and record_sink()

LogSink& sink() {
  static LogSink held;
  return held;
}

std::function<void(const LogRecord&)>& record_sink() {
  static std::function<void(const LogRecord&)> held;
  return held;
}

bool needs_quotes(std::string_view value) {
  if (value.empty()) return true;
  for (const char c : value) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7F) return true;
  }
  return false;
}

void append_value(std::string& line, std::string_view value) {
  if (!needs_quotes(value)) {
    line += value;
    return;
  }
  line += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      constexpr char kDigits[] = "0123456789abcdef";
      line += "\\x";
      line += kDigits[byte >> 4];
      line += kDigits[byte & 0xF];
    } else {
      line += c;
    }
  }
  line += '"';
}

void write(LogLevel level, std::string_view message, LogFields fields) {
  if (level < least_level.load(std::memory_order_relaxed)) return;
  std::string line(message);
  for (const LogField& field : fields) {
    line += ' ';
    line += field.name;
    line += '=';
    append_value(line, field.value);
  }
  const std::lock_guard lock(sink_mutex);
  if (record_sink()) {
    record_sink()({level, message, fields, line});
    return;
  }
  if (sink()) {
    sink()(level, line);
    return;
  }
  const std::string out = journal_priority(level) + line + '\n';
  std::fwrite(out.data(), 1, out.size(), stderr);
}

}  // namespace

void log_debug(std::string_view message, LogFields fields) { write(LogLevel::kDebug, message, fields); }
void log_info(std::string_view message, LogFields fields) { write(LogLevel::kInfo, message, fields); }
void log_warning(std::string_view message, LogFields fields) { write(LogLevel::kWarning, message, fields); }
void log_error(std::string_view message, LogFields fields) { write(LogLevel::kError, message, fields); }

const char* journal_priority(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug: return "<7>";
    case LogLevel::kInfo: return "<6>";
    case LogLevel::kWarning: return "<4>";
    case LogLevel::kError: return "<3>";
  }
  return "<6>";
}

void set_log_level(LogLevel level) { least_level.store(level, std::memory_order_relaxed); }

void set_log_record_sink(std::function<void(const LogRecord&)> new_sink) {
  const std::lock_guard lock(sink_mutex);
  record_sink() = std::move(new_sink);
}

void set_log_sink(LogSink new_sink) {
  const std::lock_guard lock(sink_mutex);
  sink() = std::move(new_sink);
}

}  // namespace frontdesk
