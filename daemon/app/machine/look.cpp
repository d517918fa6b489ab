#include "app/machine/look.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include "api/http/listener.h"
#include "api/http/tls.h"
#include "storage/sql/migration.h"

namespace frontdesk::app {
namespace {

namespace fs = std::filesystem;

/// Of a file, or of all files below a folder; 0 for what is not there.
std::int64_t bytes_of(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) return static_cast<std::int64_t>(fs::file_size(path, ignored));
  std::int64_t sum = 0;
  fs::recursive_directory_iterator each(path, fs::directory_options::skip_permission_denied, ignored);
  for (; each != fs::recursive_directory_iterator(); each.increment(ignored)) {
    if (ignored) break;
    std::error_code gone;
    const auto size = each->is_regular_file(gone) ? each->file_size(gone) : 0;
    if (!gone) sum += static_cast<std::int64_t>(size);
  }
  return sum;
}

bool serves_tls(const SiteConfig& config) { return config.tls || !api::is_loopback_address(config.listen_address); }

/// From a big-endian number in the file's header.
std::uint32_t number_at(std::string_view header, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(header[at + i]);
  return number;
}

}  // namespace

std::optional<desk::RoomFacts> look_at_room(const SiteConfig& config) {
  struct statvfs room {};
  if (::statvfs(config.data_directory.c_str(), &room) != 0) return std::nullopt;
  const auto block = static_cast<std::int64_t>(room.f_frsize);
  desk::RoomFacts facts;
  facts.folder = config.data_directory;
  facts.free_bytes = static_cast<std::int64_t>(room.f_bavail) * block;
  facts.total_bytes = static_cast<std::int64_t>(room.f_blocks) * block;
  return facts;
}

desk::SizeFacts look_at_sizes(const SiteConfig& config) {
  const fs::path data = config.data_directory;
  return {.database = bytes_of(data / "frontdesk.db"),
          .log = bytes_of(data / "frontdesk.db-wal"),
          .files = bytes_of(data / "blobs"),
          .backups = bytes_of(config.backup_directory) + bytes_of(data / "before-upgrade")};
}

std::vector<desk::KeyFileFacts> look_at_key_files(const SiteConfig& config) {
  struct stat data {};
  if (::stat(config.data_directory.c_str(), &data) != 0) return {};
  std::vector<desk::KeyFileFacts> faults;
  constexpr mode_t kOwnerOnly = 0077;
  constexpr mode_t kGroupToo = 0007;  // the administrator's files, which root owns and the daemon's group reads
  const auto look = [&](const std::string& file, bool must_be_there, mode_t forbidden) {
    struct stat about {};
    if (file.empty()) return;
    if (::stat(file.c_str(), &about) != 0) {
      if (must_be_there && errno == ENOENT)
        faults.push_back({.file = file, .is_gone = true, .user = static_cast<std::int64_t>(data.st_uid)});
      return;
    }
    const bool is_private = (about.st_mode & forbidden) == 0 && (about.st_uid == data.st_uid || about.st_uid == 0);
    if (!is_private)
      faults.push_back({file, false, static_cast<std::int64_t>(about.st_mode & 07777),
                        static_cast<std::int64_t>(about.st_uid), static_cast<std::int64_t>(data.st_uid)});
  };
  std::error_code ignored;
  const bool has_desk = fs::exists(fs::path(config.data_directory) / "frontdesk.db", ignored);
  const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");  // NOLINT(concurrency-mt-unsafe): never set
  const bool by_credential = credentials != nullptr && fs::exists(fs::path(credentials) / "frontdesk-key", ignored);
  look(config.data_directory + "/vault.key", has_desk && !by_credential, kOwnerOnly);
  look(config.data_directory + "/audit.key", has_desk, kOwnerOnly);
  for (const char* name : {"/metrics.token", "/setup-token"}) look(config.data_directory + name, false, kOwnerOnly);
  for (const std::string& file : {config.backup_passphrase_file, config.tls_key}) look(file, false, kGroupToo);
  return faults;
}

std::vector<desk::CertificateFacts> look_at_certificates(const SiteConfig& config) {
  std::string file = config.tls_certificate;
  if (file.empty()) file = config.data_directory + "/tls-certificate.pem";
  if (!serves_tls(config)) return {};
  const auto ends_at = api::certificate_ends_at(file);
  if (!ends_at) return {};
  return {{file, *ends_at}};
}

std::optional<desk::DatabaseFacts> look_at_database(const SiteConfig& config) {
  constexpr std::string_view kMagic{"SQLite format 3\0", 16};
  constexpr std::size_t kHeader = 100;
  constexpr std::size_t kPageSizeAt = 16;
  constexpr std::size_t kPagesAt = 28;
  desk::DatabaseFacts facts;
  facts.file = config.data_directory + "/frontdesk.db";
  facts.known_schema = storage::embedded_migrations().back().version;
  std::error_code failure;
  if (!fs::exists(facts.file, failure)) {
    // A key without a database: there was a desk.
    if (!fs::exists(config.data_directory + "/vault.key", failure)) return std::nullopt;
    facts.is_usable = false;
    return facts;
  }
  std::string header(kHeader, '\0');
  std::ifstream file(facts.file, std::ios::binary);
  file.read(header.data(), static_cast<std::streamsize>(header.size()));
  facts.is_usable = file.gcount() == static_cast<std::streamsize>(kHeader) && header.starts_with(kMagic);
  if (!facts.is_usable) return facts;
  const std::uint32_t two_bytes = number_at(header, kPageSizeAt) >> 16;
  const std::uint64_t page = two_bytes == 1 ? 65'536 : two_bytes;
  // What the log still holds may be longer than the file, never shorter.
  const auto size = fs::file_size(facts.file, failure);
  const bool has_log = bytes_of(facts.file + "-wal") > 0;
  facts.is_usable = !failure && (has_log || size >= page * number_at(header, kPagesAt));
  if (!facts.is_usable || has_log) return facts;
  if (const auto schema = storage::schema_of(facts.file)) facts.schema = *schema;
  return facts;
}

}  // namespace frontdesk::app
