#include "fault/disk/failing_disk.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <type_traits>

namespace {

FailingDisk own_control;
FailingDisk* control = &own_control;
char watched[512];
std::atomic<bool> is_watched{false};

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

/// Before main(), so that nobody calls meanwhile.
__attribute__((constructor)) void take_from_environment() {
  const char* folder = std::getenv("FAILING_DISK_FOLDER");
  const char* file = std::getenv("FAILING_DISK_CONTROL");
  if (folder == nullptr || file == nullptr) return;
  const int descriptor = ::open(file, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return;
  void* mapped = ::mmap(nullptr, sizeof(FailingDisk), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  ::close(descriptor);
  if (mapped == MAP_FAILED) return;
  control = static_cast<FailingDisk*>(mapped);
  failing_disk_watch(folder);
}

bool is_below(const char* path) {
  const std::size_t length = std::strlen(watched);
  return is_watched && std::strncmp(path, watched, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

bool is_below(int descriptor) {
  if (!is_watched) return false;
  char link[64];
  char path[1024];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const int before = errno;
  const ssize_t size = ::readlink(link, path, sizeof path - 1);
  errno = before;
  if (size <= 0) return false;
  path[size] = '\0';
  return is_below(path);
}

/// Whether this call is to fail; errno says why.
template <class Where>
bool fails(Where where, bool is_sync = false) {
  if (!is_below(where)) return false;
  const std::int64_t number = ++control->calls;
  if (control->first == 0 || number < control->first || number > control->last) return false;
  ++control->failed;
  if (control->error == FailingDisk::kKilled) ::kill(::getpid(), SIGKILL);
  struct stat state {};
  if constexpr (std::is_same_v<Where, int>) {
    if (is_sync && ::fstat(where, &state) == 0 && S_ISREG(state.st_mode)) ++control->syncs;
  }
  errno = static_cast<int>(control->error);
  return true;
}

}  // namespace

FailingDisk& failing_disk() { return *control; }

void failing_disk_watch(const char* folder) {
  is_watched = false;
  std::snprintf(watched, sizeof watched, "%s", folder);
  is_watched = true;
}

extern "C" {

ssize_t write(int descriptor, const void* data, size_t size) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  return fails(descriptor) ? -1 : real(descriptor, data, size);
}
ssize_t pwrite(int descriptor, const void* data, size_t size, off_t at) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  return fails(descriptor) ? -1 : real(descriptor, data, size, at);
}
ssize_t pwrite64(int descriptor, const void* data, size_t size, off64_t at) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  return fails(descriptor) ? -1 : real(descriptor, data, size, at);
}
int fsync(int descriptor) {
  static const auto real = next<int (*)(int)>("fsync");
  return fails(descriptor, true) ? -1 : real(descriptor);
}
int fdatasync(int descriptor) {
  static const auto real = next<int (*)(int)>("fdatasync");
  return fails(descriptor, true) ? -1 : real(descriptor);
}
int ftruncate(int descriptor, off_t size) noexcept {
  static const auto real = next<int (*)(int, off_t)>("ftruncate");
  return fails(descriptor) ? -1 : real(descriptor, size);
}
int ftruncate64(int descriptor, off64_t size) noexcept {
  static const auto real = next<int (*)(int, off64_t)>("ftruncate64");
  return fails(descriptor) ? -1 : real(descriptor, size);
}
int rename(const char* from, const char* to) noexcept {
  static const auto real = next<int (*)(const char*, const char*)>("rename");
  return fails(to) ? -1 : real(from, to);
}
int mkdir(const char* path, mode_t mode) noexcept {
  static const auto real = next<int (*)(const char*, mode_t)>("mkdir");
  return fails(path) ? -1 : real(path, mode);
}

#define FD_OPEN(name)                                                     \
  int name(const char* path, int flags, ...) {                            \
    static const auto real = next<int (*)(const char*, int, ...)>(#name); \
    mode_t mode = 0;                                                      \
    if ((flags & O_CREAT) != 0) {                                         \
      va_list rest;                                                       \
      va_start(rest, flags);                                              \
      mode = va_arg(rest, mode_t);                                        \
      va_end(rest);                                                       \
      if (::access(path, F_OK) != 0 && fails(path)) return -1;            \
    }                                                                     \
    return real(path, flags, mode);                                       \
  }
FD_OPEN(open)
FD_OPEN(open64)
#undef FD_OPEN

}  // extern "C"
