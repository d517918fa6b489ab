// An export made without a database: what a trail of invented acts looks like, to be damaged by tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/signing_key.h"
#include "audit/verifier/export_verifier.h"
#include "audit/verifier/record.h"

namespace frontdesk::audit::test {

struct SampleExport {
  std::string origin;
  std::vector<Bytes> records;            ///< seq = index + 1
  std::vector<std::string> chain;        ///< hex, one for each record
  std::vector<std::string> checkpoints;  ///< note by size; empty where none was signed

  /// The lines of the export, as the trail's exporter writes them.
  [[nodiscard]] std::vector<std::string> lines() const;
};

/// The export line of one record.
std::string record_line(Seq seq, const Bytes& bytes, std::string_view chain);

/// `count` records, a checkpoint after every `every` and after the last one. From record `differs_from` on (0: never)
/// the acts are others than in every other sample. The last record is the audit.redact of record `redacts` (0: it is an
/// act like the others).
SampleExport make_export(const SigningKey& key, Seq count, Seq every, Seq differs_from = 0, Seq redacts = 0);

/// Verdict over lines; the key and anchors must be usable.
Verdict judge(const std::vector<std::string>& lines, const SigningKey& key, const std::string& anchors = {});

}  // namespace frontdesk::audit::test
