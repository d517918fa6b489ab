// RedactionBook: which blanked records the trail itself accounts for.
//
// Blanking a record's details breaks no proof, because its leaf commits to them only by a salted hash. So that nobody
// can cut details out of the database unnoticed, every blanked record must be named by a later record "audit.redact"
// with object "audit_record" and its sequence. Memory: one number for each blanked record not named yet.
#pragma once

#include <set>

#include "audit/verifier/record.h"

namespace frontdesk::audit {

inline constexpr const char* kRedactAction = "audit.redact";
inline constexpr const char* kRecordObject = "audit_record";
inline constexpr const char* kUnnamedRedaction = "the details of the record are gone, and no later record says so";

class RedactionBook {
 public:
  /// To be called with every record, in order.
  void see(const Record& record);
  /// The first blanked record that no later one names; 0 when there is none.
  [[nodiscard]] Seq first_unnamed() const { return unnamed_.empty() ? 0 : *unnamed_.begin(); }
  [[nodiscard]] const std::set<Seq>& unnamed() const { return unnamed_; }

 private:
  std::set<Seq> unnamed_;
};

}  // namespace frontdesk::audit
