#include "audit/anchor_place.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "audit/descriptor.h"
#include "audit/durable_file.h"
#include "base/text.h"

namespace frontdesk::audit {
namespace {

constexpr Duration kHistoryPace = std::chrono::minutes(10);
constexpr off_t kMostRead = 64 << 10;
constexpr const char* kLogSocket = "/dev/log";

}  // namespace

std::string AnchorFile::name() const { return path_.substr(path_.rfind('/') + 1); }

Result<void> AnchorFile::keep(std::string_view note, Duration, bool) {
  return write_durably_with_spare(path_, note, 0600);
}

Result<std::string> AnchorFile::kept() const { return read_small_file(path_, false); }

Result<void> AnchorHistory::keep(std::string_view note, Duration monotonic, bool last) {
  if (has_kept_ && !last && monotonic - kept_at_ < kHistoryPace) return {};
  const Descriptor file(::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.get() < 0) return io_error(path_);
  const std::string entry = std::string(note) + "\n";
  if (::write(file.get(), entry.data(), entry.size()) != static_cast<ssize_t>(entry.size())) return io_error(path_);
  if (::fsync(file.get()) != 0) return io_error(path_);
  kept_at_ = monotonic;
  has_kept_ = true;
  return {};
}

Result<std::string> AnchorHistory::kept() const {
  const Descriptor file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0 && errno == ENOENT) return Error{ErrorCode::kNotFound, path_ + " does not exist"};
  struct stat info {};
  if (file.get() < 0 || ::fstat(file.get(), &info) != 0) return io_error(path_);
  const off_t begin = info.st_size > kMostRead ? info.st_size - kMostRead : 0;
  std::string text(static_cast<std::size_t>(info.st_size - begin), '\0');
  const ssize_t got = ::pread(file.get(), text.data(), text.size(), begin);
  if (got < 0) return io_error(path_);
  text.resize(static_cast<std::size_t>(got));
  // A note that the bound or a power failure cut is none.
  if (begin > 0) {
    const std::size_t whole = text.find("\n\nfrontdesk/");
    text.erase(0, whole == std::string::npos ? text.size() : whole + 2);
  }
  const std::size_t end = text.rfind("\n\n");
  text.resize(end == std::string::npos ? 0 : end + 1);
  if (text.empty()) return Error{ErrorCode::kNotFound, path_ + " holds no anchor"};
  return text;
}

std::string note_to_line(std::string_view note) {
  const auto lines = text::split(note, '\n');
  constexpr std::string_view kSignature = "— ";
  if (lines.size() < 5 || !lines[4].starts_with(kSignature)) return {};
  std::string line;
  for (const std::string_view part : {lines[0], lines[1], lines[2], lines[4].substr(kSignature.size())})
    line.append(line.empty() ? "" : " ").append(part);
  return line;
}

Result<void> SystemLogAnchor::keep(std::string_view note, Duration, bool) {
  if (::access(kLogSocket, W_OK) != 0) return Error{ErrorCode::kUnavailable, "no system log listens here"};
  const std::string line = note_to_line(note);
  if (line.empty()) return Error{ErrorCode::kInvalid, "no signed note"};
  ::syslog(LOG_AUTHPRIV | LOG_NOTICE, "frontdesk audit anchor %s", line.c_str());
  return {};
}

Result<std::string> SystemLogAnchor::kept() const {
  return Error{ErrorCode::kUnavailable, "the system log is read by its administrator"};
}

}  // namespace frontdesk::audit
