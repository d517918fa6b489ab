-- Schema 5: a journal item that has its fate keeps its sealed content only when no message holds it.

UPDATE journal SET payload_sealed = NULL WHERE fate IN (1, 2, 3);
