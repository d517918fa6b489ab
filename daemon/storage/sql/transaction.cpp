#include "storage/sql/transaction.h"

#include <exception>
#include <utility>

#include "storage/sql/connection.h"

namespace frontdesk::storage {

Statement ReadTx::prepare(std::string_view sql) { return connection_.statement(sql); }

bool ReadTx::has_row_key() const { return static_cast<bool>(connection_.row_hash()); }

Bytes ReadTx::row_sum_of(const RowColumns& columns) const {
  return has_row_key() ? connection_.row_hash()(columns.bytes()) : Bytes();
}

RowProof ReadTx::compare_sum(ByteView stored, ByteView expected) const {
  if (!has_row_key()) return RowProof::kFits;
  if (stored.empty()) return RowProof::kMissing;
  return equal_constant_time(stored, expected) ? RowProof::kFits : RowProof::kDiffers;
}

std::int64_t Tx::changes() const { return connection_.changes(); }

Result<void> Tx::attempt(const std::function<Result<void>(Tx&)>& work) {
  const GroupWork::Mark before = connection_.group_work().mark();
  FD_TRY(connection_.statement("SAVEPOINT attempt").run());
  Result<void> outcome;
  try {
    outcome = work(*this);
  } catch (const std::exception&) {
    outcome = Error{ErrorCode::kInternal, "an attempt ended by an exception"};
  }
  // After the worst failures there is no transaction to go back to: the writer gives up the whole group.
  if (connection_.worst() != Severity::kStatement || !connection_.in_transaction()) {
    return outcome.ok() ? Result<void>(Error{ErrorCode::kIo, "a statement of the attempt failed"}) : outcome;
  }
  if (!outcome) {
    connection_.group_work().take_back(before);
    FD_TRY(connection_.statement("ROLLBACK TO attempt").run());
  }
  FD_TRY(connection_.statement("RELEASE attempt").run());
  return outcome;
}

void Tx::at_commit(std::function<Result<void>(Tx&)> work) { connection_.group_work().add(std::move(work)); }

void Tx::count_at_commit(std::string counter, std::int64_t delta) {
  connection_.group_work().count(std::move(counter), delta);
}

}  // namespace frontdesk::storage
