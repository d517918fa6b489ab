// The POP3 mails taken so far: UIDLs as 64-bit hashes in the channel's state, in 16 values of at most 64 KiB, so that
// the mailbox may hold some 100,000 mails. Changes become durable with the submit that follows save().
#pragma once

#include <frontdesk/sdk/services.h>

#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

namespace frontdesk::email {

class SeenUidls {
 public:
  explicit SeenUidls(const sdk::Services& services);

  [[nodiscard]] bool contains(std::string_view uidl) const { return hashes_.count(hash(uidl)) != 0; }
  void add(std::string_view uidl);
  void clear() { keep_only({}); }
  /// Forgets what is not in the mailbox any more.
  void keep_only(const std::vector<std::string_view>& present);
  /// Writes what changed; kRejected when the mailbox is too large for the state.
  sdk::Result<void> save();

 private:
  static std::uint64_t hash(std::string_view uidl);

  const sdk::Services& services_;
  std::set<std::uint64_t> hashes_;
  std::set<unsigned> changed_;  ///< shelves (top four bits) to be written
};

}  // namespace frontdesk::email
