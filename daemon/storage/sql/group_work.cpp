#include "storage/sql/group_work.h"

#include <map>
#include <string_view>

#include "storage/traffic/counter.h"

namespace frontdesk::storage {

void GroupWork::take_back(const Mark& mark) {
  calls_.resize(mark.calls);
  counts_.resize(mark.counts);
}

Result<void> GroupWork::run(Tx& tx) {
  for (const Call& call : calls_) {
    FD_TRY(call(tx));
  }
  std::map<std::string_view, std::int64_t> sums;
  for (const auto& [name, delta] : counts_) sums[name] += delta;
  for (const auto& [name, sum] : sums) {
    if (sum == 0) continue;
    FD_TRY(add_to_counter(tx, name, sum));
  }
  clear();
  return {};
}

}  // namespace frontdesk::storage
