-- Schema 6: a table name that PostgreSQL does not reserve; what a repeated reply is compared by; a column that nothing
-- ever filled.

ALTER TABLE user RENAME TO user_account;

-- Keyed hash of the whole reply: the same Idempotency-Key with another reply is refused, not answered.
ALTER TABLE request_key ADD COLUMN request_hash BLOB NOT NULL DEFAULT x'';

ALTER TABLE ticket DROP COLUMN subject_sealed;
