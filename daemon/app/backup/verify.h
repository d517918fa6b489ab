// Taking a copy apart and comparing everything it holds. Nothing is repaired, and nothing but `into` is written.
#pragma once

#include <functional>
#include <string>

#include "app/backup/manifest.h"
#include "base/result.h"
#include "base/secret.h"
#include "storage/sql/row_sum.h"

namespace frontdesk::app {

/// Unpacks every file of the copy into the new folder `into`, as a data directory without keys. kForbidden for another
/// passphrase, before the first file is complete; kCorrupt for a file that is not as it was written.
Result<void> unpack_copy(const std::string& copy, const Manifest& manifest, const privacy::FileKey* key,
                         const std::string& into);

/// What was unpacked is what the desk had: every page and reference of the database, rows by table, every record of the
/// audit trail, every stored file by its digest. Files that the desk had lost before are not held against the copy.
/// `row_hash`: of the desk's own key, proves the newest records, too; may be empty. kCorrupt with the first finding.
/// `blobs`: folder of the segments, when they are not in the copy.
Result<void> check_unpacked(const std::string& folder, const Manifest& manifest, const storage::RowHash& row_hash,
                            const std::string& blobs = {});

/// Both, in a folder beside others in `scratch`, which is gone afterwards.
Result<void> verify_copy(const std::string& copy, const Secret& passphrase, const std::string& scratch,
                         const storage::RowHash& row_hash);

}  // namespace frontdesk::app
