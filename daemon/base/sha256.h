// SHA-256, for contents that must be the same as before: stored blobs, migrations, plugin files.
#pragma once

#include <memory>

#include "base/bytes.h"

namespace frontdesk {

/// 32 bytes. Thread rule: any thread.
Bytes sha256(ByteView data);

/// The same of bytes that come piece by piece. Thread rule: one thread at a time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(ByteView piece);
  /// The digest of all pieces; nothing may be added behind it.
  Bytes finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace frontdesk
