// What each step found out about a message, told for people: one entry a step, in the words of the step.
import type { Item } from '../pipeline/item.ts'
import type { StepVerdict } from './inspected.ts'

/** What a later step compares with. */
export interface Before {
  readonly value: unknown
}

type Found = Readonly<Record<string, unknown>>

/** A step that is missing here is not worth a line. Undefined: the step has nothing to do with this message. */
const found: Readonly<Record<string, (item: Item, before: Before) => Found | undefined>> = {
  decode: ({ sort, value }) => ({ sort, value }),
  identify: ({ device }) => ({ device: device?.id, kind: device?.kindName }),
  map: ({ value }, before) => (value === before.value ? undefined : { value }),
  validate: (item) => (isElement(item) ? envelopeOf(item) : undefined),
  deduplicate: (item) => (isElement(item) ? {} : undefined),
  settle: ({ sort, ts, quality, reason }) =>
    sort === 'reading' || sort === 'event' ? { ts, quality, ...(reason !== undefined && { reason }) } : undefined,
  clock: (item) => (isElement(item) && typeof item.time === 'number' ? clockOf(item) : undefined),
  state: ({ device }) => ({ state: device?.record.state, cause: device?.record.cause }),
  store: (item) => (isElement(item) ? {} : undefined),
}

const isElement = ({ sort }: Item): boolean => sort === 'reading' || sort === 'event'

/** What the step of this name says of an item that was still on its way before it. */
export function stepVerdict(step: string, item: Item, before: Before): StepVerdict | undefined {
  if (item.rejection) return { step, outcome: 'refused', rejection: item.rejection }
  if (item.duplicate) return { step, outcome: 'duplicate' }
  const what = found[step]?.(item, before)
  if (!what) return undefined
  const isChanged = (step === 'map' && item.value !== before.value) || (step === 'clock' && item.kept !== undefined)
  return { step, outcome: isChanged ? 'changed' : 'ok', ...(Object.keys(what).length > 0 && { found: what }) }
}

function envelopeOf({ fields, givenTs, seq, boot, id, quality, unknownFields }: Item): Found {
  return {
    fields,
    quality,
    ...(givenTs !== undefined && { ts: givenTs }),
    ...(seq !== undefined && { seq }),
    ...(boot !== undefined && { boot }),
    ...(id !== undefined && { id }),
    ...(unknownFields && { unknownFields }),
  }
}

/** How far the time given is ahead of receipt, and what it is kept under instead. */
function clockOf({ time, kept, entry }: Item): Found {
  return { offsetMs: (time as number) - entry.at, ...(kept && { kept: { ...kept, ts: new Date(kept.ts).toISOString() } }) }
}
