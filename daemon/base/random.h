// Random bytes, as a constructor argument, so that tests can repeat a run.
#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.h"

namespace frontdesk {

/// Thread rule: any thread.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;

  Bytes bytes(std::size_t count) {
    Bytes out(count);
    fill(out);
    return out;
  }
};

/// The kernel's generator; fit for keys, nonces and tokens.
class SystemRandom final : public RandomSource {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace frontdesk
