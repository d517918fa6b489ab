#include "storage/sql/transaction.h"

#include <utility>

#include "storage/sql/connection.h"

namespace frontdesk::storage {

Statement ReadTx::prepare(std::string_view sql) { return connection_.statement(sql); }

std::int64_t Tx::changes() const { return connection_.changes(); }

void Tx::at_commit(std::function<Result<void>(Tx&)> work) { connection_.group_work().add(std::move(work)); }

void Tx::count_at_commit(std::string counter, std::int64_t delta) {
  connection_.group_work().count(std::move(counter), delta);
}

}  // namespace frontdesk::storage
