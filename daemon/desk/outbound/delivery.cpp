#include "desk/outbound/delivery.h"

#include <chrono>

#include <algorithm>

#include "base/log.h"
#include "desk/event_feed.h"
#include "desk/outbound/outcome.h"
#include "desk/outbound/payload.h"
#include "privacy/picture_facts.h"
#include "privacy/seal/key_ring.h"
#include "storage/blob/store.h"
#include "storage/store.h"
#include "storage/tables/channel.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::desk {
namespace {

/// A mailbox still tells of what was sent; each question is a session with its server.
constexpr Duration kAskedAgainFor = std::chrono::days(14);
constexpr std::size_t kMostAskedAgain = 20;

using storage::OutboxRecord;

Result<OutboundAttachment> load_attachment_bytes(Context& context, storage::ReadTx& tx, AttachmentId id) {
  auto row = storage::load_attachment(tx, id);
  if (!row) return std::move(row).error();
  auto name = context.keys.open_text(tx, {"attachment", "name_sealed", id.raw()}, row->name_sealed);
  if (!name) return std::move(name).error();
  auto sealed = context.store.blobs().get(tx, row->blob);
  if (!sealed) return std::move(sealed).error();
  auto bytes = context.keys.open_blob(tx, {"blob", "", row->blob.raw()}, *sealed);
  if (!bytes) return std::move(bytes).error();
  return OutboundAttachment{std::string(name->reveal()), row->mime, to_string(*bytes)};
}

Result<OutboundJob> make_job(Context& context, storage::ReadTx& tx, const OutboxRecord& row) {
  auto clear = context.keys.open_text(tx, {"outbox", "payload_sealed", row.id.raw()}, row.payload_sealed);
  if (!clear) return std::move(clear).error();
  auto payload = decode_outbound(clear->reveal());
  if (!payload) return std::move(payload).error();
  OutboundJob job;
  job.id = row.id;
  job.message = row.message;
  job.channel = row.channel;
  job.conversation = row.conversation;
  job.attempt = row.attempts;
  job.queued_at = row.queued_at;
  job.idempotency_key = row.idempotency_key;
  job.content = std::move(payload->content);
  for (const AttachmentId id : payload->attachments) {
    auto attachment = load_attachment_bytes(context, tx, id);
    if (!attachment) return std::move(attachment).error();
    if (payload->hides_picture_facts)
      attachment->bytes = to_string(privacy::without_picture_facts(to_bytes(attachment->bytes)));
    job.attachments.push_back(std::move(*attachment));
  }
  return job;
}

/// What a look at the outbox found, before anything is claimed.
struct Opened {
  std::vector<OutboundJob> jobs;
  std::vector<OutboxRecord> lost;  ///< cannot be opened, and never will be
  std::optional<Error> passing;    ///< why some could not be opened now
};

/// kInvalid: sealed under another root key; the right one may be put back.
bool is_passing(const Error& error) {
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kIo || error.code == ErrorCode::kInvalid;
}

Opened open_all(Context& context, storage::ReadTx& tx, const std::vector<OutboxRecord>& rows) {
  Opened opened;
  for (const OutboxRecord& row : rows) {
    auto job = make_job(context, tx, row);
    if (job) {
      opened.jobs.push_back(std::move(*job));
      continue;
    }
    log_error("a reply cannot be read from the outbox", {{"outbox", row.id}, {"error", job.error()}});
    if (is_passing(job.error())) {
      opened.passing = job.error();
    } else {
      opened.lost.push_back(row);
    }
  }
  return opened;
}

SendReport report_of(SendStatus status, const char* reason) {
  return {.status = status, .remote_key = {}, .reason = reason, .retry_at = {}};
}

/// kConflict when the row is not due any more.
Result<void> claim_row(storage::Tx& tx, const OutboxRecord& row) {
  FD_TRY(storage::claim_outbox(tx, row.id));
  return storage::set_delivery(tx, row.message, domain::Delivery::kSending, "", Micros{});
}

/// Whatever becomes of a try, it was one.
Result<void> claim_unclaimed(storage::Tx& tx, OutboxRecord& row) {
  if (row.state != domain::Delivery::kQueued) return {};
  FD_TRY(claim_row(tx, row));
  row.attempts += 1;
  row.state = domain::Delivery::kSending;
  return {};
}

}  // namespace

