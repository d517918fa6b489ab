// KnownDevice: a browser that has signed in to an account before keeps a proof of it and shows it at the next sign-in,
// so that failures of strangers, from its own address too, do not keep its owner out (OWASP, "device cookies"). It
// gives no right: the password is asked for all the same, and a device has failures of its own. Thread rule: any
// thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/random.h"
#include "base/time.h"

namespace frontdesk::storage {
struct UserRecord;
}

namespace frontdesk::desk {

inline constexpr std::size_t kMostDeviceCharacters = 1024;

class KnownDevice {
 public:
  using KeyedHash = std::function<Bytes(ByteView)>;
  static constexpr Duration kLifetime = std::chrono::hours(24 * 180);
  static constexpr std::size_t kMostProofs = 8;

  /// Without `hash` a key is drawn that lasts as long as the object.
  KnownDevice(KeyedHash hash, RandomSource& random);

  /// For a browser that just signed in; holds for this user and this password.
  [[nodiscard]] std::string issue(const storage::UserRecord& user, Micros now) const;
  /// What names the device, from the first of the proofs (separated by spaces, at most kMostProofs are looked at) that
  /// holds; nullopt when none is ours, of this user and password, and young enough.
  [[nodiscard]] std::optional<std::string> check(std::string_view proofs, const storage::UserRecord& user,
                                                 Micros now) const;

 private:
  [[nodiscard]] bool holds(std::string_view shown, const storage::UserRecord& user, Micros now) const;
  [[nodiscard]] std::string proof(const storage::UserRecord& user, std::string_view id, std::string_view issued) const;

  KeyedHash hash_;
  RandomSource& random_;
};

}  // namespace frontdesk::desk
