import type { DatabaseSync } from 'node:sqlite'
import type { JournalWriter } from '../../journal/journal.ts'
import type { Register } from '../../register/register.ts'
import type { Step } from './batch.ts'
import { clock } from './clock.ts'
import { decode } from './decode.ts'
import { deduplicate } from './deduplicate.ts'
import type { Devices } from './devices.ts'
import { followState } from './follow-state.ts'
import { identify } from './identify.ts'
import { keep } from './keep.ts'
import { map } from './map.ts'
import type { PatientStore } from './patient-store.ts'
import { Topics } from './topic.ts'
import { validate } from './validate.ts'
import { verdict } from './verdict.ts'

interface StepParts {
  readonly devices: Devices
  readonly register: Register
  readonly database: DatabaseSync
  readonly store: PatientStore
  readonly downlink: JournalWriter
  readonly journalId: string
  readonly readingsDays: number
}

/** The way of a message, in order. */
export function steps({ devices, register, database, store, downlink, journalId, readingsDays }: StepParts): readonly Step[] {
  const topics = new Topics()
  return [
    decode(topics),
    identify(devices, topics),
    map(register),
    validate(readingsDays),
    deduplicate(database),
    clock(),
    followState(devices),
    keep(store, register),
    verdict(downlink, journalId),
  ]
}
