#include "app/descriptors.h"

#include <sys/resource.h>

#include <algorithm>

namespace frontdesk::app {

DescriptorShares share_out(std::size_t descriptors, DescriptorShares most) {
  const std::size_t left = descriptors - std::min(kOwnDescriptors, descriptors / 2);
  const std::size_t streams = std::min(most.streams, left / 2);
  return {.connections = std::min(most.connections, left - streams), .streams = streams};
}

std::size_t raise_descriptor_limit() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return kMostDescriptors;
  files.rlim_cur = std::max(files.rlim_cur, std::min<rlim_t>(files.rlim_max, kMostDescriptors));
  ::setrlimit(RLIMIT_NOFILE, &files);
  ::getrlimit(RLIMIT_NOFILE, &files);
  return static_cast<std::size_t>(files.rlim_cur);
}

}  // namespace frontdesk::app
