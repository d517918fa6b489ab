-- Schema 18: a ticket that was merged points to the one it became part of (tables/ticket_merge.h).

ALTER TABLE ticket ADD COLUMN merged_into INTEGER NOT NULL DEFAULT 0;
