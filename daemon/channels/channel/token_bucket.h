// TokenBucket: so many at once, then one in so much time. For what a plugin may ask without being asked.
//
// Thread rule: one thread at a time.
#pragma once

#include <algorithm>

#include "base/time.h"

namespace frontdesk::channels {

class TokenBucket {
 public:
  TokenBucket(int burst, Duration every) : burst_(burst), every_(every), left_(burst) {}

  /// Takes one at `now` (monotonic); false when there is none.
  bool take(Duration now) {
    const auto earned = std::min<Duration::rep>(burst_, (now - since_) / every_);
    if (earned > 0) {
      left_ = std::min(burst_, left_ + static_cast<int>(earned));
      since_ = now;
    }
    if (left_ == 0) return false;
    --left_;
    return true;
  }

 private:
  int burst_;
  Duration every_;
  int left_;
  Duration since_{0};
};

}  // namespace frontdesk::channels
