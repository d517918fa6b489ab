#include "desk/account/setup_token.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

#include "base/bytes.h"

namespace frontdesk::desk {

namespace {

constexpr std::size_t kTokenBytes = 32;

// A fresh file, so that neither an old mode nor a planted link survives.
bool write_private_file(const std::string& path, const std::string& content) {
  ::unlink(path.c_str());
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool done = ::write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size());
  ::close(file);
  return done;
}

}  // namespace

SetupToken::SetupToken(std::string directory, Duration lifetime, const Clock& clock, RandomSource& random)
    : path_(std::move(directory) + "/setup-token"), lifetime_(lifetime), clock_(clock), random_(random) {}

Result<void> SetupToken::issue() {
  std::string token = to_base64url(random_.bytes(kTokenBytes));
  if (!write_private_file(path_, token + "\n")) return Error{ErrorCode::kIo, "cannot write " + path_};
  const std::lock_guard lock(mutex_);
  token_ = Secret(std::move(token));
  made_at_ = clock_.now();
  return {};
}

void SetupToken::revoke() {
  ::unlink(path_.c_str());
  const std::lock_guard lock(mutex_);
  token_ = Secret();
}

bool SetupToken::accepts(std::string_view presented) const {
  const std::lock_guard lock(mutex_);
  if (token_.empty() || clock_.now() - made_at_ >= lifetime_) return false;
  return equal_constant_time(as_bytes(presented), as_bytes(token_.reveal()));
}

Secret SetupToken::value() const {
  const std::lock_guard lock(mutex_);
  return token_.clone();
}

}  // namespace frontdesk::desk
