-- Schema 9: who wrote a message, beside the name that its sender gave: two people may use one name, or none.

ALTER TABLE message ADD COLUMN author_address_masked TEXT NOT NULL DEFAULT '';
