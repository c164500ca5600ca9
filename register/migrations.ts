/** One entry per released version of register.sqlite; the position is the version. Never change one that has been released. */
export const migrations: readonly string[] = [
  `
  -- Grows with every change, so that other processes see that something is new.
  CREATE TABLE change (version INTEGER NOT NULL) STRICT;
  INSERT INTO change VALUES (1);

  -- What was done once, and with what.
  CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- Reference data of seeds/, so that facilities can refer to it. record is JSON.
  CREATE TABLE town (id TEXT PRIMARY KEY, position INTEGER NOT NULL, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE zone (id TEXT PRIMARY KEY, position INTEGER NOT NULL, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE circle (id TEXT PRIMARY KEY, position INTEGER NOT NULL, record TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- town and circles say where it is now, facility_place since when and where before. circles: ids in order, joined by commas.
  -- functions is JSON. Times are ms since 1970 UTC.
  CREATE TABLE facility (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, town TEXT NOT NULL REFERENCES town, circles TEXT NOT NULL,
    community TEXT, operator TEXT, latitude REAL, longitude REAL, functions TEXT, households INTEGER,
    demo INTEGER NOT NULL, created_at INTEGER NOT NULL, retired_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX facility_town ON facility (town);

  CREATE TABLE facility_circle (
    circle TEXT NOT NULL REFERENCES circle, facility TEXT NOT NULL REFERENCES facility, PRIMARY KEY (circle, facility)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX facility_circle_facility ON facility_circle (facility);

  CREATE TABLE facility_place (
    facility TEXT NOT NULL REFERENCES facility, since INTEGER NOT NULL, town TEXT NOT NULL REFERENCES town, circles TEXT NOT NULL,
    PRIMARY KEY (facility, since)
  ) STRICT, WITHOUT ROWID;

  -- facility says where it is now, assignment since when and where before.
  CREATE TABLE device (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, facility TEXT NOT NULL REFERENCES facility, model TEXT, vendor TEXT,
    demo INTEGER NOT NULL, created_at INTEGER NOT NULL, retired_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX device_kind ON device (kind);
  CREATE INDEX device_facility ON device (facility, kind);

  CREATE TABLE assignment (
    device TEXT NOT NULL REFERENCES device, since INTEGER NOT NULL, facility TEXT NOT NULL REFERENCES facility,
    PRIMARY KEY (device, since)
  ) STRICT, WITHOUT ROWID;

  -- hash: see passwords.ts; nothing here opens anything by itself.
  CREATE TABLE credential (device TEXT PRIMARY KEY REFERENCES device, hash TEXT NOT NULL, issued_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE account (name TEXT PRIMARY KEY, role TEXT NOT NULL, hash TEXT NOT NULL, changed_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  -- digest: SHA-256 of a random token of 256 bits.
  CREATE TABLE session (
    digest TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account ON DELETE CASCADE, expires INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX session_expires ON session (expires);
  CREATE INDEX session_account ON session (account);
  CREATE TABLE token (
    id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
    created_at INTEGER NOT NULL, expires INTEGER, used_at INTEGER, revoked_at INTEGER
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Each saving is a version; all but the last one of a device, or of a kind and model, are replaced. rules is JSON.
  CREATE TABLE mapping (
    id INTEGER PRIMARY KEY, device TEXT REFERENCES device, kind TEXT, model TEXT, version INTEGER NOT NULL, replaced INTEGER NOT NULL,
    created_at INTEGER NOT NULL, author TEXT, rules TEXT NOT NULL,
    CHECK ((device IS NULL) = (kind IS NOT NULL) AND (kind IS NULL) = (model IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX mapping_device ON mapping (device) WHERE replaced = 0;
  CREATE UNIQUE INDEX mapping_model ON mapping (kind, model) WHERE replaced = 0;
  `,
  `
  -- What is done with the times of a device whose clock is wrong; without a row: accept.
  CREATE TABLE clock_policy (
    device TEXT PRIMARY KEY REFERENCES device, policy TEXT NOT NULL, changed_at INTEGER NOT NULL, author TEXT
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- One-time codes for devices that nobody has registered yet. digest: SHA-256 of the code; seal_key: a public key that follows from the
  -- code, so that what is sealed with it opens with the code alone. knocked_by: the id under which a device came with the code. outcome:
  -- what people decided (accepted, rejected, revoked). sealed: the password issued on acceptance, until the device signs in with it.
  -- connected and messages are the gateway's, written now and then.
  CREATE TABLE claim (
    id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, seal_key TEXT NOT NULL,
    device TEXT, kind TEXT, facility TEXT REFERENCES facility, model TEXT, vendor TEXT,
    created_at INTEGER NOT NULL, author TEXT NOT NULL, expires INTEGER NOT NULL,
    knocked_by TEXT, knocked_at INTEGER, address TEXT, connected INTEGER NOT NULL, messages INTEGER NOT NULL,
    outcome TEXT, decided_at INTEGER, sealed TEXT, delivered_at INTEGER, taken_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX claim_knocked ON claim (knocked_by);
  CREATE INDEX claim_created ON claim (created_at, id);
  `,
  `
  -- Programs that speak for devices. hash: see passwords.ts.
  CREATE TABLE adapter (name TEXT PRIMARY KEY, hash TEXT NOT NULL, issued_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  -- The adapter that may speak for it, and since when the binding is as it is, null for a device never bound.
  ALTER TABLE device ADD COLUMN adapter TEXT;
  ALTER TABLE device ADD COLUMN bound_at INTEGER;
  CREATE INDEX device_adapter ON device (adapter) WHERE adapter IS NOT NULL;
  `,
  `
  -- What is stated of a facility or device from a time on, each term for itself; the last statement of a time holds, superseded ones are
  -- kept. value is JSON, null where the term was taken away. The column terms has what holds now, as JSON. commissioned is stated since 0.
  CREATE TABLE facility_term (
    id INTEGER PRIMARY KEY, facility TEXT NOT NULL REFERENCES facility, term TEXT NOT NULL, since INTEGER NOT NULL, value TEXT,
    recorded INTEGER NOT NULL, author TEXT, superseded INTEGER
  ) STRICT;
  CREATE INDEX facility_term_since ON facility_term (facility, since);
  CREATE TABLE device_term (
    id INTEGER PRIMARY KEY, device TEXT NOT NULL REFERENCES device, term TEXT NOT NULL, since INTEGER NOT NULL, value TEXT,
    recorded INTEGER NOT NULL, author TEXT, superseded INTEGER
  ) STRICT;
  CREATE INDEX device_term_since ON device_term (device, since);
  INSERT INTO facility_term (facility, term, since, value, recorded)
    SELECT id, 'households', created_at, CAST(households AS TEXT), created_at FROM facility WHERE households IS NOT NULL
    UNION ALL SELECT id, 'functions', created_at, functions, created_at FROM facility WHERE functions IS NOT NULL;
  ALTER TABLE facility ADD COLUMN terms TEXT NOT NULL DEFAULT '{}';
  UPDATE facility SET terms = json_patch('{}', json_object('households', households, 'functions', json(functions)));
  ALTER TABLE facility DROP COLUMN households;
  ALTER TABLE facility DROP COLUMN functions;
  ALTER TABLE facility ADD COLUMN commissioned_at INTEGER;
  ALTER TABLE device ADD COLUMN terms TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE device ADD COLUMN commissioned_at INTEGER;

  -- Approved suspensions and excluded outages, of a facility or one device of it. to_time null: until further notice. date is that of the document.
  CREATE TABLE exemption (
    id INTEGER PRIMARY KEY, facility TEXT NOT NULL REFERENCES facility, device TEXT REFERENCES device, sort TEXT NOT NULL,
    from_time INTEGER NOT NULL, to_time INTEGER, document TEXT NOT NULL, date TEXT NOT NULL, reason TEXT NOT NULL,
    author TEXT NOT NULL, recorded INTEGER NOT NULL, withdrawn INTEGER, withdrawn_by TEXT, withdrawn_reason TEXT
  ) STRICT;
  CREATE INDEX exemption_facility ON exemption (facility);
  CREATE INDEX exemption_device ON exemption (device) WHERE device IS NOT NULL;

  -- Communities and villages (社区、村). Each change is a row; those superseded are kept.
  CREATE TABLE community (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, town TEXT NOT NULL REFERENCES town, since INTEGER, until INTEGER,
    demo INTEGER NOT NULL, recorded INTEGER NOT NULL, author TEXT, superseded INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX community_id ON community (id) WHERE superseded IS NULL;

  -- entered: by people, and no more as seeds/ has it.
  ALTER TABLE circle ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;

  -- Units that may read an indicator for which the plan does not name them, as the bureau agreed. date is that of the document.
  CREATE TABLE consent (
    id INTEGER PRIMARY KEY, indicator TEXT NOT NULL, unit TEXT NOT NULL, document TEXT NOT NULL, date TEXT NOT NULL,
    author TEXT NOT NULL, recorded INTEGER NOT NULL, withdrawn INTEGER, withdrawn_by TEXT
  ) STRICT;
  CREATE UNIQUE INDEX consent_unit ON consent (indicator, unit) WHERE withdrawn IS NULL;

  -- What a reviewer is bound to.
  ALTER TABLE token ADD COLUMN unit TEXT;
  ALTER TABLE token ADD COLUMN town TEXT;
  `,
]
