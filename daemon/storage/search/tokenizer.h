// The tokenizer "frontdesk" of the full-text index, registered on every connection. It expects text that
// fold_for_search has folded: folding belongs to the callers, so that the index and the queries share it.
#pragma once

#include "base/result.h"

struct sqlite3;

namespace frontdesk::storage {

Result<void> register_search_tokenizer(sqlite3* connection);

}  // namespace frontdesk::storage
