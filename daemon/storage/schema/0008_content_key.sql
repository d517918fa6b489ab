-- Schema 8: an item is known by its source's key alone; its content recognises it only where the plugin says so.

-- Keyed hash of the plugin's content_key. Rows from before were known by their content: their key is that of the content.
ALTER TABLE journal ADD COLUMN content_key BLOB;
UPDATE journal SET content_key = dedup_key;
CREATE INDEX journal_by_content ON journal(channel_id, content_key) WHERE content_key IS NOT NULL;
