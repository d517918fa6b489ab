-- Schema 17: what could not be read keeps its sealed item, and may be read again. Asked for: 0 not now, else since when;
-- tried: when it was last read again, whatever came of it.

ALTER TABLE journal ADD COLUMN again_asked_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE journal ADD COLUMN again_tried_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX journal_unread ON journal(channel_id, id) WHERE payload_sealed IS NOT NULL AND fate IN (1, 2, 4);
CREATE INDEX journal_asked_again ON journal(channel_id, id) WHERE again_asked_at <> 0;
