#include "desk/channel/query.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/bytes.h"
#include "desk/channel/book.h"
#include "desk/channel/same_account.h"
#include "desk/page.h"
#include "storage/store.h"
#include "storage/tables/channel.h"
#include "storage/traffic/journal.h"
#include "storage/traffic/outbox.h"
#include "storage/traffic/read_again.h"

namespace frontdesk::desk {
namespace {

constexpr std::int64_t kMostUnreadCounted = 1'000;

Result<ChannelView> to_view(storage::ReadTx& tx, const storage::ChannelRecord& row,
                            const std::vector<ChannelActivity>& activity) {
  ChannelView view;
  view.id = row.id;
  view.plugin = row.plugin;
  view.name = row.name;
  view.enabled = row.enabled;
  view.state = static_cast<ChannelState>(row.state);
  view.reason_code = row.reason_code;
  view.reason_text = row.reason_text;
  view.last_success_at = row.last_success_at;
  view.activated_at = row.activated_at;
  view.version = row.version;
  const auto running = std::ranges::find(activity, row.id, &ChannelActivity::id);
  if (running != activity.end()) view.next_poll_at = running->next_poll_at;
  auto config = config_of(row);
  if (!config) return std::move(config).error();
  view.config = std::move(*config);
  auto fates = storage::count_fates(tx, row.id);
  if (!fates) return std::move(fates).error();
  view.received = fates->received();
  view.pending = fates->pending;
  view.failed = fates->quarantined + fates->rejected;
  auto unread = storage::count_unread(tx, row.id, kMostUnreadCounted);
  if (!unread) return std::move(unread).error();
  view.unread = *unread;
  auto outbox = storage::count_outbox(tx, row.id);
  if (!outbox) return std::move(outbox).error();
  view.outbox = outbox->waiting;
  return view;
}

Result<void> tell_same_account(const std::vector<storage::ChannelRecord>& all, ChannelView& view) {
  const auto marks = account_marks(view.config);
  for (const storage::ChannelRecord& row : all) {
    if (row.id == view.id || row.plugin != view.plugin) continue;
    auto config = config_of(row);
    if (!config) return std::move(config).error();
    if (is_same_account(marks, account_marks(*config))) view.same_account.push_back({row.id, row.name});
  }
  return {};
}

}  // namespace

Result<std::vector<ChannelView>> ChannelQuery::list() const {
  const auto activity = runtime_.activity();
  return context_.store.read([&](storage::ReadTx& tx) -> Result<std::vector<ChannelView>> {
    auto rows = storage::list_channels(tx);
    if (!rows) return std::move(rows).error();
    std::vector<ChannelView> views;
    for (const storage::ChannelRecord& row : *rows) {
      auto view = to_view(tx, row, activity);
      if (!view) return std::move(view).error();
      FD_TRY(tell_same_account(*rows, *view));
      views.push_back(std::move(*view));
    }
    return views;
  });
}

Result<ChannelView> ChannelQuery::find(ChannelId id) const {
  const auto activity = runtime_.activity();
  return context_.store.read([&](storage::ReadTx& tx) -> Result<ChannelView> {
    auto row = storage::load_channel(tx, id);
    if (!row) return std::move(row).error();
    auto view = to_view(tx, *row, activity);
    if (!view) return view;
    auto all = storage::list_channels(tx);
    if (!all) return std::move(all).error();
    FD_TRY(tell_same_account(*all, *view));
    return view;
  });
}

Result<LedgerPage> ChannelQuery::ledger(ChannelId id, const std::string& fate, std::size_t limit,
                                        const std::string& after) const {
  FD_TRY(check_page_limit(limit));
  const auto wanted = storage::parse_fate(fate);
  if (!fate.empty() && !wanted)
    return Error{ErrorCode::kInvalid,
                 "there is no such fate; it is one of pending, ticket, follow_up, duplicate, quarantined, "
                 "rejected, nothing_to_do",
                 "error.fate"};
  const auto before = after.empty() ? std::optional(JournalId{}) : parse_id<JournalId>(after);
  if (!before) return bad_cursor();
  return context_.store.read([&](storage::ReadTx& tx) -> Result<LedgerPage> {
    auto rows = storage::ledger_page(tx, id, wanted, *before, limit + 1);
    if (!rows) return std::move(rows).error();
    LedgerPage page;
    if (rows->size() > limit) {
      rows->pop_back();
      page.next = to_text(rows->back().id);
    }
    for (storage::LedgerEntry& row : *rows) {
      page.items.push_back({row.id, to_hex(row.dedup_key), row.received_at, std::string(storage::to_text(row.fate)),
                            row.ticket, std::move(row.ticket_number), std::move(row.reason), row.can_be_read_again,
                            row.asked_again_at, row.tried_again_at});
    }
    return page;
  });
}

}  // namespace frontdesk::desk
