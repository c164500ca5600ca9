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
  clock: (item) => (isElement(item) ? clockOf(item) : undefined),
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
  const isChanged =
    (step === 'map' && item.value !== before.value) || (step === 'clock' && item.ts !== item.givenTs && item.givenTs !== undefined)
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

function clockOf({ ts, givenTs, entry, quality, reason }: Item): Found {
  return {
    ts,
    ...(givenTs !== undefined && { offsetMs: givenTs - entry.at }),
    quality,
    ...(reason !== undefined && { reason }),
  }
}
