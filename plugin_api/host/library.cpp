#include "host/library.h"

#include <dlfcn.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <cerrno>
#include <system_error>

namespace frontdesk::host {

namespace {

using EntryFunction = const fdk_plugin_entry* (*)(std::uint32_t);

std::string why_unusable(const fdk_plugin_entry* entry) {
  const auto version = [](std::uint32_t major, std::uint32_t minor) {
    return std::to_string(major) + "." + std::to_string(minor);
  };
  const std::string ours = version(FDK_ABI_MAJOR, FDK_ABI_MINOR);
  if (entry == nullptr) return "frontdesk_plugin_entry returned null: the plugin does not speak version " + ours;
  if (entry->struct_size < sizeof(fdk_plugin_entry)) {
    return "struct_size of the entry is " + std::to_string(entry->struct_size) +
           "; set it to sizeof(fdk_plugin_entry), " + std::to_string(sizeof(fdk_plugin_entry));
  }
  if (entry->magic != FDK_MAGIC) return "magic of the entry is not FDK_MAGIC";
  if (entry->abi_major != FDK_ABI_MAJOR || entry->abi_minor > FDK_ABI_MINOR) {
    return "the plugin is made for version " + version(entry->abi_major, entry->abi_minor) + ", this host speaks " +
           ours;
  }
  if (entry->create == nullptr) return "create of the entry is null";
  if (entry->manifest.data == nullptr) return "manifest of the entry is null";
  return {};
}

}  // namespace

wire::Descriptor open_library(const std::string& path, std::string& error) {
  wire::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat status {};
  if (!file.valid() || ::fstat(file.get(), &status) != 0) {
    error = "cannot open the library: " + std::generic_category().message(errno);
    return {};
  }
  if (!S_ISREG(status.st_mode)) {
    error = "the library is not a regular file";
    return {};
  }
  return file;
}

const fdk_plugin_entry* load_entry(int library_file, std::string& error) {
  // The path through /proc reaches the very inode that was opened and hashed.
  const std::string path = "/proc/self/fd/" + std::to_string(library_file);
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    error = ::dlerror();  // NOLINT(concurrency-mt-unsafe): glibc keeps one for each thread
    return nullptr;
  }
  const auto entry_function = reinterpret_cast<EntryFunction>(::dlsym(library, "frontdesk_plugin_entry"));
  if (entry_function == nullptr) {
    error = "the library exports no frontdesk_plugin_entry";
    return nullptr;
  }
  const fdk_plugin_entry* entry = entry_function(FDK_ABI_MAJOR);
  error = why_unusable(entry);
  return error.empty() ? entry : nullptr;
}

}  // namespace frontdesk::host
