// The start-up check: does the stored trail still fit together, and with what was signed?
//
// It begins at a signed checkpoint, recomputes leaves, links and roots from the exact bytes up to the end, and compares
// them with everything stored and signed on the way, with anchors, and with the columns that the lists read. Details
// that are gone must be accounted for by an audit.redact record. Records that no checkpoint covers yet are proven by
// their sums (storage/sql/row_sum.h), which only the desk can make. A mismatch is reported, never repaired.
#pragma once

#include <string>
#include <string_view>

#include "audit/verifier/checkpoint.h"
#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::audit {

/// A record of this action says that all rows got their sums (storage/sql/row_sum.h); from there on each must have one.
inline constexpr const char* kSumAction = "row.sum";

struct Integrity {
  bool intact = false;
  Seq first_bad = 0;     ///< 0 when intact
  std::string reason;    ///< English, empty when intact
  Seq size = 0;          ///< records in the trail
  Seq checked_from = 0;  ///< first record that was recomputed
  Seq checked_to = 0;    ///< last record that was recomputed
};

/// How many of the newest records the start-up check recomputes at least: about 20 ms.
inline constexpr Seq kStartCheckRecords = 4096;
inline constexpr Seq kCheckAll = -1;

/// A trail that does not say that its rows got sums (kSumAction) is looked at whole.
/// `records`: recompute at least so many of the newest ones (kCheckAll: from the first). `anchors`: signed checkpoints
/// kept elsewhere, e.g. the local anchor file; may be empty. Errors are those of storage, and kInvalid for anchors that
/// are not of this key.
Result<Integrity> check_trail(storage::ReadTx& tx, const PublicKey& key, Seq records, std::string_view anchors);

/// The same for one stretch: from the checkpoint before record `from` over at least `records` records to the next
/// checkpoint, or to the end. `checked_to` tells where the next stretch begins.
Result<Integrity> check_stretch_of_trail(storage::ReadTx& tx, const PublicKey& key, Seq from, Seq records);

}  // namespace frontdesk::audit
