-- Schema 15: blobs whose bytes are gone or changed on disk, and the way from a segment to the messages it holds.

CREATE TABLE blob_damage (              -- found by a look at the segments; a row goes when the bytes are whole again
  blob_id INTEGER PRIMARY KEY REFERENCES blob(id) ON DELETE CASCADE,
  kind INTEGER NOT NULL,                -- storage/tables/blob_damage.h
  found_at INTEGER NOT NULL
) STRICT;

CREATE INDEX blob_by_place ON blob(segment, position);
CREATE INDEX message_by_raw_blob ON message(raw_blob_id) WHERE raw_blob_id <> 0;
CREATE INDEX attachment_by_blob ON attachment(blob_id);
