import type { Outcome } from '../ledger/tally.ts'
import type { Item } from './item.ts'

/** What becomes of an item that has gone the way as far as it is known beforehand: everything but the store's own word. */
export const outcomeOf = ({ rejection, duplicate }: Pick<Item, 'rejection' | 'duplicate'>): Outcome =>
  rejection ? 'quarantined' : duplicate ? 'duplicate' : 'stored'
