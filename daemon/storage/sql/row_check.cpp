#include "storage/sql/row_check.h"

#include <array>
#include <limits>
#include <utility>

namespace frontdesk::storage {
namespace {

// The columns are those of the sum_of() beside each repository, in its order.
constexpr std::array kTables{
    SummedTable{"user_account", "user",
                "SELECT id, name, display_name, roles, password_hash, language, theme, disabled, created_at, version, "
                "mac FROM user_account WHERE id > ?1 ORDER BY id LIMIT ?2",
                "nbbnbbbnnn", "UPDATE user_account SET mac = ?2 WHERE id = ?1"},
    SummedTable{"session", "session",
                "SELECT id, token_hash, user_id, csrf_hash, created_at, last_used_at, expires_at, address, mac FROM "
                "session WHERE id > ?1 ORDER BY id LIMIT ?2",
                "nbnbnnnb", "UPDATE session SET mac = ?2 WHERE id = ?1"},
    SummedTable{"channel", "channel",
                "SELECT id, plugin, name, enabled, config_json, secrets_sealed, activated_at, created_at, deleted_at, "
                "version, mac FROM channel WHERE id > ?1 ORDER BY id LIMIT ?2",
                "nbbnbbnnnn", "UPDATE channel SET mac = ?2 WHERE id = ?1"},
    SummedTable{"channel_account", "channel_account",
                "SELECT channel_id, plugin, account, mac FROM channel_account WHERE channel_id > ?1 "
                "ORDER BY channel_id LIMIT ?2",
                "nbb", "UPDATE channel_account SET mac = ?2 WHERE channel_id = ?1"},
    SummedTable{
        "outbox", "outbox",
        "SELECT id, message_id, channel_id, conversation_id, state, idempotency_key, payload_sealed, created_at, "
        "mac FROM outbox WHERE id > ?1 ORDER BY id LIMIT ?2",
        "nnnnnbbn", "UPDATE outbox SET mac = ?2 WHERE id = ?1"},
    SummedTable{"ticket", "ticket",
                "SELECT id, number, state + merged_into, priority, type, channel_id, customer_id, owner_id, "
                "subject_masked, open, "
                "version, mac FROM ticket WHERE id > ?1 ORDER BY id LIMIT ?2",
                "nbnnnnnnbnn", "UPDATE ticket SET mac = ?2 WHERE id = ?1"},
};

Bytes sum_of(const ReadTx& tx, const SummedTable& table, const Statement& row) {
  RowColumns columns(table.name);
  for (std::size_t i = 0; i < table.kinds.size(); ++i) {
    const int column = static_cast<int>(i);
    if (table.kinds[i] == 'n')
      columns.add(row.integer(column));
    else
      columns.add(row.blob_view(column));
  }
  return tx.row_sum_of(columns);
}

/// Calls `use` for each row above `after`, at most `limit`; the id of the last, and whether there are no more.
template <class Use>
Result<RowCheck> walk(ReadTx& tx, const SummedTable& table, std::int64_t after, std::size_t limit, const Use& use) {
  RowCheck walked{.unproven = {}, .last = after, .is_end = false};
  Statement row = tx.query(table.select, after, limit);
  const int mac = static_cast<int>(table.kinds.size());
  std::size_t count = 0;
  while (true) {
    auto more = row.step();
    if (!more) return std::move(more).error();
    if (!*more) break;
    ++count;
    walked.last = row.integer(0);
    use(walked, row, row.blob_view(mac));
  }
  walked.is_end = count < limit;
  return walked;
}

}  // namespace

std::span<const SummedTable> summed_tables() { return kTables; }

Result<RowCheck> check_rows(ReadTx& tx, const SummedTable& table, std::int64_t after, std::size_t limit) {
  return walk(tx, table, after, limit, [&](RowCheck& walked, const Statement& row, ByteView mac) {
    if (tx.compare_sum(mac, sum_of(tx, table, row)) != RowProof::kFits) walked.unproven.push_back(row.integer(0));
  });
}

Result<void> sum_rows_without(Tx& tx, const SummedTable& table) {
  constexpr std::size_t kAtOnce = 1000;
  std::int64_t after = std::numeric_limits<std::int64_t>::min();
  while (true) {
    std::vector<std::pair<std::int64_t, Bytes>> sums;
    auto walked = walk(tx, table, after, kAtOnce, [&](RowCheck&, const Statement& row, ByteView mac) {
      if (mac.empty()) sums.emplace_back(row.integer(0), sum_of(tx, table, row));
    });
    if (!walked) return std::move(walked).error();
    for (const auto& [id, sum] : sums) {
      FD_TRY(tx.execute(table.update, id, sum));
    }
    if (walked->is_end) return {};
    after = walked->last;
  }
}

}  // namespace frontdesk::storage
