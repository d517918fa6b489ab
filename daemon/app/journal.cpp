#include "app/journal.h"

#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#define SD_JOURNAL_SUPPRESS_LOCATION  // every line would name this file
#include <systemd/sd-journal.h>

#include <cctype>
#include <cstdio>
#include <cstdlib>

#include "privacy/log_guard.h"

namespace frontdesk::app {
namespace {

/// systemd says which socket it gave as standard error; a shell's redirection is another file.
bool is_journal_on_standard_error() {
  const char* named = std::getenv("JOURNAL_STREAM");  // NOLINT(concurrency-mt-unsafe): never set
  struct stat about {};
  if (named == nullptr || ::fstat(STDERR_FILENO, &about) != 0) return false;
  return named == std::to_string(about.st_dev) + ":" + std::to_string(about.st_ino);
}

/// Letters, digits and underscores only, as the journal demands.
std::string field_name(std::string_view name) {
  std::string out = "FRONTDESK_";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    out += std::isalnum(byte) != 0 ? static_cast<char>(std::toupper(byte)) : '_';
  }
  return out;
}

bool send(const LogRecord& record) {
  const std::vector<std::string> fields = journal_fields(record);
  std::vector<iovec> parts;
  for (const std::string& field : fields) parts.push_back({const_cast<char*>(field.data()), field.size()});
  return ::sd_journal_sendv(parts.data(), static_cast<int>(parts.size())) == 0;
}

void write_line(const LogRecord& record) {
  const std::string out = journal_priority(record.level) + privacy::mask_log_line(record.line) + '\n';
  std::fwrite(out.data(), 1, out.size(), stderr);
}

}  // namespace

std::vector<std::string> journal_fields(const LogRecord& record) {
  const char priority = journal_priority(record.level)[1];
  std::vector<std::string> fields{"MESSAGE=" + privacy::mask_log_line(record.line), std::string("PRIORITY=") + priority,
                                  "SYSLOG_IDENTIFIER=frontdeskd", "FRONTDESK_EVENT=" + std::string(record.message)};
  for (const LogField& field : record.fields)
    fields.push_back(field_name(field.name) + "=" + privacy::mask_log_line(field.value));
  return fields;
}

void log_to_journal() {
  const bool has_journal = is_journal_on_standard_error();
  set_log_record_sink([has_journal](const LogRecord& record) {
    if (!has_journal || !send(record)) write_line(record);
  });
}

}  // namespace frontdesk::app
