-- Schema 10: sums of rows that give a right or send a message, and of records (sql/row_sum.h); empty: none yet.

ALTER TABLE user_account ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
ALTER TABLE session ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
ALTER TABLE channel ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
ALTER TABLE outbox ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
ALTER TABLE ticket ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
ALTER TABLE audit_record ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
