// Looking at the trail: what the audit page lists. Texts are masked already; the caller checks the right to look.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/verifier/record.h"
#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::audit {

struct Query {
  Seq before = 0;        ///< only records older than this one; 0: from the newest
  std::string action{};  ///< exact name; empty: all
  std::optional<std::int64_t> actor_id{};
  std::optional<std::int64_t> object_id{};
  /// From `since` on and before `until`. Records lie in the order they were written: where the clock was set back, the
  /// bounds are as blurred as the clock was.
  std::optional<Micros> since{};
  std::optional<Micros> until{};
  int limit = 50;  ///< 1 … 200
};

struct TrailState {
  Seq size = 0;
  Seq checkpoint_size = 0;  ///< of the newest checkpoint; `root` and `at` are empty when there is none
  std::string root;         ///< base64
  Micros at;
};

/// Newest first. kCorrupt when a record cannot be read.
Result<std::vector<Record>> list_records(storage::ReadTx& tx, const Query& query);
Result<TrailState> trail_state(storage::ReadTx& tx);

}  // namespace frontdesk::audit
