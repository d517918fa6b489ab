#include "app/places.h"

#include <sys/stat.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "app/control/unix_socket.h"

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

}  // namespace

Result<void> check_places(const SiteConfig& config) {
  struct stat there {};
  if (::lstat(config.data_directory.c_str(), &there) == 0) {
    FD_TRY(check_folder("the data directory", config.data_directory));
  } else {
    FD_TRY(check_folder("the data directory " + config.data_directory + " cannot be made: its folder",
                        folder_of(config.data_directory)));
  }
  FD_TRY(check_folder("the folder of the command socket", folder_of(config.socket)));
  return UnixSocket::check_place(config.socket);
}

}  // namespace frontdesk::app
