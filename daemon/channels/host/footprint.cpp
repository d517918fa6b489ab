#include "channels/host/footprint.h"

#include <array>
#include <charconv>

#include <fcntl.h>
#include <unistd.h>

namespace frontdesk::channels {
namespace {

constexpr std::size_t kMostStatusBytes = 8192;

std::uint64_t number_in(std::string_view text) {
  const std::size_t begin = text.find_first_of("0123456789");
  std::uint64_t value = 0;
  if (begin != std::string_view::npos) std::from_chars(text.data() + begin, text.data() + text.size(), value);
  return value;
}

}  // namespace

Footprint parse_process_status(std::string_view status) {
  constexpr std::array<std::string_view, 5> kMemory = {"RssAnon:", "RssFile:", "RssShmem:", "VmSwap:", "HugetlbPages:"};
  Footprint found;
  while (!status.empty()) {
    const std::string_view line = status.substr(0, status.find('\n'));
    status.remove_prefix(line.size() < status.size() ? line.size() + 1 : line.size());
    for (const std::string_view name : kMemory) {
      if (line.starts_with(name)) found.memory_bytes += number_in(line) << 10;  // told in KiB
    }
    if (line.starts_with("Threads:")) found.threads = number_in(line);
  }
  return found;
}

HostFootprint::HostFootprint(pid_t process)
    : status_(::open(("/proc/" + std::to_string(process) + "/status").c_str(), O_RDONLY | O_CLOEXEC)) {}

std::optional<Footprint> HostFootprint::read() const {
  std::array<char, kMostStatusBytes> text{};
  const ssize_t got = ::pread(status_.get(), text.data(), text.size(), 0);
  if (got <= 0) return std::nullopt;
  return parse_process_status({text.data(), static_cast<std::size_t>(got)});
}

}  // namespace frontdesk::channels
