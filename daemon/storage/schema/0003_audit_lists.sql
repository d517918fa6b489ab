-- Schema 3: the audit list is filtered by action, by actor or by object, newest first.

CREATE INDEX audit_by_action ON audit_record(action, seq);
CREATE INDEX audit_by_actor ON audit_record(actor_id, seq);
DROP INDEX audit_by_object;
CREATE INDEX audit_by_object ON audit_record(object_id, seq);
