-- Schema 7: which files of a plugin an administrator has approved, and since when a reply is being tried.

CREATE TABLE plugin_approval (         -- hashes in lower-case hexadecimal; the plugin runs only with exactly these files
  plugin TEXT PRIMARY KEY, library_sha256 TEXT NOT NULL, manifest_sha256 TEXT NOT NULL, version TEXT NOT NULL,
  approved_at INTEGER NOT NULL, approved_by INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When the reply was queued, or a human last said "send it again": tries end two days after this.
ALTER TABLE outbox ADD COLUMN queued_at INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET queued_at = created_at;
