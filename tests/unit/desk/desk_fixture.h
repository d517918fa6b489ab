// A whole desk in a directory of its own: store, vault, masker, trail, and a clock that moves only when told.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "audit/signing_key.h"
#include "audit/trail.h"
#include "desk/context.h"
#include "desk/event_feed.h"
#include "desk/inbound/intake.h"
#include "desk/outbound/delivery.h"
#include "desk/ticket/query/query.h"
#include "privacy/masker.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/store.h"
#include "support/fake_clock.h"
#include "unit/desk/whole_desk.h"

namespace frontdesk::desk {

class DeskTest : public ::testing::Test {
 protected:
  /// Of a data directory that is removed at the end: a new one, or what an earlier life of the desk left.
  explicit DeskTest(std::string directory = {});
  ~DeskTest() override;

  /// A mail of an invented customer; every call has a dedup key of its own.
  InboundItem mail(const std::string& subject, const std::string& text, const std::string& from = "wang@customer.test");
  /// What the outside says later of a message of ours.
  InboundItem receipt_of(ReceiptStatus status, const std::string& message_key, const std::string& diagnostic = "");
  /// Submits and waits until every item is filed.
  std::vector<ItemOutcome> take_in(std::vector<InboundItem> items);
  ItemOutcome take_in(InboundItem item) { return take_in(std::vector<InboundItem>{std::move(item)}).front(); }
  void wait_until_filed();
  /// Only the first half of the path: acknowledged, in the journal, not worked on. Stop the intake first.
  JournalId journal(InboundItem item);
  void restart_intake(LastEnd last_end = LastEnd::kOwnSignal);

  std::vector<TicketRow> list(TicketView view = TicketView::kAll, const std::string& text = "");
  TicketRow only_ticket();
  TicketDetail detail(TicketId id);
  std::vector<MessageView> messages(TicketId ticket);
  /// Claims and reports every due reply as sent; returns the jobs.
  std::vector<OutboundJob> send_all(SendStatus status = SendStatus::kSent);
  std::int64_t count(const std::string& sql);
  ChannelId add_channel(const std::string& name);
  Actor add_user(const std::string& name, Roles roles);

  template <class T>
  static T must(Result<T> result) {
    if (!result) {
      ADD_FAILURE() << result.error().message;
      return T{};
    }
    return std::move(*result);
  }
  static void must(Result<void> result) {
    if (!result) ADD_FAILURE() << result.error().message;
  }

  std::string directory_;
  test::FakeClock clock_;
  SystemRandom random_;
  IdSource ids_{clock_};
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<privacy::Vault> vault_;
  std::unique_ptr<privacy::KeyRing> keys_;
  privacy::Masker masker_{privacy::Profile::kSop};
  std::unique_ptr<audit::SigningKey> audit_key_;
  std::unique_ptr<audit::Trail> trail_;
  std::unique_ptr<EventFeed> events_;
  std::unique_ptr<Context> context_;
  std::unique_ptr<Intake> intake_;
  std::unique_ptr<WholeDesk> tickets_;  ///< the desk as a whole
  TicketQuery* query_ = nullptr;
  std::unique_ptr<Delivery> delivery_;
  ChannelId channel_;
  Actor agent_;

 private:
  int mails_ = 0;
};

}  // namespace frontdesk::desk
