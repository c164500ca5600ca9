import type { Batch } from '../pipeline/batch.ts'
import type { Item } from '../pipeline/item.ts'
import { outcomeOf } from '../pipeline/outcome.ts'
import { quarantineId } from '../pipeline/verdict.ts'
import type { Inspected, InspectedLink, InspectedMessage, StepVerdict } from './inspected.ts'
import { type Before, stepVerdict } from './step-verdicts.ts'

/** Shown of each payload. */
const shownBytes = 4_096
/** Of one device and batch: nobody reads more, and telling it must not slow the pipeline down. */
const mostOfDevice = 50

interface Trace {
  readonly item: Item
  /** As it was decoded: a mapping makes another of it. */
  readonly decoded: unknown
  readonly steps: StepVerdict[]
  before: Before
  ended: boolean
}

/**
 * Looks over the pipeline's shoulder: what each step says of each message of the devices that somebody inspects. While nobody does it costs
 * one comparison a step and batch.
 */
export class Inspector {
  private readonly journal: string
  private readonly tell: (inspected: readonly Inspected[]) => void
  private devices: ReadonlySet<string> = new Set()
  private traces: Trace[] | undefined
  private skipped = new Map<string, number>()

  constructor(journal: string, tell: (inspected: readonly Inspected[]) => void) {
    this.journal = journal
    this.tell = tell
  }

  watch(devices: readonly string[]): void {
    this.devices = new Set(devices)
  }

  /** After each step, the first one (decode) included. */
  after(step: string, batch: Batch): void {
    if (this.devices.size === 0 || batch.replay) return
    this.traces ??= this.begin(batch)
    for (const trace of this.traces) {
      if (trace.ended) continue
      const verdict = stepVerdict(step, trace.item, trace.before)
      if (verdict) trace.steps.push(verdict)
      trace.ended = !trace.item.goesOn
      trace.before = { value: trace.item.value }
    }
  }

  /** Once the batch is committed, or with `isAhead` when it was only looked at ahead of the pipeline. */
  end({ isAhead = false } = {}): void {
    const { traces } = this
    if (!traces) return
    this.traces = undefined
    const skipped = [...this.skipped].map(([device, count]) => ({ type: 'skipped' as const, device, count }))
    this.skipped = new Map()
    const told = traces.map((trace) => (trace.item.sort === 'link' ? linkOf(trace.item) : this.messageOf(trace, isAhead)))
    if (told.length > 0 || skipped.length > 0) this.tell([...told, ...skipped])
  }

  private begin(batch: Batch): Trace[] {
    const counts = new Map<string, number>()
    const traces: Trace[] = []
    for (const item of batch.items) {
      const { key } = item.entry
      if (!this.devices.has(key)) continue
      const count = (counts.get(key) ?? 0) + (item.sort === 'link' ? 0 : 1)
      counts.set(key, count)
      if (count > mostOfDevice) this.skipped.set(key, count - mostOfDevice)
      else traces.push({ item, decoded: item.value, steps: [], before: { value: item.value }, ended: false })
    }
    return traces
  }

  private messageOf({ item, decoded, steps }: Trace, isAhead: boolean): InspectedMessage {
    const { entry, sort, index, isElement, rejection } = item
    const payload = isElement ? Buffer.from(JSON.stringify(decoded) ?? '') : entry.payload
    const result = this.resultOf(item, isAhead)
    return {
      type: 'message',
      device: entry.key,
      offset: entry.offset,
      received: entry.at,
      topic: entry.topic,
      sort,
      ...(isElement && { element: index }),
      payload: payload.slice(0, shownBytes),
      size: payload.length,
      steps,
      result,
      ...(rejection && !isAhead && { quarantine: quarantineId(this.journal, item) }),
    }
  }

  private resultOf(item: Item, isAhead: boolean): InspectedMessage['result'] {
    const outcome = outcomeOf(item)
    if (outcome !== 'stored') return outcome
    if (item.sort !== 'reading' && item.sort !== 'event') return 'taken'
    return isAhead ? 'waiting' : 'stored'
  }
}

function linkOf({ entry, value }: Item): InspectedLink {
  const what = entry.topic.slice(entry.topic.lastIndexOf('/') + 1)
  return { type: 'link', device: entry.key, at: entry.at, what, said: value as InspectedLink['said'] }
}
