// The start-up check: does the stored trail still fit together, and with what was signed?
//
// It begins at a signed checkpoint, recomputes leaves, links and roots from the exact bytes up to the end, and compares
// them with everything stored and signed on the way, and with anchors. Details that are gone must be accounted for by
// an audit.redact record. A mismatch is reported, never repaired: the daemon then goes read-only and raises an alarm.
#pragma once

#include <string>
#include <string_view>

#include "audit/verifier/checkpoint.h"
#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::audit {

struct Integrity {
  bool intact = false;
  Seq first_bad = 0;     ///< 0 when intact
  std::string reason;    ///< English, empty when intact
  Seq size = 0;          ///< records in the trail
  Seq checked_from = 0;  ///< first record that was recomputed
};

/// How many of the newest records the start-up check recomputes at least: about 20 ms.
inline constexpr Seq kStartCheckRecords = 4096;
inline constexpr Seq kCheckAll = -1;

/// `records`: recompute at least so many of the newest ones (kCheckAll: from the first). `anchors`: signed checkpoints
/// kept elsewhere, e.g. the local anchor file; may be empty. Errors are those of storage, and kInvalid for anchors that
/// are not of this key.
Result<Integrity> check_trail(storage::ReadTx& tx, const PublicKey& key, Seq records, std::string_view anchors);

}  // namespace frontdesk::audit
