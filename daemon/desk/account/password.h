// Passwords: which are good enough, and how they are kept (Argon2id; ASVS 5.0 6.2 and 11.4).
//
// No rule asks for digits or signs, none forces a change: length, a list of common passwords and words of the context
// decide. Thread rule: any thread; at most two hashes are computed at a time, because each takes 64 MiB.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"

namespace frontdesk::desk {

struct PasswordCost {
  unsigned passes = 3;
  std::size_t memory_bytes = std::size_t{64} << 20;
};

/// The smallest cost there is; for tests only.
inline constexpr PasswordCost kTestPasswordCost{1, 8192};

/// What a password must not be made of: the names that others know.
std::vector<std::string> context_words(const std::string& name, const std::string& display_name);

/// Errors: kInvalid with key error.password_short (fewer than 12 characters), error.password_long (more than 128),
/// error.password_common, or error.password_context (made of the person's or the product's name).
Result<void> check_password(const Secret& password, const std::vector<std::string>& context_words);

class PasswordHasher {
 public:
  explicit PasswordHasher(PasswordCost cost);
  ~PasswordHasher();

  /// Each of the three takes the same time. Errors: kUnavailable when too many are waiting already.
  Result<std::string> hash(const Secret& password);
  Result<bool> verify(const std::string& hash, const Secret& password);
  /// For a name that nobody has: costs as much as verify() and is always false.
  Result<bool> verify_nobody(const Secret& password);

  /// The hash was made with other costs than today's.
  [[nodiscard]] bool is_outdated(const std::string& hash) const;

 private:
  class Gate;
  const PasswordCost cost_;
  std::unique_ptr<Gate> gate_;
};

}  // namespace frontdesk::desk
