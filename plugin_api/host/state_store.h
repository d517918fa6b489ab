// The instance's small key-value state: all of it in memory, writes handed to the next submit.
#pragma once

#include "wire/messages.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::host {

/// Thread rule: every member may be called from any thread.
class StateStore {
 public:
  void load(std::vector<wire::StateEntry> all);
  [[nodiscard]] std::optional<std::string> get(std::string_view key) const;
  /// False beyond the limits of plugin.h, and for what is the desk's (sdk/read_again.h). An empty value removes the
  /// key, as it does in the daemon.
  bool put(std::string_view key, std::string_view value);
  void erase(std::string_view key);

  /// The writes since the last time, each key once.
  std::vector<wire::StateEntry> take_writes();
  /// Gives back writes whose submit did not succeed; younger writes of the same key win.
  void return_writes(std::vector<wire::StateEntry> writes);

 private:
  mutable std::mutex mutex_;  ///< guards all members
  std::map<std::string, std::string, std::less<>> values_;
  std::map<std::string, std::string, std::less<>> of_desk_;  ///< only read
  std::map<std::string, std::optional<std::string>, std::less<>> writes_;
  std::size_t total_ = 0;  ///< bytes of keys and values
};

}  // namespace frontdesk::host
