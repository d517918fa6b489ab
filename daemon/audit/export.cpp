#include "audit/export.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "frontdesk/json.h"
#include "storage/tables/audit.h"

namespace frontdesk::audit {
namespace {

constexpr Seq kPage = 512;

std::string head_line(const std::string& origin, Seq size) {
  json::Writer out;
  out.begin_object().member("format", "frontdesk-audit-export/1").member("origin", origin).member("size", size);
  return out.end_object().take();
}

std::string record_line(const storage::AuditRow& row) {
  json::Writer out;
  out.begin_object().member("seq", row.seq).member("record", to_base64(row.bytes));
  return out.member("chain", to_hex(row.chain)).end_object().take();
}

std::string checkpoint_line(const std::string& note) {
  json::Writer out;
  return out.begin_object().member("checkpoint", note).end_object().take();
}

/// Records first … last, each followed by the checkpoint of its size.
Result<std::vector<std::string>> read_page(storage::ReadTx& tx, Seq first, Seq last) {
  auto checkpoints = storage::list_audit_checkpoints(tx, first, last);
  if (!checkpoints) return std::move(checkpoints).error();
  auto next = checkpoints->begin();
  std::vector<std::string> lines;
  auto done = storage::for_each_audit_row(tx, first, last, [&](const storage::AuditRow& row) -> Result<void> {
    lines.push_back(record_line(row));
    if (next != checkpoints->end() && next->size == row.seq) lines.push_back(checkpoint_line((next++)->note));
    return {};
  });
  if (!done) return std::move(done).error();
  return lines;
}

}  // namespace

Result<Seq> export_trail(storage::Store& store, Trail& trail, const LineSink& sink) {
  Result<Seq> size = store.write_and_wait([&](storage::Tx& tx) { return trail.checkpoint(tx); });
  if (!size) return size;
  FD_TRY(sink(head_line(trail.key().name(), *size)));
  if (*size == 0) {
    auto note = store.read([](storage::ReadTx& tx) { return newest_checkpoint(tx); });
    if (!note) return std::move(note).error();
    FD_TRY(sink(checkpoint_line(*note)));
  }
  for (Seq first = 1; first <= *size; first += kPage) {
    const Seq last = std::min(*size, first + kPage - 1);
    // Written after the reading: a sink that waits for its reader must not hold the store's log back.
    auto page = store.read([&](storage::ReadTx& tx) { return read_page(tx, first, last); });
    if (!page) return std::move(page).error();
    for (const std::string& line : *page) {
      FD_TRY(sink(line));
    }
  }
  return size;
}

Result<std::string> newest_checkpoint(storage::ReadTx& tx) {
  auto row = storage::find_audit_checkpoint(tx, std::numeric_limits<Seq>::max());
  if (!row) return std::move(row).error();
  if (!*row) return Error{ErrorCode::kNotFound, "the audit trail has no checkpoint yet"};
  return (*row)->note;
}

}  // namespace frontdesk::audit
