import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { type FacilityKind, milliseconds } from '../../facilities/define.ts'
import { validAt } from '../../register/places.ts'
import type { Register } from '../../register/register.ts'

/** A reading holds until the next, and no longer than three that were due: then the device is silent. */
const missed = 3

/** How long what a device says holds: three times its interval as the register, its birth or its kind has it. */
export class Holding {
  private readonly register: Register
  private readonly births: StatementSync

  /** `database`: ingest.sqlite. */
  constructor(register: Register, database: DatabaseSync) {
    this.register = register
    this.births = database.prepare('SELECT since, seconds FROM reporting WHERE device = ? ORDER BY since')
  }

  holdsMs(device: string, kind: FacilityKind | undefined, time: number): number {
    const stated = this.register.deviceTermsAt(device, time).every
    const seconds = stated ?? validAt(this.births.all(device) as { since: number; seconds: number }[], time)?.seconds
    const everyMs = seconds === undefined ? (kind ? milliseconds(kind.every) : 0) : seconds * 1_000
    return missed * Math.max(0, Math.round(everyMs))
  }
}
