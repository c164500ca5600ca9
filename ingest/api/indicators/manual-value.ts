import type { Indicator } from '../../indicators/indicator.ts'
import { Problem } from '../problem.ts'

/** What is counted from devices has no value by hand beside it: which of the two would be true? */
export function refuseUnmanual({ id, count }: Indicator): void {
  if (count) throw new Problem('not-manual', { words: { id } })
}
