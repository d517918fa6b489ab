// Descriptors: how many files and sockets the system gives this process, and who may hold how many of them, so that no
// crowd of browsers leaves none for the store and the plugin hosts.
#pragma once

#include <cstddef>

namespace frontdesk::app {

/// What others than browsers hold: store, segments, plugin hosts.
inline constexpr std::size_t kOwnDescriptors = 512;
/// More than this many serve nobody: the front and the live events have bounds of their own.
inline constexpr std::size_t kMostDescriptors = 16'384;

struct DescriptorShares {
  std::size_t connections = 0;  ///< requests and idle browsers
  std::size_t streams = 0;      ///< live events
};

/// Of `descriptors`, after kOwnDescriptors or a half, whichever is less; never more than the two bounds.
DescriptorShares share_out(std::size_t descriptors, DescriptorShares most);

/// Raises the process's limit as far as the system lets it, at most to kMostDescriptors; what it is then.
std::size_t raise_descriptor_limit();

}  // namespace frontdesk::app
