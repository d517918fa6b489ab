-- Schema 13: whose messages a channel carries, so that a channel made anew continues one that was removed
-- (tables/channel_account.h).

CREATE TABLE channel_account (
  channel_id INTEGER PRIMARY KEY REFERENCES channel(id), plugin TEXT NOT NULL, account TEXT NOT NULL,
  mac BLOB NOT NULL DEFAULT x''
) STRICT;
