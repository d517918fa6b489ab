-- Schema 16: what mail servers write is not the customer's, and what our side writes outside the desk joins the
-- conversation it belongs to, whose key is known there without its customer.

ALTER TABLE message ADD COLUMN author_kind INTEGER NOT NULL DEFAULT 0;  -- 0 as the message's kind says, 1 a server, 2 our side, elsewhere
ALTER TABLE conversation ADD COLUMN platform_index BLOB NOT NULL DEFAULT x'';  -- keyed hash of the plugin's key alone
CREATE INDEX conversation_by_platform ON conversation(channel_id, platform_index, id) WHERE platform_index <> x'';
