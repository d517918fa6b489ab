#include "audit/verifier/export_verifier.h"

#include <algorithm>

#include "audit/verifier/record.h"
#include "frontdesk/json.h"

namespace frontdesk::audit {
namespace {

constexpr std::string_view kFormat = "frontdesk-audit-export/1";

std::string range_text(Seq first, Seq last) {
  return "records " + std::to_string(first) + " to " + std::to_string(last);
}

}  // namespace

Result<ExportVerifier> ExportVerifier::create(std::string_view public_key, std::string_view anchors) {
  Result<PublicKey> key = PublicKey::parse(public_key);
  if (!key) return std::move(key).error();
  ExportVerifier verifier(std::move(*key));
  for (const std::string& note : split_notes(anchors)) {
    Result<Checkpoint> anchor = verifier.key_.open(note);
    if (!anchor) return Error{ErrorCode::kInvalid, "anchor: " + anchor.error().message};
    verifier.anchors_.push_back(std::move(*anchor));
  }
  std::ranges::sort(verifier.anchors_, {}, &Checkpoint::size);
  return verifier;
}

void ExportVerifier::fault(Seq seq, std::string reason) {
  if (found_fault()) return;
  verdict_.first_bad = seq;
  verdict_.reason = std::move(reason);
}

Result<void> ExportVerifier::feed(std::string_view line) {
  if (!has_head_) return read_head(line);
  if (found_fault()) return {};
  const Seq expected = frontier_.size() + 1;
  const json::Parsed parsed = json::parse(line);
  if (!parsed.value) {
    fault(expected, "the line of this record cannot be read");
  } else if (const json::Value* note = parsed.value->find("checkpoint")) {
    read_checkpoint(note->as_string());
  } else {
    read_record(parsed.value->get("seq").as_int(), parsed.value->get("record").as_string(),
                parsed.value->get("chain").as_string());
  }
  return {};
}

Result<void> ExportVerifier::read_head(std::string_view line) {
  const json::Parsed parsed = json::parse(line);
  const bool known = parsed.value && parsed.value->get("format").as_string() == kFormat;
  if (!known) return Error{ErrorCode::kInvalid, "not a Frontdesk audit export of a known version"};
  origin_ = parsed.value->get("origin").as_string();
  size_ = parsed.value->get("size").as_int(-1);
  if (size_ < 0) return Error{ErrorCode::kInvalid, "the head of the export names no size"};
  has_head_ = true;
  check_anchors();
  return {};
}

void ExportVerifier::read_record(Seq seq, std::string_view record, std::string_view chain) {
  const Seq expected = frontier_.size() + 1;
  if (seq != expected) return fault(expected, "missing, repeated or out of order");
  const auto bytes = from_base64(record);
  if (!bytes) return fault(expected, "the record's bytes cannot be read");
  const Result<Decoded> decoded = decode_record(hasher_, *bytes);
  if (!decoded) return fault(expected, decoded.error().message);
  if (decoded->record.seq != expected) return fault(expected, "the record was made for another place");
  chain_ = hasher_.link(chain_, decoded->leaf);
  if (to_hex(chain_) != chain) return fault(expected, "the record does not fit the chain");
  frontier_.add(hasher_, decoded->leaf);
  if (decoded->record.redacted) ++verdict_.redacted;
  redactions_.see(decoded->record);
  check_anchors();
}

void ExportVerifier::read_checkpoint(std::string_view note) {
  const Seq unproven = std::min(verdict_.signed_size + 1, std::max<Seq>(frontier_.size(), 1));
  const Result<Checkpoint> checkpoint = key_.open(note);
  if (!checkpoint) return fault(unproven, checkpoint.error().message);
  if (checkpoint->origin != origin_) return fault(unproven, "a checkpoint is of another Frontdesk");
  if (checkpoint->size != frontier_.size()) {
    return fault(std::min(checkpoint->size, frontier_.size()) + 1,
                 "a checkpoint of size " + std::to_string(checkpoint->size) + " stands behind record " +
                     std::to_string(frontier_.size()));
  }
  if (checkpoint->root != frontier_.root(hasher_)) {
    return fault(unproven, range_text(unproven, checkpoint->size) + " are not what the checkpoint signed");
  }
  verdict_.signed_size = checkpoint->size;
  has_checkpoint_ = true;
}

void ExportVerifier::check_anchors() {
  for (; next_anchor_ < anchors_.size() && anchors_[next_anchor_].size == frontier_.size(); ++next_anchor_) {
    const Checkpoint& anchor = anchors_[next_anchor_];
    if (anchor.root != frontier_.root(hasher_) || anchor.origin != origin_) {
      return fault(verdict_.anchored + 1,
                   range_text(verdict_.anchored + 1, std::max<Seq>(anchor.size, 1)) + " are not what the anchor says");
    }
    verdict_.anchored = anchor.size;
  }
}

Result<Verdict> ExportVerifier::finish() {
  if (!has_head_) return Error{ErrorCode::kInvalid, "the export is empty"};
  const Seq have = frontier_.size();
  if (have < size_) fault(have + 1, "the export ends before its last record");
  if (have > size_) fault(size_ + 1, "the export holds more records than it says");
  if (next_anchor_ < anchors_.size())
    fault(have + 1, "the trail ends before an anchor of size " + std::to_string(anchors_[next_anchor_].size));
  if (!has_checkpoint_ || verdict_.signed_size != have) {
    fault(verdict_.signed_size + 1, "no checkpoint signs the last records");
  }
  if (const Seq unnamed = redactions_.first_unnamed(); unnamed > 0) fault(unnamed, kUnnamedRedaction);
  verdict_.records = found_fault() ? std::min(have, verdict_.first_bad - 1) : have;
  verdict_.intact = !found_fault();
  return verdict_;
}

}  // namespace frontdesk::audit
