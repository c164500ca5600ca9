import type { Words } from '../../facilities/define.ts'
import type { BoundDevices } from './bound-devices.ts'
import type { BrokerLink } from './broker-link.ts'
import type { LiveLink } from './live-link.ts'

/** What all our nodes share: one of each in a process. */
export interface Site {
  readonly devices: BoundDevices
  readonly broker: BrokerLink
  readonly live: LiveLink
  /** The language of a status, which has room for one. */
  readonly locale: keyof Words
}
