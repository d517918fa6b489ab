-- Schema 11: items that were never taken have rows, too (fate 5); few, and looked for.

CREATE INDEX journal_rejected ON journal(channel_id, id) WHERE fate = 5;
