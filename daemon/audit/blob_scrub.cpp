#include "audit/blob_scrub.h"

#include <algorithm>
#include <cstdio>

#include "audit/durable_file.h"
#include "storage/blob/store.h"
#include "storage/store.h"

namespace frontdesk::audit {
namespace {

using storage::BlobPlace;
using storage::Damage;

std::string reason_of(const storage::DamagedSegment& segment) {
  const char* what = "";
  switch (segment.damage) {
    case Damage::kGone: what = "the file is gone"; break;
    case Damage::kCut: what = "the file was cut off"; break;
    case Damage::kChanged: what = "bytes were changed"; break;
    case Damage::kUnreadable: what = "the disk cannot read it"; break;
  }
  return std::string(what) + "; put it back from a backup (frontdesk damage list names the tickets)";
}

}  // namespace

BlobScrub::Progress BlobScrub::progress() const {
  const std::lock_guard lock(mutex_);
  return at_;
}

// A place that somebody else wrote costs a round at the most.
void BlobScrub::load() {
  if (std::exchange(loaded_, true) || file_.empty()) return;
  auto text = read_small_file(file_, false);
  if (!text) return;
  long long segment = 0, position = 0, blob = 0;
  if (std::sscanf(text->c_str(), "%lld %lld %lld", &segment, &position, &blob) != 3) return;  // NOLINT(cert-err34-c)
  const std::lock_guard lock(mutex_);
  at_ = {segment, position, blob};
}

Result<void> BlobScrub::check_segments() {
  auto extents = store_.read([](storage::ReadTx& tx) { return storage::list_extents(tx); });
  if (!extents) return std::move(extents).error();
  for (const storage::SegmentExtent& extent : *extents) {
    auto look = store_.blobs().look_at_segment(extent);
    if (!look) return std::move(look).error();
    if (!look->damage) continue;
    FD_TRY(mark(extent.segment, *look));
  }
  return {};
}

Result<void> BlobScrub::mark(std::int64_t segment, const storage::BlobStore::SegmentLook& look) {
  const std::int64_t length = *look.damage == Damage::kCut ? look.length : -1;
  auto is_news = store_.read([&](storage::ReadTx& tx) { return storage::has_unmarked_beyond(tx, segment, length); });
  if (!is_news) return std::move(is_news).error();
  if (!*is_news) return {};
  return store_.write_and_wait(
      [&](storage::Tx& tx) { return storage::mark_beyond(tx, segment, length, *look.damage, clock_.now()); });
}

Result<void> BlobScrub::check_at_start() {
  FD_TRY(check_segments());
  FD_TRY(check_damaged_again());
  return tell();
}

Result<void> BlobScrub::step() {
  load();
  FD_TRY(check_segments());
  FD_TRY(check_damaged_again());
  FD_TRY(check_next());
  FD_TRY(tell());
  if (file_.empty()) return {};
  const Progress at = progress();
  return write_durably(
      file_, std::to_string(at.segment) + " " + std::to_string(at.position) + " " + std::to_string(at.blob) + "\n",
      0600);
}

Result<BlobScrub::Stretch> BlobScrub::look_at(const std::vector<BlobPlace>& places) {
  Stretch stretch;
  std::int64_t bytes = 0;
  for (const BlobPlace& place : places) {
    auto damage = store_.blobs().look_at(place);
    if (!damage) return std::move(damage).error();
    ++stretch.looked_at;
    if (*damage) stretch.damaged.push_back({place, **damage});
    bytes += place.size;
    if (bytes >= kBytes) break;
  }
  return stretch;
}

Result<void> BlobScrub::check_next() {
  Progress at = progress();
  const BlobPlace after{.id = BlobId(at.blob), .segment = at.segment, .position = at.position, .size = 0, .digest = {}};
  auto places = store_.read([&](storage::ReadTx& tx) { return storage::list_places(tx, after, kBlobs); });
  if (!places) return std::move(places).error();
  auto stretch = look_at(*places);
  if (!stretch) return std::move(stretch).error();
  if (!stretch->damaged.empty()) {
    FD_TRY(store_.write_and_wait([&](storage::Tx& tx) -> Result<void> {
      for (const Finding& found : stretch->damaged)
        FD_TRY(storage::mark_damaged(tx, found.place, found.damage, clock_.now()));
      return {};
    }));
  }
  const bool is_end = stretch->looked_at == places->size() && places->size() < kBlobs;
  if (is_end) {
    at = {};
  } else {
    const BlobPlace& last = (*places)[stretch->looked_at - 1];
    at = {last.segment, last.position, last.id.raw()};
  }
  const std::lock_guard lock(mutex_);
  at_ = at;
  return {};
}

Result<void> BlobScrub::check_damaged_again() {
  auto places =
      store_.read([&](storage::ReadTx& tx) { return storage::list_damaged_places(tx, checked_again_, kBlobs); });
  if (!places) return std::move(places).error();
  auto stretch = look_at(*places);
  if (!stretch) return std::move(stretch).error();
  const bool is_end = stretch->looked_at == places->size() && places->size() < kBlobs;
  checked_again_ = is_end ? BlobId() : (*places)[stretch->looked_at - 1].id;
  if (stretch->damaged.size() == stretch->looked_at) return {};
  places->resize(stretch->looked_at);
  return store_.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    for (const BlobPlace& place : *places) {
      const auto is_same = [&](const Finding& found) { return found.place.id == place.id; };
      if (std::ranges::any_of(stretch->damaged, is_same)) continue;
      FD_TRY(storage::mark_whole(tx, place.id));
    }
    return {};
  });
}

Result<void> BlobScrub::tell() {
  auto segments = store_.read([](storage::ReadTx& tx) { return storage::list_damaged_segments(tx); });
  if (!segments) return std::move(segments).error();
  std::int64_t count = 0;
  for (const storage::DamagedSegment& segment : *segments) {
    count += segment.blobs;
    store_.blobs().leave_segment(segment.segment);
    alarms_.raise({.object = kSegmentObject, .id = segment.segment, .reason = reason_of(segment)});
  }
  for (const Alarm& alarm : alarms_.standing()) {
    const auto is_same = [&](const storage::DamagedSegment& segment) { return segment.segment == alarm.id; };
    if (alarm.object == kSegmentObject && std::ranges::none_of(*segments, is_same))
      alarms_.settle(alarm.object, alarm.id);
  }
  damaged_ = count;
  return {};
}

}  // namespace frontdesk::audit
