-- Schema 1: channels and their journal, customers, tickets, messages, clocks, outbox, events, audit, users.
--
-- Ids are made by the application (base/id.h); times are integer microseconds since 1970 UTC; enumerations are the
-- small integers of the domain headers. Columns named *_masked may be read by anyone with the right to the row;
-- columns named *_sealed hold AEAD cipher text (privacy/vault.h); *_index columns hold keyed hashes (blind index).

CREATE TABLE setting (
  name TEXT PRIMARY KEY, value TEXT NOT NULL, version INTEGER NOT NULL, updated_at INTEGER NOT NULL, updated_by INTEGER
) STRICT;

CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;

CREATE TABLE user (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL, roles INTEGER NOT NULL,
  password_hash TEXT NOT NULL, language TEXT NOT NULL, theme TEXT NOT NULL DEFAULT 'auto',
  disabled INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE session (
  id INTEGER PRIMARY KEY, token_hash BLOB NOT NULL UNIQUE, user_id INTEGER NOT NULL REFERENCES user(id),
  csrf_hash BLOB NOT NULL, created_at INTEGER NOT NULL, last_used_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  address TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX session_by_user ON session(user_id);

CREATE TABLE channel (
  id INTEGER PRIMARY KEY, plugin TEXT NOT NULL, name TEXT NOT NULL, enabled INTEGER NOT NULL,
  config_json TEXT NOT NULL,           -- without secrets; a secret stands as {"secret": true}
  secrets_sealed BLOB,                 -- JSON object path -> value
  cursor TEXT NOT NULL DEFAULT '', state INTEGER NOT NULL DEFAULT 0, reason_code TEXT NOT NULL DEFAULT '',
  reason_text TEXT NOT NULL DEFAULT '', last_success_at INTEGER NOT NULL DEFAULT 0,
  activated_at INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, deleted_at INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE channel_state (           -- the plugin's own small key-value store
  channel_id INTEGER NOT NULL REFERENCES channel(id), name TEXT NOT NULL, value_sealed BLOB NOT NULL,
  PRIMARY KEY (channel_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE data_key (                -- wrapped keys; deleting a row shreds what it sealed
  id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, owner_id INTEGER NOT NULL, wrapped BLOB NOT NULL,
  kek_id INTEGER NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX data_key_by_owner ON data_key(scope, owner_id);

CREATE TABLE blob (                    -- sealed bytes in segment files: raw originals, attachments
  id INTEGER PRIMARY KEY, segment INTEGER NOT NULL, position INTEGER NOT NULL, stored_size INTEGER NOT NULL,
  size INTEGER NOT NULL, digest BLOB NOT NULL, created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE journal (
  id INTEGER PRIMARY KEY, channel_id INTEGER NOT NULL REFERENCES channel(id), dedup_key BLOB NOT NULL,
  revision INTEGER NOT NULL DEFAULT 0, content_hash BLOB NOT NULL, payload_sealed BLOB, raw_blob_id INTEGER,
  received_at INTEGER NOT NULL, fate INTEGER NOT NULL DEFAULT 0, ticket_id INTEGER, message_id INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '', worked_at INTEGER NOT NULL DEFAULT 0,
  UNIQUE (channel_id, dedup_key, revision)
) STRICT;
CREATE INDEX journal_pending ON journal(id) WHERE fate = 0;
CREATE INDEX journal_by_channel ON journal(channel_id, id);
CREATE INDEX journal_quarantined ON journal(channel_id, id) WHERE fate = 4;

CREATE TABLE customer (
  id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, name_masked TEXT NOT NULL, name_sealed BLOB,
  language TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL, merged_into INTEGER
) STRICT;

CREATE TABLE identity (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer(id), kind INTEGER NOT NULL,
  value_masked TEXT NOT NULL, value_sealed BLOB NOT NULL, value_index BLOB NOT NULL, created_at INTEGER NOT NULL,
  UNIQUE (kind, value_index)
) STRICT;
CREATE INDEX identity_by_customer ON identity(customer_id);

CREATE TABLE ticket (
  id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, state INTEGER NOT NULL, priority INTEGER NOT NULL,
  type INTEGER NOT NULL, phase INTEGER NOT NULL DEFAULT 0, topic TEXT NOT NULL DEFAULT '',
  channel_id INTEGER NOT NULL REFERENCES channel(id), customer_id INTEGER NOT NULL REFERENCES customer(id),
  owner_id INTEGER NOT NULL DEFAULT 0, queue TEXT NOT NULL DEFAULT '', round INTEGER NOT NULL DEFAULT 1,
  subject_masked TEXT NOT NULL, subject_sealed BLOB, preview_masked TEXT NOT NULL DEFAULT '',
  received_at INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  last_message_at INTEGER NOT NULL, message_count INTEGER NOT NULL DEFAULT 0,
  attachment_count INTEGER NOT NULL DEFAULT 0, unread INTEGER NOT NULL DEFAULT 1,
  unreadable INTEGER NOT NULL DEFAULT 0, clock_kind INTEGER NOT NULL DEFAULT 0,
  clock_started_at INTEGER NOT NULL DEFAULT 0,
  next_due_at INTEGER NOT NULL,        -- of the next running clock; 2^62 when none runs
  open INTEGER NOT NULL,               -- 1 while neither resolved nor ended; what the lists filter by
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX ticket_open_due ON ticket(open, next_due_at, id);
CREATE INDEX ticket_open_updated ON ticket(open, updated_at, id);
CREATE INDEX ticket_state_updated ON ticket(state, updated_at, id);
CREATE INDEX ticket_owner_due ON ticket(owner_id, open, next_due_at, id);
CREATE INDEX ticket_by_customer ON ticket(customer_id, id);

CREATE TABLE conversation (
  id INTEGER PRIMARY KEY, channel_id INTEGER NOT NULL REFERENCES channel(id),
  key_index BLOB NOT NULL,             -- keyed hash of the plugin's conversation key
  key_sealed BLOB NOT NULL, ticket_id INTEGER NOT NULL REFERENCES ticket(id),
  customer_id INTEGER NOT NULL REFERENCES customer(id), created_at INTEGER NOT NULL,
  UNIQUE (channel_id, key_index)
) STRICT;
CREATE INDEX conversation_by_ticket ON conversation(ticket_id);

CREATE TABLE message (
  id INTEGER PRIMARY KEY, ticket_id INTEGER NOT NULL REFERENCES ticket(id), kind INTEGER NOT NULL,
  conversation_id INTEGER NOT NULL DEFAULT 0, author_id INTEGER NOT NULL DEFAULT 0,  -- user, 0 for the customer
  author_masked TEXT NOT NULL DEFAULT '', text_masked TEXT NOT NULL DEFAULT '', text_sealed BLOB,
  quoted_masked TEXT NOT NULL DEFAULT '', html_masked TEXT NOT NULL DEFAULT '',
  has_remote_images INTEGER NOT NULL DEFAULT 0, raw_blob_id INTEGER NOT NULL DEFAULT 0,
  key_id INTEGER NOT NULL DEFAULT 0,   -- data_key that sealed this row's columns
  automatic INTEGER NOT NULL DEFAULT 0, unreadable INTEGER NOT NULL DEFAULT 0,
  event_json TEXT NOT NULL DEFAULT '', -- kind system: what happened, masked
  delivery INTEGER NOT NULL DEFAULT 0, delivery_reason TEXT NOT NULL DEFAULT '',
  sent_at INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, ruleset INTEGER NOT NULL DEFAULT 0,
  journal_id INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX message_by_ticket ON message(ticket_id, id);
CREATE UNIQUE INDEX message_by_journal ON message(journal_id) WHERE journal_id <> 0;

CREATE TABLE message_reference (       -- ids under which a message is known outside: RFC 5322 Message-ID and the like
  channel_id INTEGER NOT NULL, reference_index BLOB NOT NULL, message_id INTEGER NOT NULL, ticket_id INTEGER NOT NULL,
  PRIMARY KEY (channel_id, reference_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment (
  id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL DEFAULT 0,  -- 0: uploaded, not sent yet
  owner_id INTEGER NOT NULL DEFAULT 0, name_masked TEXT NOT NULL, name_sealed BLOB, mime TEXT NOT NULL,
  size INTEGER NOT NULL, content_id TEXT NOT NULL DEFAULT '', inline INTEGER NOT NULL DEFAULT 0,
  blob_id INTEGER NOT NULL, key_id INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX attachment_by_message ON attachment(message_id, id);

CREATE TABLE clock (
  id INTEGER PRIMARY KEY, ticket_id INTEGER NOT NULL REFERENCES ticket(id), kind INTEGER NOT NULL,
  state INTEGER NOT NULL, round INTEGER NOT NULL DEFAULT 1, started_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
  met_at INTEGER NOT NULL DEFAULT 0, breached_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX clock_by_ticket ON clock(ticket_id, id);
CREATE INDEX clock_running_due ON clock(due_at) WHERE state = 1 AND breached_at = 0;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL UNIQUE REFERENCES message(id), channel_id INTEGER NOT NULL,
  conversation_id INTEGER NOT NULL, state INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL, idempotency_key TEXT NOT NULL UNIQUE, payload_sealed BLOB NOT NULL,
  reason TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox(channel_id, next_attempt_at) WHERE state IN (1, 2);
CREATE INDEX outbox_waiting ON outbox(conversation_id, id) WHERE state IN (1, 2);
CREATE INDEX outbox_troubled ON outbox(channel_id) WHERE state IN (5, 6);

CREATE TABLE request_key (             -- Idempotency-Key of replies: the same request is answered, not repeated
  user_id INTEGER NOT NULL, key_hash BLOB NOT NULL, message_id INTEGER NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, key_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (                   -- what the browsers are told; masked, kept for a day
  seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, data_json TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE audit_record (
  seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL, leaf BLOB NOT NULL, chain BLOB NOT NULL,
  at INTEGER NOT NULL, actor_id INTEGER NOT NULL DEFAULT 0, action TEXT NOT NULL, object_type TEXT NOT NULL,
  object_id INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX audit_by_object ON audit_record(object_type, object_id, seq);
CREATE TABLE audit_checkpoint (        -- signed tree heads; `frontier` is the tree's compact range at that size
  size INTEGER PRIMARY KEY, root BLOB NOT NULL, frontier BLOB NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;

CREATE TABLE identifier (              -- order numbers, tracking numbers, phone tails: exact, by keyed hash
  kind INTEGER NOT NULL, value_index BLOB NOT NULL, ticket_id INTEGER NOT NULL,
  PRIMARY KEY (kind, value_index, ticket_id)
) STRICT, WITHOUT ROWID;
