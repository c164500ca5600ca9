import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import { hourMs, hourOf, repeatWindowMs } from '../deduplicate/seen-runs.ts'
import type { Devices } from './devices.ts'

const rowsAtOnce = 5_000

/** Forgets what has passed its time: numbers and digests that cannot make a repeat any more, and old quarantine. */
export async function forgetOld(
  database: DatabaseSync,
  devices: Devices,
  now: number,
  { quarantineDays, readingsDays }: { readonly quarantineDays: number; readonly readingsDays: number },
): Promise<void> {
  await forgetSeen(database, devices, now)
  await deleteSlowly(
    database,
    'DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine WHERE received < ? LIMIT ?)',
    now - quarantineDays * 24 * hourMs,
  )
  await deleteSlowly(
    database,
    "DELETE FROM replay WHERE id IN (SELECT id FROM replay WHERE created < ? AND state <> 'running' LIMIT ?)",
    now - quarantineDays * 24 * hourMs,
  )
  // Without the readings of its hour it says nothing any more.
  await deleteSlowly(
    database,
    'DELETE FROM activity WHERE (device, hour) IN (SELECT device, hour FROM activity WHERE hour < ? LIMIT ?)',
    hourOf(now - readingsDays * 24 * hourMs),
  )
}

/** Not while a replay is under way: repeats of what it took out of quarantine long after their receipt may still be in there. */
async function forgetSeen(database: DatabaseSync, devices: Devices, now: number): Promise<void> {
  if (database.prepare("SELECT 1 FROM replay WHERE state = 'running' LIMIT 1").get() !== undefined) return
  // One hour more than the window, because receipts are known to the hour.
  const seenBefore = hourOf(now) - repeatWindowMs - hourMs
  await deleteSlowly(
    database,
    'DELETE FROM seen_run WHERE (device, boot, hour, low) IN (SELECT device, boot, hour, low FROM seen_run WHERE hour < ? LIMIT ?)',
    seenBefore,
  )
  await deleteSlowly(
    database,
    'DELETE FROM seen_content WHERE (device, ts, digest) IN (SELECT device, ts, digest FROM seen_content WHERE hour < ? LIMIT ?)',
    seenBefore,
  )
  for (const device of devices.all()) {
    for (const [boot, runs] of device.boots) {
      runs.forgetBefore(seenBefore)
      if (runs.highest < 0) device.boots.delete(boot)
    }
  }
}

/** In pieces, so that readings never wait long behind it. */
async function deleteSlowly(database: DatabaseSync, sql: string, before: number): Promise<void> {
  const statement = database.prepare(sql)
  while (Number(statement.run(before, rowsAtOnce).changes) === rowsAtOnce) await turn()
}
