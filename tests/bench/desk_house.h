// DeskHouse: the desk of a data directory as the daemon opens it (same keys, same profile), without channels and
// without web server, so that a program can put messages through the real intake.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

#include "app/configuration/profile_file.h"
#include "audit/signing_key.h"
#include "audit/trail.h"
#include "base/id.h"
#include "base/random.h"
#include "base/time.h"
#include "desk/context.h"
#include "desk/event_feed.h"
#include "desk/inbound/intake.h"
#include "privacy/masker.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/key_source.h"
#include "privacy/seal/vault.h"
#include "storage/store.h"
#include "storage/tables/channel.h"

namespace frontdesk::bench {

/// A benchmark that cannot go on ends: there is nobody to handle its errors.
inline void demand(const Result<void>& done) {
  if (done) return;
  std::fprintf(stderr, "%s\n", done.error().message.c_str());
  std::exit(1);
}

template <class T>
T demand(Result<T> result) {
  if (!result) demand(Result<void>(result.error()));
  return std::move(*result);
}

class DeskHouse {
 public:
  DeskHouse(const std::string& directory, const std::string& profile_file) {
    ::mkdir(directory.c_str(), 0700);
    const bool is_new = ::access((directory + "/frontdesk.db").c_str(), F_OK) != 0;
    const Secret root = demand(privacy::load_root_key({directory + "/vault.key", ""}, random_, is_new));
    vault_ = demand(privacy::Vault::make(root, ids_, random_));
    store_ = demand(storage::Store::open({.directory = directory}, clock_));
    audit_key_ =
        std::make_unique<audit::SigningKey>(demand(audit::SigningKey::load_or_create(directory + "/audit.key")));
    trail_ = std::make_unique<audit::Trail>(*audit_key_, clock_, random_);
    keys_ = std::make_unique<privacy::KeyRing>(*vault_);
    events_ = std::make_unique<desk::EventFeed>(*store_, clock_);
    auto profile = std::make_shared<const domain::Profile>(app::read_profile(profile_file).profile);
    // Not made by make_unique: an aggregate that cannot be moved.
    context_.reset(new desk::Context{.store = *store_,
                                     .vault = *vault_,
                                     .keys = *keys_,
                                     .masker = masker_,
                                     .trail = *trail_,
                                     .events = *events_,
                                     .ids = ids_,
                                     .clock = clock_,
                                     .random = random_,
                                     .profile = std::move(profile)});
    context_->zone.set("Asia/Shanghai");
    intake_ = std::make_unique<desk::Intake>(*context_);
    demand(intake_->start(desk::LastEnd::kOrderly));
  }
  ~DeskHouse() { intake_->stop(); }
  DeskHouse(const DeskHouse&) = delete;
  DeskHouse& operator=(const DeskHouse&) = delete;

  /// A channel that is switched off: no plugin runs when the daemon opens the store.
  ChannelId add_channel(const std::string& name) {
    storage::ChannelRecord channel;
    channel.id = ids_.next<ChannelId>();
    channel.plugin = "io.frontdesk.test.counter";
    channel.name = name;
    channel.config_json = "{}";
    channel.created_at = clock_.now();
    demand(store_->write_and_wait([&](storage::Tx& tx) { return storage::insert_channel(tx, channel, {}); }));
    return channel.id;
  }

  /// As a plugin does that heeds its credit.
  void submit(desk::InboundBatch batch) {
    while (!intake_->has_room()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    intake_->submit(std::move(batch), [](const Result<std::vector<desk::ItemOutcome>>& outcomes) {
      if (!outcomes) demand(Result<void>(outcomes.error()));
    });
  }

  /// Returns when every submitted item is filed.
  void drain() const {
    while (intake_->pending() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  [[nodiscard]] desk::Context& context() { return *context_; }
  [[nodiscard]] storage::Store& store() { return *store_; }

 private:
  SystemClock clock_;
  SystemRandom random_;
  IdSource ids_{clock_};
  privacy::Masker masker_{privacy::Profile::kSop};
  std::unique_ptr<privacy::Vault> vault_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<audit::SigningKey> audit_key_;
  std::unique_ptr<audit::Trail> trail_;
  std::unique_ptr<privacy::KeyRing> keys_;
  std::unique_ptr<desk::EventFeed> events_;
  std::unique_ptr<desk::Context> context_;
  std::unique_ptr<desk::Intake> intake_;
};

}  // namespace frontdesk::bench
