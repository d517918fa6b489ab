// What the desk asks a channel to read again: items that it was told as unreadable, and that somebody wants tried anew.
//
// A plugin that can do so names "read_again" among its capabilities. When its channel starts, it finds the dedup keys
// of what is wanted in its state, and submits each item again under its key: read, or unreadable once more with the
// reason (without content when the item is not at its source any more). Each answer ends its request; what was not
// answered is asked for at the next start.
//
//   for (const std::string& key : sdk::keys_to_read_again(services().state())) …
#pragma once

#include <frontdesk/sdk/services.h>

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::sdk {

/// Entries of the state whose names begin so are the desk's: plugins read them only, and they count in no limit.
inline constexpr std::string_view kDeskState = "frontdesk.";
/// Dedup keys, each with a line feed behind it.
inline constexpr std::string_view kReadAgainState = "frontdesk.read_again";

inline bool is_desk_state(std::string_view name) { return name.substr(0, kDeskState.size()) == kDeskState; }

inline std::vector<std::string> keys_to_read_again(const State& state) {
  std::vector<std::string> keys;
  const std::string wanted = state.get(kReadAgainState).value_or("");
  for (std::size_t begin = 0; begin < wanted.size();) {
    const std::size_t end = std::min(wanted.find('\n', begin), wanted.size());
    if (end > begin) keys.push_back(wanted.substr(begin, end - begin));
    begin = end + 1;
  }
  return keys;
}

}  // namespace frontdesk::sdk
