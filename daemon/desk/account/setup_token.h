// SetupToken: the one-time key to a fresh installation, in the file `setup-token` (mode 0600) of the state directory.
//
// Who can read the file owns the machine. It is never logged. It ends when it is used, and 24 hours after it was made
// (the service then makes a new one at the next start). Thread rule: any thread.
#pragma once

#include <mutex>
#include <string>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"

namespace frontdesk::desk {

class SetupToken {
 public:
  SetupToken(std::string directory, Duration lifetime, const Clock& clock, RandomSource& random);

  /// Makes a new token and writes the file. Errors: kIo with the file named.
  Result<void> issue();
  /// Ends the token and removes the file.
  void revoke();
  /// True when `presented` is the token and its time has not passed; compares in constant time.
  [[nodiscard]] bool accepts(std::string_view presented) const;
  [[nodiscard]] Secret value() const;

 private:
  const std::string path_;
  const Duration lifetime_;
  const Clock& clock_;
  RandomSource& random_;
  mutable std::mutex mutex_;  // guards token_ and made_at_
  Secret token_;
  Micros made_at_;
};

}  // namespace frontdesk::desk
