#include "storage/tables/channel_account.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

struct AccountRow {
  ChannelId channel;
  std::string plugin;
  std::string account;
  bool is_removed = false;
  bool is_proven = true;
};

#define FRONTDESK_ACCOUNT                                                                      \
  "SELECT a.channel_id, a.plugin, a.account, c.deleted_at <> 0, a.mac FROM channel_account a " \
  "JOIN channel c ON c.id = a.channel_id WHERE "

constexpr std::string_view kOfChannel = FRONTDESK_ACCOUNT "a.channel_id = ?1";
constexpr std::string_view kOfAccount =
    FRONTDESK_ACCOUNT "a.plugin = ?1 AND a.account = ?2 AND (c.deleted_at <> 0) = ?3 ORDER BY a.channel_id DESC";

#undef FRONTDESK_ACCOUNT

Bytes sum_of(const ReadTx& tx, ChannelId channel, std::string_view plugin, std::string_view account) {
  return tx.row_sum("channel_account", channel, plugin, account);
}

auto account_reader(const ReadTx& tx) {
  return [&tx](const Statement& row) {
    AccountRow read{row.id<ChannelId>(0), row.text(1), row.text(2), row.flag(3)};
    read.is_proven =
        tx.compare_sum(row.blob_view(4), sum_of(tx, read.channel, read.plugin, read.account)) == RowProof::kFits;
    return read;
  };
}

Result<std::optional<ChannelId>> newest_of(ReadTx& tx, std::string_view plugin, std::string_view account,
                                           bool is_removed) {
  auto rows = read_all(tx.query(kOfAccount, plugin, account, is_removed), account_reader(tx));
  if (!rows) return std::move(rows).error();
  for (const AccountRow& row : *rows) {
    if (row.is_proven) return std::optional(row.channel);
  }
  return std::optional<ChannelId>();
}

}  // namespace

Result<void> set_channel_account(Tx& tx, ChannelId channel, std::string_view plugin, std::string_view account) {
  if (account.empty()) return tx.execute("DELETE FROM channel_account WHERE channel_id = ?1", channel);
  return tx.execute(
      "INSERT INTO channel_account (channel_id, plugin, account, mac) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (channel_id) DO UPDATE SET plugin = excluded.plugin, account = excluded.account, mac = excluded.mac",
      channel, plugin, account, sum_of(tx, channel, plugin, account));
}

Result<std::optional<ChannelId>> find_removed_channel(ReadTx& tx, std::string_view plugin, std::string_view account) {
  if (account.empty()) return std::optional<ChannelId>();
  return newest_of(tx, plugin, account, true);
}

Result<std::optional<ChannelId>> find_open_channel(ReadTx& tx, ChannelId id) {
  auto open = read_first(tx.query("SELECT id FROM channel WHERE id = ?1 AND deleted_at = 0", id),
                         [](const Statement& row) { return row.id<ChannelId>(0); });
  if (!open || *open) return open;
  auto removed = read_first(tx.query(kOfChannel, id), account_reader(tx));
  if (!removed) return std::move(removed).error();
  if (!*removed || !(*removed)->is_proven) return std::optional<ChannelId>();
  return newest_of(tx, (*removed)->plugin, (*removed)->account, false);
}

}  // namespace frontdesk::storage
