// How the clocks of devices are, as the API tells it.
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { offsetOf } from '../../facilities/zone.ts'
import { type ClockPolicy, clockPolicyNames } from '../../register/clock-policies.ts'
import { type ClockCause, clockCauseNames, clockCauses } from '../clock/causes.ts'
import { type ClockRecord, minuteMs } from '../clock/clock-record.ts'
import { clockWords } from '../clock/describe.ts'
import { offsetAt } from '../clock/run.ts'
import { iso, time, words } from './answers.ts'
import { defined } from './defined.ts'

export const clockCause = z
  .enum(clockCauseNames as [ClockCause, ...ClockCause[]])
  .describe(clockCauseNames.map((cause) => `${cause}: ${clockCauses[cause].name.en}`).join('; '))

export const clockPolicy = z
  .enum(clockPolicyNames)
  .describe(
    'accept: times more than 5 minutes ahead are taken as of receipt, others stand, impossible ones are quarantined; correct: what is known to be the matter is undone and marked; quarantine: what a wrong clock says is quarantined',
  )

/** What is known of a clock. */
export const clockFacts = {
  cause: clockCause,
  name: words.describe('The cause, for people'),
  message: words.describe('What was seen'),
  cure: words.describe('What to do about it'),
  since: time.optional().describe('Since when this is the cause'),
  offsetMs: z
    .number()
    .optional()
    .describe('How far its clock was ahead of ours in its latest message; a buffered message makes it negative'),
  at: time.optional().describe('Receipt of that message'),
  steadyOffsetMs: z.number().optional().describe('How far its clock is ahead by the messages that came soonest'),
  driftMsPerHour: z.number().optional().describe('Where it drifts: what it gains in an hour'),
  corrected: z.int().describe('Readings and events kept under another time than the device gave'),
}

export type ClockFacts = z.output<z.ZodObject<typeof clockFacts>>

/** Minutes our own zone is ahead of UTC at a moment. Make it once: asking for a zone takes long. */
export type Local = (at: number) => number

export function localOf(zone: string): Local {
  const offset = offsetOf(zone)
  return (at) => offset(at) / minuteMs
}

export function clockFactsOf(record: ClockRecord | undefined, local: Local): ClockFacts {
  const { cause = 'unknown', since, at = 0, corrected = 0, learned } = record ?? {}
  const run = cause === 'unknown' ? undefined : learned?.run
  return {
    cause,
    name: clockCauses[cause].name,
    message: clockWords(record ?? {}, local),
    cure: clockCauses[cause].cure,
    ...defined({
      since: since === undefined ? undefined : iso(since),
      ...(record && at > 0 && { offsetMs: record.offsetMs, at: iso(at) }),
      steadyOffsetMs: run && Math.round(offsetAt(run, learned?.at ?? at)),
      driftMsPerHour: run?.rate,
    }),
    corrected,
  }
}

/** As /devices/{id} and its latest tell it. */
export const clockInShort = z
  .object({
    offsetMs: z.number().describe('How far its clock was ahead of ours in its latest message; a buffered message makes it negative'),
    at: time,
    corrected: clockFacts.corrected,
    cause: clockCause,
    message: words,
    driftMsPerHour: clockFacts.driftMsPerHour,
    policy: clockPolicy,
  })
  .nullable()
  .describe('null: it has not sent a time yet')

export function clockInShortOf(record: ClockRecord | undefined, local: Local, policy: ClockPolicy): z.output<typeof clockInShort> {
  const { offsetMs, at, corrected, cause, message, driftMsPerHour } = clockFactsOf(record, local)
  if (offsetMs === undefined || at === undefined) return null
  return { offsetMs, at, corrected, cause, message, ...defined({ driftMsPerHour }), policy }
}

/** Clocks as the pipeline wrote them last. */
export interface ClockRecords {
  of(devices: readonly string[]): ReadonlyMap<string, ClockRecord>
  /** How many devices there are of each cause. */
  count(): ReadonlyMap<ClockCause, number>
}

export function clockRecords(database: DatabaseSync): ClockRecords {
  const several = database.prepare(`
    SELECT device, json_extract(record, '$.clock') AS clock FROM device WHERE device IN (SELECT value FROM json_each(?)) AND clock IS NOT NULL`)
  const counts = database.prepare(`
    SELECT coalesce(json_extract(record, '$.clock.cause'), 'unknown') AS clockCause, count(*) AS devices FROM device GROUP BY clockCause`)
  return {
    of(devices) {
      const rows = several.all(JSON.stringify(devices)) as { device: string; clock: string }[]
      return new Map(rows.map(({ device, clock }) => [device, JSON.parse(clock) as ClockRecord]))
    },
    count() {
      const rows = counts.all() as { clockCause: ClockCause; devices: number }[]
      return new Map(rows.map(({ clockCause, devices }) => [clockCause, devices]))
    },
  }
}
