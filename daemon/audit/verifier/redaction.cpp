#include "audit/verifier/redaction.h"

namespace frontdesk::audit {

void RedactionBook::see(const Record& record) {
  if (record.redacted) unnamed_.insert(record.seq);
  if (record.act.action == kRedactAction && record.act.object_type == kRecordObject)
    unnamed_.erase(record.act.object_id);
}

}  // namespace frontdesk::audit
