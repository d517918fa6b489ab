// GroupWork: what the units of a group leave for its end, where once for all of them costs a fraction of once for each.
//
// A unit that is undone takes back what it left. Thread rule: writer thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace frontdesk::storage {

class Tx;

class GroupWork {
 public:
  using Call = std::function<Result<void>(Tx&)>;
  struct Mark {
    std::size_t calls = 0;
    std::size_t counts = 0;
  };

  void add(Call call) { calls_.push_back(std::move(call)); }
  /// Adds `delta` to a counter (traffic/counter.h).
  void count(std::string name, std::int64_t delta) { counts_.emplace_back(std::move(name), delta); }

  [[nodiscard]] Mark mark() const { return {calls_.size(), counts_.size()}; }
  /// Forgets what was left since `mark`.
  void take_back(const Mark& mark);
  void clear() { take_back({}); }

  /// Does everything in the order it was left, counters last, and forgets it; an error leaves the rest undone.
  Result<void> run(Tx& tx);

 private:
  std::vector<Call> calls_;
  std::vector<std::pair<std::string, std::int64_t>> counts_;
};

}  // namespace frontdesk::storage
