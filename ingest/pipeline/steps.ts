import type { DatabaseSync } from 'node:sqlite'
import type { JournalWriter } from '../../journal/journal.ts'
import type { Register } from '../../register/register.ts'
import { followReplayed, settle } from '../replay/steps.ts'
import type { Store } from '../store/store.ts'
import type { Step } from './batch.ts'
import { clock } from './clock.ts'
import { decode } from './decode.ts'
import { deduplicate } from './deduplicate.ts'
import type { Devices } from './devices.ts'
import { followState } from './follow-state.ts'
import { identify } from './identify.ts'
import { keep } from './keep.ts'
import { map } from './map.ts'
import type { Patience } from './patience.ts'
import { Topics } from './topic.ts'
import { validate } from './validate.ts'
import { verdict } from './verdict.ts'

interface StepParts {
  readonly devices: Devices
  readonly register: Register
  readonly database: DatabaseSync
  readonly store: Store
  /** With the store, and with our own files. */
  readonly storePatience: Patience
  readonly filesPatience: Patience
  readonly downlink: JournalWriter
  readonly journalId: string
  readonly readingsDays: number
}

/** The way of a message, in order. */
export function steps(parts: StepParts): readonly Step[] {
  const { devices, register, database, store, storePatience, filesPatience, downlink, journalId, readingsDays } = parts
  const topics = new Topics()
  return [
    decode(topics),
    identify(devices, topics),
    map(register),
    validate(readingsDays),
    deduplicate(database),
    clock(),
    followState(devices),
    keep(store, storePatience, register),
    verdict(downlink, filesPatience, journalId),
  ]
}

/** The way of what comes out of quarantine: nobody is heard, nobody hears a verdict. */
export function replaySteps(parts: Omit<StepParts, 'downlink' | 'filesPatience'>): readonly Step[] {
  const { devices, register, database, store, storePatience, journalId, readingsDays } = parts
  const topics = new Topics()
  return [
    decode(topics),
    identify(devices, topics),
    map(register),
    validate(readingsDays),
    deduplicate(database),
    clock(),
    followReplayed(),
    keep(store, storePatience, register),
    settle(journalId),
  ]
}

/** What of the way decides about a message, for those who only want to know. `isCommitted`: whether each batch is written before the next. */
export function trialSteps(
  { devices, register, database, readingsDays }: Pick<StepParts, 'devices' | 'register' | 'database' | 'readingsDays'>,
  { isCommitted = false } = {},
): readonly Step[] {
  const topics = new Topics()
  return [decode(topics), identify(devices, topics), map(register), validate(readingsDays), deduplicate(database, { isCommitted }), clock()]
}

/** What of the way says how things are now: without what is done once only, so it may be gone twice. */
export function liveSteps({ devices, register, readingsDays }: Pick<StepParts, 'devices' | 'register' | 'readingsDays'>): readonly Step[] {
  const topics = new Topics()
  return [decode(topics), identify(devices, topics), map(register), validate(readingsDays), clock(), followState(devices)]
}
