// Tickets by what identifies them, beside the full-text search: what people paste or half know.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "storage/search/index.h"

namespace frontdesk::privacy {
class Vault;
}

namespace frontdesk::desk {

struct ExactHits {
  std::vector<storage::SearchHit> hits;
  bool more = false;  ///< of some kind there are more than are looked at
};

/// In this order: the ticket with just this number (its letters may be missing), tickets whose number begins so; whose
/// number ends so; those with a message that shows a number of this beginning, these digits or this end; a whole phone
/// or its last four digits, an address, an order or tracking number, a whole name, by keyed hash. Within each the
/// newest first; up to 100 of each. `message` is set where one shows it. A ticket may come twice.
Result<ExactHits> find_exactly(storage::ReadTx& tx, const privacy::Vault& vault, const std::string& query);

}  // namespace frontdesk::desk
