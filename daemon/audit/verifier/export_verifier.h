// ExportVerifier: judges an exported audit trail, line by line, without the database.
//
// An export is JSON Lines (audit/export.h):
//   {"format":"frontdesk-audit-export/1","origin":"…","size":N}
//   {"seq":1,"record":"<base64 of the exact bytes>","chain":"<hex link>"}      N times, seq 1 … N
//   {"checkpoint":"<signed note>"}                                             behind the record of its size
// and ends with the checkpoint of size N. Intact means: every record has its sequence, its exact bytes hash into the
// chain and into every signed root, every blanked record is named by an audit.redact record (redaction.h), and the
// roots of all anchors (checkpoints kept elsewhere) are met. Without an
// anchor a trail that was cut back to an older checkpoint cannot be told from an honest older one.
//
//   auto verifier = ExportVerifier::create(key_text, anchor_text);
//   while (next line) if (auto fed = verifier->feed(line); !fed) break;   // kInvalid: not an export
//   Verdict verdict = verifier->finish();
// Thread rule: one thread at a time. Memory: constant, but for blanked records not named yet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/act.h"
#include "audit/verifier/checkpoint.h"
#include "audit/verifier/merkle.h"
#include "audit/verifier/redaction.h"
#include "base/result.h"

namespace frontdesk::audit {

struct Verdict {
  bool intact = false;
  Seq first_bad = 0;    ///< the first record that is wrong, missing or not proven; 0 when intact
  std::string reason;   ///< English, empty when intact
  Seq records = 0;      ///< records read and found good
  Seq signed_size = 0;  ///< size of the last good checkpoint
  Seq anchored = 0;     ///< size of the largest anchor that was met; 0 without
  Seq redacted = 0;     ///< records whose details were blanked
};

class ExportVerifier {
 public:
  /// `anchors`: one or more signed checkpoints, or empty. kInvalid when the key or an anchor cannot be used.
  static Result<ExportVerifier> create(std::string_view public_key, std::string_view anchors);

  /// One line without its line break. kInvalid: the first line is not the head of an export. Lines behind the first
  /// fault are ignored.
  Result<void> feed(std::string_view line);
  [[nodiscard]] bool found_fault() const { return verdict_.first_bad != 0; }
  /// Call once, after the last line. kInvalid when not even a head was read.
  Result<Verdict> finish();

 private:
  explicit ExportVerifier(PublicKey key) : key_(std::move(key)) {}
  Result<void> read_head(std::string_view line);
  void read_record(Seq seq, std::string_view record, std::string_view chain);
  void read_checkpoint(std::string_view note);
  void check_anchors();
  void fault(Seq seq, std::string reason);

  PublicKey key_;
  Hasher hasher_;
  Frontier frontier_;
  RedactionBook redactions_;
  Hash chain_{};
  std::vector<Checkpoint> anchors_;  ///< by size
  std::size_t next_anchor_ = 0;
  std::string origin_;
  Seq size_ = 0;
  bool has_head_ = false;
  bool has_checkpoint_ = false;
  Verdict verdict_;
};

}  // namespace frontdesk::audit
