#include "storage/traffic/newest_id.h"

#include <algorithm>

#include "storage/tables/rows.h"

namespace frontdesk::storage {

Result<std::int64_t> newest_id(ReadTx& tx) {
  auto each = read_all(tx.query("SELECT max(id) FROM channel UNION ALL SELECT max(id) FROM data_key "
                                "UNION ALL SELECT max(id) FROM blob UNION ALL SELECT max(id) FROM journal "
                                "UNION ALL SELECT max(id) FROM customer UNION ALL SELECT max(id) FROM identity "
                                "UNION ALL SELECT max(id) FROM ticket UNION ALL SELECT max(id) FROM conversation "
                                "UNION ALL SELECT max(id) FROM message UNION ALL SELECT max(id) FROM attachment "
                                "UNION ALL SELECT max(id) FROM clock UNION ALL SELECT max(id) FROM outbox "
                                "UNION ALL SELECT max(id) FROM session"),
                       [](const Statement& row) { return row.integer(0); });
  if (!each) return std::move(each).error();
  return *std::max_element(each->begin(), each->end());
}

}  // namespace frontdesk::storage
