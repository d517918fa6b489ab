#include "storage/transaction.h"

#include <utility>

#include "storage/connection.h"

namespace frontdesk::storage {

Statement ReadTx::prepare(std::string_view sql) { return connection_.statement(sql); }

std::int64_t Tx::changes() const { return connection_.changes(); }

void Tx::at_commit(std::function<Result<void>(Tx&)> work) { connection_.at_commit().push_back(std::move(work)); }

}  // namespace frontdesk::storage
