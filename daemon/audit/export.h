// Export of the whole trail as JSON Lines, for `frontdesk-audit verify` (the form is in verifier/export_verifier.h),
// and the checkpoints that are kept outside the database.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "audit/trail.h"
#include "base/result.h"
#include "storage/store.h"

namespace frontdesk::audit {

/// Takes one line without its line break; an error ends the export.
using LineSink = std::function<Result<void>(std::string_view line)>;

/// Signs the trail as it is, then writes records 1 … size and every checkpoint to `sink`; returns the size. Reads in
/// pages, so writers go on meanwhile. Any thread except the writer's.
Result<Seq> export_trail(storage::Store& store, Trail& trail, const LineSink& sink);

/// The newest signed checkpoint, ready to be kept elsewhere (file, mail, print-out). kNotFound before the first one.
Result<std::string> newest_checkpoint(storage::ReadTx& tx);

}  // namespace frontdesk::audit
