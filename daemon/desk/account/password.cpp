#include "desk/account/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "base/log.h"
#include "base/text.h"
#include "desk/account/common_passwords.h"

namespace frontdesk::desk {

namespace {

constexpr std::size_t kMinLength = 12;
constexpr std::size_t kMaxLength = 128;
constexpr int kParallel = 2;
constexpr int kMaxWaiting = 6;
constexpr std::size_t kShortestContextWord = 4;

// "Frontdesk-2024!" and "frontdesk" are the same idea: letters only, folded.
std::string letters_of(std::string_view text) {
  std::string letters;
  for (const char c : text::fold(text))
    if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) letters.push_back(c);
  return letters;
}

// One or two characters over and over, or a run such as "123456789012" and "abcdefghijkl".
bool is_monotonous(std::string_view folded) {
  std::array<bool, 256> seen{};
  int different = 0;
  bool is_run = true;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const auto byte = static_cast<unsigned char>(folded[i]);
    if (!seen[byte]) ++different;
    seen[byte] = true;
    const int step = i == 0 ? 1 : byte - static_cast<unsigned char>(folded[i - 1]);
    is_run = is_run && (step == 1 || step == -9);
  }
  return different <= 3 || is_run;
}

bool is_common(std::string_view folded) {
  return std::any_of(kCommonPasswords.begin(), kCommonPasswords.end(), [&](std::string_view common) {
    if (folded.find(common) == std::string_view::npos) return false;
    return folded.size() < common.size() + 5;  // the common word and a few signs around it
  });
}

Error refused(const char* message, const char* key) { return {ErrorCode::kInvalid, message, key}; }

}  // namespace

std::vector<std::string> context_words(const std::string& name, const std::string& display_name) {
  return {"frontdesk", name, display_name};
}

Result<void> check_password(const Secret& password, const std::vector<std::string>& context_words) {
  const std::size_t length = text::length(password.reveal());
  if (length < kMinLength) return refused("a password needs at least 12 characters", "error.password_short");
  if (length > kMaxLength) return refused("a password has at most 128 characters", "error.password_long");
  if (!text::is_valid_utf8(password.reveal())) return refused("the password is not valid text", "error.password_short");
  std::string folded = text::fold(password.reveal());
  std::string letters = letters_of(password.reveal());
  const bool common = is_monotonous(folded) || is_common(folded);
  const bool contextual = std::any_of(context_words.begin(), context_words.end(), [&](const std::string& word) {
    const std::string known = letters_of(word);
    return known.size() >= kShortestContextWord && letters.size() < known.size() + 4 &&
           letters.find(known) != std::string::npos;
  });
  wipe(folded);
  wipe(letters);
  if (common) return refused("this password is one of those that are tried first", "error.password_common");
  if (contextual) return refused("the password is made of a name that others know", "error.password_context");
  return {};
}

/// Lets two in at a time, a few wait, and the rest go away.
class PasswordHasher::Gate {
 public:
  bool enter() {
    std::unique_lock lock(mutex_);
    if (waiting_ >= kMaxWaiting) return false;
    ++waiting_;
    const bool free = changed_.wait_for(lock, std::chrono::seconds(10), [this] { return inside_ < kParallel; });
    --waiting_;
    if (free) ++inside_;
    return free;
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    --inside_;
    changed_.notify_one();
  }

  class Pass {
   public:
    explicit Pass(Gate& gate) : gate_(gate), admitted_(gate.enter()) {}
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    ~Pass() {
      if (admitted_) gate_.leave();
    }
    [[nodiscard]] bool admitted() const { return admitted_; }

   private:
    Gate& gate_;
    bool admitted_;
  };

 private:
  std::mutex mutex_;  // guards the two counts
  std::condition_variable changed_;
  int inside_ = 0;
  int waiting_ = 0;
};

namespace {
Error busy() { return {ErrorCode::kUnavailable, "too many people sign in at this moment; try again", "error.busy"}; }
}  // namespace

PasswordHasher::PasswordHasher(PasswordCost cost) : cost_(cost), gate_(std::make_unique<Gate>()) {
  if (sodium_init() < 0) log_error("the cryptographic library did not start; nobody can sign in");
}

PasswordHasher::~PasswordHasher() = default;

Result<std::string> PasswordHasher::hash(const Secret& password) {
  const Gate::Pass pass(*gate_);
  if (!pass.admitted()) return busy();
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.reveal().data(), password.reveal().size(), cost_.passes,
                            cost_.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return Error{ErrorCode::kUnavailable, "there is not enough memory to keep a password", "error.busy"};
  return std::string(out.data());
}

Result<bool> PasswordHasher::verify(const std::string& hash, const Secret& password) {
  const Gate::Pass pass(*gate_);
  if (!pass.admitted()) return busy();
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  std::array<char, crypto_pwhash_STRBYTES> stored{};
  std::copy(hash.begin(), hash.end(), stored.begin());
  return crypto_pwhash_str_verify(stored.data(), password.reveal().data(), password.reveal().size()) == 0;
}

Result<bool> PasswordHasher::verify_nobody(const Secret& password) {
  // Hashing is what verifying costs; a stored hash of nobody would cost every start as much.
  auto made = hash(password);
  if (!made) return std::move(made).error();
  return false;
}

bool PasswordHasher::is_outdated(const std::string& hash) const {
  if (hash.size() >= crypto_pwhash_STRBYTES) return true;
  std::array<char, crypto_pwhash_STRBYTES> stored{};
  std::copy(hash.begin(), hash.end(), stored.begin());
  return crypto_pwhash_str_needs_rehash(stored.data(), cost_.passes, cost_.memory_bytes) != 0;
}

}  // namespace frontdesk::desk
