-- Schema 20: who else a message went to or names, and what of ours was not for the customer (traffic/message_people.h).

CREATE TABLE message_people (
  message_id INTEGER PRIMARY KEY REFERENCES message(id),
  people_masked TEXT NOT NULL,       -- JSON, as agents see them
  people_sealed BLOB NOT NULL,       -- the same in clear, sealed with the message's key
  failed INTEGER NOT NULL DEFAULT 0  -- bit n: the n-th was not reached
) STRICT;

-- A message of ours that went to others than the customer: it answers nothing.
ALTER TABLE message ADD COLUMN aside INTEGER NOT NULL DEFAULT 0;
