#include "app/places.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "api/http/listener.h"
#include "app/control/unix_socket.h"
#include "storage/directory_lock.h"

namespace frontdesk::app {
namespace {

std::string folder_of(const std::string& path) {
  const auto end = path.find_last_of('/', path.find_last_not_of('/'));
  if (end == std::string::npos) return ".";
  return end == 0 ? "/" : path.substr(0, end);
}

Result<void> check_folder(const std::string& what, const std::string& path) {
  struct stat there {};
  if (::stat(path.c_str(), &there) != 0)
    return Error{ErrorCode::kIo, what + " " + path + ": " + std::generic_category().message(errno)};
  if (!S_ISDIR(there.st_mode)) return Error{ErrorCode::kInvalid, what + " " + path + " is no folder"};
  return {};
}

/// What a daemon of another user makes in it, the service could not read afterwards.
Result<void> check_owner(const std::string& path) {
  struct stat there {};
  if (::stat(path.c_str(), &there) != 0 || there.st_uid == ::geteuid()) return {};
  return Error{ErrorCode::kForbidden, "the data directory " + path + " belongs to user " +
                                          std::to_string(there.st_uid) + ", and this daemon runs as user " +
                                          std::to_string(::geteuid()) + "; start it as that user, or change the owner"};
}

/// A desk that lost its database or the key of its trail must not begin new ones in their place.
Result<void> check_whole(const std::string& data) {
  const auto is_there = [&](const char* name) {
    struct stat about {};
    return ::stat((data + name).c_str(), &about) == 0;
  };
  struct stat database {};
  // An empty file is no database either: SQLite would make one of it.
  if (::stat((data + "/frontdesk.db").c_str(), &database) == 0 &&
      (!S_ISREG(database.st_mode) || database.st_size > 0)) {
    if (is_there("/audit.key") || !is_there("/audit.anchor")) return {};
    return Error{ErrorCode::kNotFound, "the audit key " + data +
                                           "/audit.key is missing; put it back from the file of keys, or restore a "
                                           "backup"};
  }
  for (const char* rest : {"/audit.key", "/audit.anchor", "/blobs/segment-000001.blob"}) {
    if (is_there(rest))
      return Error{ErrorCode::kCorrupt, "the database " + data + "/frontdesk.db is gone or empty, and " + data + rest +
                                            " is still there; put the database back, or restore a backup"};
  }
  return {};
}

/// Given back at once; nobody knows of this daemon yet. A second daemon of the same desk is told so, not of the port.
Result<void> check_port(const SiteConfig& config) {
  auto port = api::Listener::open(config.listen_address, config.listen_port);
  if (port) return {};
  if (::access((config.data_directory + "/frontdesk.lock").c_str(), F_OK) == 0) {
    if (auto lock = storage::DirectoryLock::take(config.data_directory); !lock) return std::move(lock).error();
  }
  return std::move(port).error();
}

}  // namespace

Result<void> check_places(const SiteConfig& config) {
  struct stat there {};
  if (::lstat(config.data_directory.c_str(), &there) == 0) {
    FD_TRY(check_folder("the data directory", config.data_directory));
    FD_TRY(check_owner(config.data_directory));
    FD_TRY(check_whole(config.data_directory));
  } else {
    FD_TRY(check_folder("the data directory " + config.data_directory + " cannot be made: its folder",
                        folder_of(config.data_directory)));
  }
  FD_TRY(check_folder("the folder of the command socket", folder_of(config.socket)));
  FD_TRY(check_port(config));
  return UnixSocket::check_place(config.socket);
}

}  // namespace frontdesk::app
