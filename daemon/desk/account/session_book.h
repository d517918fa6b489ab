// SessionBook: the valid sessions in memory, in front of their table, so that a request costs no query.
//
// A use is written down at most once a minute. What ends in the table must end here too: forget() and forget_user()
// are called after the commit. Thread rule: any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "desk/account/session.h"

namespace frontdesk::storage {
class Store;
}

namespace frontdesk::desk {

class SessionBook {
 public:
  SessionBook(storage::Store& store, const Clock& clock, Duration idle,
              std::shared_ptr<const domain::AccessRules> access)
      : store_(store), clock_(clock), idle_(idle), access_(std::move(access)) {}

  std::shared_ptr<const Session> find(std::string_view token);
  /// Without counting as use; what is not in memory is looked up in the table.
  [[nodiscard]] bool is_open(SessionId id) const;
  void forget(SessionId id);
  /// All sessions of the user; what the table still holds is read anew.
  void forget_user(UserId user);

 private:
  struct Entry {
    std::shared_ptr<const Session> session;
    Micros used_at;
    Micros written_at;
  };

  [[nodiscard]] bool is_over(const Entry& entry, Micros now) const;
  [[nodiscard]] bool is_open_in_table(SessionId id) const;
  /// Takes away the entries that `gone` names; under the lock.
  template <class Gone>
  void erase_where(const Gone& gone);
  std::shared_ptr<const Session> load(const Bytes& hash, std::string_view token, std::uint64_t generation);
  void write_down(SessionId id, Micros now);

  storage::Store& store_;
  const Clock& clock_;
  const Duration idle_;
  const std::shared_ptr<const domain::AccessRules> access_;
  mutable std::mutex mutex_;                               // guards what follows
  std::unordered_map<std::string, Entry> entries_;         // by the token's hash
  std::unordered_map<std::int64_t, std::string> hash_of_;  // the entry of a session
  std::uint64_t generation_ = 0;  // raised by every forget: a session read before it is not kept
};

}  // namespace frontdesk::desk
