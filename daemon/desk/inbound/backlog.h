// IntakeBacklog: what the journal owes beyond what the intake has in hand. It knows every item in hand, so that a page
// read from the journal never brings one twice, and tells whether there is more.
//
// Items get behind when the daemon starts with items of its last life, and when filing fails for a passing reason such
// as a full disk. While the intake is behind, new items stay in the journal too and come with a later page: the items
// of a channel keep their order. Pages are small, so a backlog of any size needs little memory. Thread rule: any
// thread; next_page() and end_page() by one thread at a time.
#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_set>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "desk/context.h"
#include "desk/inbound/item_codec.h"
#include "privacy/seal/data_key.h"

namespace frontdesk::storage {
class ReadTx;
}

namespace frontdesk::desk {

class IntakeBacklog {
 public:
  /// The journal counts a life that died by itself as so many.
  static constexpr std::int64_t kWeightOfLife = 10;

  explicit IntakeBacklog(Context& context) : context_(context) {}

  /// An item of the journal whose fate is still open.
  struct Item {
    JournalId journal;
    ChannelId channel;
    privacy::DataKey key;
    JournalItem item;
    std::int64_t lives = 0;     ///< earlier lives of the daemon that died with this item in work
    bool of_last_life = false;  ///< not tried in this life: working on it has to be counted first
  };
  struct Page {
    std::vector<Item> items;            ///< oldest first; in hand from now on
    std::vector<JournalId> unopenable;  ///< sealed bytes changed or key gone, for good; in hand from now on
    std::vector<JournalId> set_aside;   ///< sealed under another root key: left alone until the next start
  };

  /// Items with smaller ids are of an earlier life. `is_behind`: the journal holds some.
  void begin(JournalId first_of_this_life, bool is_behind);

  /// Older items wait in the journal: what comes in has to wait there behind them.
  [[nodiscard]] bool is_behind() const;
  /// A new item is on its way into the journal.
  void hold(JournalId item);
  /// The new item is durable. True: it stays in hand. False: the intake is behind, the item waits in the journal.
  bool keep(JournalId item);
  /// The item has its fate, or never came into the journal.
  void let_go(JournalId item);
  /// Filing failed for a passing reason: the item waits in the journal, and no page is wanted until resume().
  void leave(JournalId item);
  /// Items from before wait in the journal again; that their ids are old is no sign of a crash.
  void add(const std::vector<JournalId>& items);
  void pause();
  /// Time to look again; nothing happens unless the intake is behind.
  void resume();
  /// True when there is something to read and little left in hand.
  [[nodiscard]] bool wants_page() const;

  /// The oldest items that are not in hand. Errors: those of reading; nothing was taken then.
  Result<Page> next_page();
  /// The page's items are queued: new ones may follow them directly when nothing else waits in the journal.
  void end_page();

 private:
  Result<Page> read_page(storage::ReadTx& tx, std::size_t limit);
  Result<void> open(storage::ReadTx& tx, JournalId id, Page& page, std::size_t& bytes);
  bool is_free(JournalId item) const;

  Context& context_;
  JournalId first_of_this_life_;
  mutable std::mutex mutex_;  // guards what follows
  std::unordered_set<JournalId> in_hand_;
  std::unordered_set<JournalId> gone_while_reading_;  ///< a page's snapshot may still show these as pending
  std::unordered_set<JournalId> set_aside_;
  std::unordered_set<JournalId> tried_;        ///< left in this life: no sign of a crash
  std::uint64_t left_ = 0, left_at_page_ = 0;  ///< items that went back to the journal
  bool reading_ = false, behind_ = false, paused_ = false;
  bool page_was_last_ = false;  // the reading thread's
};

}  // namespace frontdesk::desk
