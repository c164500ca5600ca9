/**
 * ingest.sqlite: everything the pipeline knows besides the readings themselves. Written by the pipeline alone, in the same transaction as
 * its offset in the uplink journal, so that what is counted is counted once; read by the API.
 */
import { DatabaseSync } from 'node:sqlite'
import { migrateFile, refuseNewer } from '../journal/file-version.ts'

/** One entry per released version of the file; the position is the version. Never change one that has been released. */
export const ingestMigrations: readonly string[] = [
  `
  -- How far the uplink journal of this name is dealt with: the next offset to read.
  CREATE TABLE progress (journal TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;

  -- Elements (readings, events) per device and hour of receipt (ms since 1970 UTC of the hour's start).
  CREATE TABLE ledger (
    hour INTEGER NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL,
    received INTEGER NOT NULL, stored INTEGER NOT NULL, duplicate INTEGER NOT NULL, quarantined INTEGER NOT NULL,
    PRIMARY KEY (device, hour)
  ) WITHOUT ROWID;

  -- Refused messages or elements with their bytes. id is made of the journal offset and the place in the array: the same refusal has the same id.
  CREATE TABLE quarantine (
    id TEXT PRIMARY KEY, seq INTEGER NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL, received INTEGER NOT NULL, topic TEXT NOT NULL,
    payload BLOB NOT NULL, code TEXT NOT NULL, path TEXT, expected TEXT, found TEXT, message TEXT NOT NULL, suggestion TEXT
  ) WITHOUT ROWID;
  CREATE INDEX quarantine_seq ON quarantine (seq);
  CREATE INDEX quarantine_device ON quarantine (device, seq);
  CREATE INDEX quarantine_received ON quarantine (received);

  -- What is known of each device now; record is JSON. held: the record as far as the pipeline is, while the picture of now runs ahead of it.
  CREATE TABLE device (
    device TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, since INTEGER NOT NULL, cause TEXT NOT NULL,
    record TEXT NOT NULL, held TEXT
  ) WITHOUT ROWID;

  -- Sequence numbers seen, as runs, by the hour in which they came: what a repeat is held against for 48 hours.
  CREATE TABLE seen_run (
    device TEXT NOT NULL, boot TEXT NOT NULL, hour INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL,
    PRIMARY KEY (device, boot, hour, low)
  ) WITHOUT ROWID;
  CREATE INDEX seen_run_hour ON seen_run (hour);

  -- The same for messages whose number and boot do not tell: their own time and a digest of the content; and which fields were kept at
  -- which place (n) of that millisecond, so that another message of the same time replaces none of them.
  CREATE TABLE seen_content (
    device TEXT NOT NULL, ts INTEGER NOT NULL, digest INTEGER NOT NULL, hour INTEGER NOT NULL, n INTEGER NOT NULL, fields TEXT NOT NULL,
    PRIMARY KEY (device, ts, digest)
  ) WITHOUT ROWID;
  CREATE INDEX seen_content_hour ON seen_content (hour);
  `,
  `
  CREATE INDEX quarantine_code ON quarantine (code, seq);
  CREATE INDEX quarantine_kind ON quarantine (kind, seq);

  -- The sums of the ledger over all devices of a kind, kept by the two triggers: with 10,000 devices adding up a week takes seconds.
  CREATE TABLE ledger_total (
    hour INTEGER NOT NULL, kind TEXT NOT NULL,
    received INTEGER NOT NULL, stored INTEGER NOT NULL, duplicate INTEGER NOT NULL, quarantined INTEGER NOT NULL,
    PRIMARY KEY (hour, kind)
  ) WITHOUT ROWID;
  CREATE TRIGGER ledger_entered AFTER INSERT ON ledger BEGIN
    INSERT INTO ledger_total VALUES (NEW.hour, NEW.kind, NEW.received, NEW.stored, NEW.duplicate, NEW.quarantined)
    ON CONFLICT DO UPDATE SET received = received + excluded.received, stored = stored + excluded.stored,
      duplicate = duplicate + excluded.duplicate, quarantined = quarantined + excluded.quarantined;
  END;
  CREATE TRIGGER ledger_changed AFTER UPDATE ON ledger BEGIN
    UPDATE ledger_total SET received = received + NEW.received - OLD.received, stored = stored + NEW.stored - OLD.stored,
      duplicate = duplicate + NEW.duplicate - OLD.duplicate, quarantined = quarantined + NEW.quarantined - OLD.quarantined
    WHERE hour = NEW.hour AND kind = NEW.kind;
  END;
  INSERT INTO ledger_total
    SELECT hour, kind, sum(received), sum(stored), sum(duplicate), sum(quarantined) FROM ledger GROUP BY hour, kind;
  `,
  `
  -- When a replay took it out of quarantine, what it became (stored, duplicate), and how often it was tried. NULL: it is still refused.
  ALTER TABLE quarantine ADD COLUMN replayed INTEGER;
  ALTER TABLE quarantine ADD COLUMN outcome TEXT;
  ALTER TABLE quarantine ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
  -- The field of the path: what refusals of one cause have in common.
  ALTER TABLE quarantine ADD COLUMN field TEXT;
  UPDATE quarantine SET field = CASE WHEN code IN ('not-json', 'not-utf8') OR path GLOB '[[]*]' THEN NULL
    WHEN path GLOB '[[]*].*' THEN substr(path, instr(path, '].') + 2) ELSE path END;
  UPDATE quarantine SET field = CASE WHEN field = 'values' THEN NULL ELSE substr(field, 8) END WHERE field = 'values' OR field GLOB 'values.*';
  -- With replayed, though it is NULL throughout, counting needs the index alone: a million refusals take 0.1 s instead of 3.
  CREATE INDEX quarantine_cause ON quarantine (code, field, kind, device, received, seq, replayed) WHERE replayed IS NULL;

  -- Replays as they were ordered and how far they are. scope and refusals are JSON. They go from (at_seq, at_id) to (until_seq, until_id).
  CREATE TABLE replay (
    id TEXT PRIMARY KEY, created INTEGER NOT NULL, author TEXT, scope TEXT NOT NULL, state TEXT NOT NULL, finished INTEGER,
    total INTEGER NOT NULL, done INTEGER NOT NULL, stored INTEGER NOT NULL, duplicate INTEGER NOT NULL, refused INTEGER NOT NULL,
    refusals TEXT NOT NULL, at_seq INTEGER NOT NULL, at_id TEXT NOT NULL, until_seq INTEGER NOT NULL, until_id TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX replay_created ON replay (created, id);
  `,
  `
  -- Failed sign-ins: who was not let in, whence, why, and how often. message is JSON.
  CREATE TABLE knock (
    name TEXT NOT NULL, address TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (name, address, code)
  ) WITHOUT ROWID;
  CREATE INDEX knock_last ON knock (last);
  `,
  `
  -- A device that is registered after it was heard has a kind from then on: its hours, and with them the sums, go over to that.
  DROP TRIGGER ledger_changed;
  CREATE TRIGGER ledger_changed AFTER UPDATE ON ledger WHEN NEW.kind = OLD.kind BEGIN
    UPDATE ledger_total SET received = received + NEW.received - OLD.received, stored = stored + NEW.stored - OLD.stored,
      duplicate = duplicate + NEW.duplicate - OLD.duplicate, quarantined = quarantined + NEW.quarantined - OLD.quarantined
    WHERE hour = NEW.hour AND kind = NEW.kind;
  END;
  CREATE TRIGGER ledger_moved AFTER UPDATE ON ledger WHEN NEW.kind <> OLD.kind BEGIN
    UPDATE ledger_total SET received = received - OLD.received, stored = stored - OLD.stored,
      duplicate = duplicate - OLD.duplicate, quarantined = quarantined - OLD.quarantined
    WHERE hour = OLD.hour AND kind = OLD.kind;
    INSERT INTO ledger_total VALUES (NEW.hour, NEW.kind, NEW.received, NEW.stored, NEW.duplicate, NEW.quarantined)
    ON CONFLICT DO UPDATE SET received = received + excluded.received, stored = stored + excluded.stored,
      duplicate = duplicate + excluded.duplicate, quarantined = quarantined + excluded.quarantined;
  END;
  `,
  `
  -- What facts are made of besides readings and events, per device and UTC hour, and what of it changed last (a number that grows with each
  -- batch). Bits: 30 minutes in each of two halves of the hour; heard: a message was accepted in the minute that ends with this mark, by
  -- receipt; left: the last of that minute said that the device has left. stored: readings or events of this hour were kept, by their time.
  CREATE TABLE activity (
    device TEXT NOT NULL, hour INTEGER NOT NULL, heard0 INTEGER NOT NULL, heard1 INTEGER NOT NULL,
    left0 INTEGER NOT NULL, left1 INTEGER NOT NULL, stored INTEGER NOT NULL, changed INTEGER NOT NULL, PRIMARY KEY (device, hour)
  ) WITHOUT ROWID;
  CREATE INDEX activity_changed ON activity (changed);
  CREATE INDEX activity_hour ON activity (hour);

  -- How often a device reports, seconds, as its births said from then on.
  CREATE TABLE reporting (device TEXT NOT NULL, since INTEGER NOT NULL, seconds REAL NOT NULL, PRIMARY KEY (device, since)) WITHOUT ROWID;
  `,
  `
  -- Receipts from this hour on are all in activity; of before, when that was not noted yet, only those of stored readings and events are known.
  CREATE TABLE activity_noted (since INTEGER NOT NULL);
  INSERT INTO activity_noted SELECT coalesce(max(hour) + 3600000, 0) FROM ledger;
  -- Births of then are known by what the device said last.
  INSERT OR IGNORE INTO reporting SELECT device, 0, json_extract(record, '$.birth.every') FROM device
    WHERE json_type(record, '$.birth.every') IN ('integer', 'real') AND json_extract(record, '$.birth.every') > 0
      AND device NOT IN (SELECT device FROM reporting);
  `,
]

/** Opens (and where needed creates or migrates) the file. A reader may open it beside the one writer. */
export function openIngestDatabase(path: string, { readOnly = false } = {}): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly, timeout: 10_000 })
  try {
    refuseNewer(database, path, ingestMigrations.length)
    if (readOnly) return database
    database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000')
    migrateIngestDatabase(database, path)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Makes the tables that are not there yet, in an open database; up to the version given, which tests need for files of former times. */
export function migrateIngestDatabase(database: DatabaseSync, path = 'ingest.sqlite', target = ingestMigrations.length): void {
  migrateFile(database, path, ingestMigrations, target)
}