Result<std::vector<OutboundJob>> Delivery::look_at_due(ChannelId channel, std::size_t limit) {
  const Micros now = context_.clock.now();
  auto opened = context_.store.read([&](storage::ReadTx& tx) -> Result<Opened> {
    auto due = storage::due_outbox(tx, channel, now, limit);
    if (!due) return std::move(due).error();
    return open_all(context_, tx, *due);
  });
  if (!opened) return std::move(opened).error();
  for (const OutboxRecord& lost : opened->lost) {
    FD_TRY(report(lost.id, report_of(SendStatus::kFailed, "The stored reply cannot be opened. [cannot_open]")));
  }
  if (opened->jobs.empty() && opened->passing) return *opened->passing;
  // What was written off may have held back others.
  if (opened->jobs.empty() && !opened->lost.empty()) return look_at_due(channel, limit);
  for (OutboundJob& job : opened->jobs) ++job.attempt;
  return std::move(opened->jobs);
}

Result<void> Delivery::claim(OutboxId job) {
  return context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto row = storage::load_outbox(tx, job);
    if (!row) return std::move(row).error();
    if (!row->is_proven) return Error{ErrorCode::kConflict, "the reply was changed past the desk"};
    return claim_row(tx, *row);
  });
}

// Opened first, claimed second: a row is marked as being sent only when its job is in hand.
Result<std::vector<OutboundJob>> Delivery::claim_due(ChannelId channel, std::size_t limit) {
  auto jobs = look_at_due(channel, limit);
  if (!jobs || jobs->empty()) return jobs;
  return context_.store.write_and_wait([&](storage::Tx& tx) -> Result<std::vector<OutboundJob>> {
    auto due = storage::due_outbox(tx, channel, context_.clock.now(), limit);
    if (!due) return std::move(due).error();
    std::vector<OutboundJob> taken;
    for (const OutboxRecord& row : *due) {
      const auto job = std::find_if(jobs->begin(), jobs->end(), [&](const auto& one) { return one.id == row.id; });
      if (job == jobs->end()) continue;
      FD_TRY(claim_row(tx, row));
      taken.push_back(std::move(*job));
    }
    return taken;
  });
}

Result<void> Delivery::report(OutboxId job, const SendReport& report) {
  auto done = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto row = storage::load_outbox(tx, job);
    if (!row) return std::move(row).error();
    FD_TRY(claim_unclaimed(tx, *row));
    return record_outcome(context_, tx, *row, report);
  });
  if (done) context_.events.announce();
  return done;
}

Result<void> Delivery::give_back(OutboxId job) {
  return context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto row = storage::load_outbox(tx, job);
    if (!row) return std::move(row).error();
    if (row->state != domain::Delivery::kSending) return {};
    FD_TRY(storage::release_outbox(tx, job, context_.clock.now()));
    return storage::set_delivery(tx, row->message, domain::Delivery::kQueued, row->reason, Micros{});
  });
}

Result<std::vector<OutboundJob>> Delivery::take_unknown(ChannelId channel) {
  auto opened = context_.store.read([&](storage::ReadTx& tx) -> Result<Opened> {
    auto rows = storage::unknown_outbox(tx, channel, context_.clock.now() - kAskedAgainFor, kMostAskedAgain);
    if (!rows) return std::move(rows).error();
    return open_all(context_, tx, *rows);
  });
  if (!opened) return std::move(opened).error();
  if (opened->passing) return *opened->passing;
  return std::move(opened->jobs);
}

Result<std::vector<OutboundJob>> Delivery::take_interrupted() {
  std::vector<OutboxRecord> without_channel;
  auto opened = context_.store.read([&](storage::ReadTx& tx) -> Result<Opened> {
    auto rows = storage::sending_outbox(tx);
    if (!rows) return std::move(rows).error();
    std::vector<OutboxRecord> of_channels;
    for (OutboxRecord& row : *rows) {
      auto channel = storage::load_channel(tx, row.channel);
      if (!channel && channel.error().code != ErrorCode::kNotFound) return std::move(channel).error();
      (channel ? of_channels : without_channel).push_back(std::move(row));
    }
    return open_all(context_, tx, of_channels);
  });
  if (!opened) return std::move(opened).error();
  if (opened->passing) return *opened->passing;
  // Nobody can look these up; left alone they would hold back their conversations for ever.
  give_up(opened->lost, "It may have been sent; the stored reply cannot be opened to look it up. [cannot_open]");
  give_up(without_channel, "It may have been sent; its channel was removed meanwhile. [channel_removed]");
  return std::move(opened->jobs);
}

void Delivery::give_up(const std::vector<storage::OutboxRecord>& rows, const char* reason) {
  for (const OutboxRecord& row : rows) {
    const auto told = report(row.id, report_of(SendStatus::kUnknown, reason));
    if (!told) log_error("the end of a send was not recorded", {{"outbox", row.id}, {"error", told.error()}});
  }
}

Result<std::optional<Micros>> Delivery::next_due_at() {
  return context_.store.read([](storage::ReadTx& tx) { return storage::next_outbox_due_at(tx); });
}

}  // namespace frontdesk::desk
