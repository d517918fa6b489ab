-- Schema 2: the full-text index over masked text, one entry per message (rowid = message id). Contentless: the text
-- itself is in ticket and message; taking an entry out needs the text that was put in.
CREATE VIRTUAL TABLE search USING fts5(body, content='', detail=none, columnsize=0, tokenize='frontdesk');
