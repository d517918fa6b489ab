-- Schema 19: what is new to whom, who wrote last, lists by phase, owner, customer and time, parts of numbers, and words
-- that only the designed page of a mail has.

-- Counts what came in that people should look at; each person's own mark says up to where they have (traffic/ticket_seen.h).
-- What was read by somebody until now stays read for everybody.
ALTER TABLE ticket RENAME COLUMN unread TO news;
CREATE TABLE ticket_seen (
  ticket_id INTEGER NOT NULL REFERENCES ticket(id), user_id INTEGER NOT NULL, news INTEGER NOT NULL,
  PRIMARY KEY (ticket_id, user_id)
) STRICT, WITHOUT ROWID;

-- Of the message whose beginning is preview_masked.
ALTER TABLE ticket ADD COLUMN last_by INTEGER NOT NULL DEFAULT 1;       -- 1 customer, 2 colleague, 3 server, 4 machine
ALTER TABLE ticket ADD COLUMN last_user_id INTEGER NOT NULL DEFAULT 0;  -- the colleague
UPDATE ticket SET last_user_id = last.author_id, last_by = CASE WHEN last.author_kind = 1 THEN 3
    WHEN last.automatic = 1 THEN 4 WHEN last.kind = 2 THEN 2 ELSE 1 END
  FROM (SELECT ticket_id, max(id), kind, author_id, author_kind, automatic FROM message WHERE kind IN (1, 2)
        GROUP BY ticket_id) AS last
  WHERE last.ticket_id = ticket.id;

-- The phase belongs to the facet (tables/ticket_facet.h).
DROP INDEX ticket_facet_created;
DROP INDEX ticket_facet_updated;
DROP INDEX ticket_facet_due;
CREATE INDEX ticket_facet_created ON ticket(state, phase, priority, type, channel_id, id);
CREATE INDEX ticket_facet_updated ON ticket(state, phase, priority, type, channel_id, updated_at, id);
CREATE INDEX ticket_facet_due ON ticket(state, phase, priority, type, channel_id, next_due_at, id) WHERE open = 1;
-- All that a person ever answered for; the columns behind the id let a filter leave the rows alone.
CREATE INDEX ticket_owner_created ON ticket(owner_id, state, id, priority, type, channel_id, phase) WHERE owner_id <> 0;

-- By the last digits of a number, newest first.
CREATE INDEX ticket_number_tail ON ticket(substr(number, -3), id);

-- Numbers that a masked text shows, without hyphens, from each of their parts on, and backwards (search/number_part.h).
CREATE TABLE number_part (
  backwards INTEGER NOT NULL, value TEXT NOT NULL, message_id INTEGER NOT NULL,
  PRIMARY KEY (backwards, value, message_id)
) STRICT, WITHOUT ROWID;

-- What the designed page of a mail says and its text does not; no row: the text says it all.
CREATE TABLE message_page_text (message_id INTEGER PRIMARY KEY, text_masked TEXT NOT NULL) STRICT;
