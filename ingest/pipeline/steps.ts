import type { DatabaseSync } from 'node:sqlite'
import type { JournalWriter } from '../../journal/journal.ts'
import type { Register } from '../../register/register.ts'
import { followReplayed, settleReplayed } from '../replay/steps.ts'
import type { Store } from '../store/store.ts'
import { activity } from './activity.ts'
import type { Step } from './batch.ts'
import { clock } from './clock.ts'
import { decode } from './decode.ts'
import { deduplicate } from './deduplicate.ts'
import type { Devices } from './devices.ts'
import { followState } from './follow-state.ts'
import { identify } from './identify.ts'
import { keep } from './keep.ts'
import { knocks } from './knocks.ts'
import { map } from './map.ts'
import type { Patience } from './patience.ts'
import { settle } from './settle.ts'
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
  readonly timezone: string
}

type Deciding = Pick<StepParts, 'devices' | 'register' | 'database' | 'readingsDays' | 'timezone'>

/**
 * The steps that decide about a message, in order. `isCommitted`: each batch is written down before the next one, so what was seen need not be
 * remembered.
 */
function deciding(parts: Deciding, { isCommitted = true } = {}): readonly Step[] {
  const { devices, register, database, readingsDays } = parts
  const topics = new Topics()
  return [
    decode(topics),
    identify(devices, topics),
    map(register),
    clock(parts),
    validate(readingsDays),
    deduplicate(database, { isCommitted }),
    settle(),
  ]
}

/** The way of a message, in order. */
export function steps(parts: StepParts): readonly Step[] {
  const { devices, register, store, storePatience, filesPatience, downlink, journalId } = parts
  return [
    ...deciding(parts),
    followState(devices),
    knocks(),
    keep(store, storePatience, register),
    activity(),
    verdict(downlink, filesPatience, journalId),
  ]
}

/** The way of what comes out of quarantine: nobody is heard, nobody hears a verdict. */
export function replaySteps(parts: Omit<StepParts, 'downlink' | 'filesPatience' | 'journalId'>): readonly Step[] {
  const { register, store, storePatience } = parts
  return [...deciding(parts), followReplayed(), keep(store, storePatience, register), activity(), settleReplayed()]
}

/** What of the way decides, for those who only want to know. */
export const trialSteps = deciding

/** What of the way says how things are now: without what is done once only, so it may be gone twice. */
export function liveSteps(parts: Omit<Deciding, 'database'>): readonly Step[] {
  const { devices, register, readingsDays } = parts
  const topics = new Topics()
  return [decode(topics), identify(devices, topics), map(register), clock(parts), validate(readingsDays), settle(), followState(devices)]
}
