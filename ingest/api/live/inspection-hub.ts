import type { ServerResponse } from 'node:http'
import type { Inspected, InspectedMessage, StepVerdict } from '../../inspect/inspected.ts'
import type { Caller } from '../access.ts'
import { iso } from '../answers.ts'
import type { ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { payloadShown } from '../shown-payload.ts'
import { EventStream, ends, eventText } from './event-stream.ts'
import { isStillValid } from './still-valid.ts'

const mostStreams = 50
const heartbeatMs = 15_000
const checkMs = 2_000

interface Inspection {
  readonly device: string
  readonly caller: Caller
  readonly events: EventStream
  /** What did not go out because the reader was too slow. */
  skipped: number
}

/** Hands what the pipeline says of each message of a device to those who inspect it. */
export class InspectionHub {
  private readonly parts: Pick<ApiParts, 'inspect' | 'onInspected' | 'now'>
  private readonly inspections = new Set<Inspection>()
  private undo: (() => void)[] = []

  constructor(parts: Pick<ApiParts, 'inspect' | 'onInspected' | 'now'>) {
    this.parts = parts
  }

  start(): void {
    const heartbeat = setInterval(() => this.each(({ events }) => events.heartbeat()), heartbeatMs)
    const check = setInterval(() => this.endInvalid(), checkMs)
    const timers = [heartbeat, check].map((timer) => () => clearInterval(timer))
    this.undo = [...timers, this.parts.onInspected((inspected) => this.tell(inspected))]
  }

  stop(): void {
    for (const step of this.undo.splice(0).reverse()) step()
    this.each(({ events }) => events.end(ends['server-stops']))
  }

  /** Throws a Problem when there are too many; call it before the answer's head is written. */
  assertRoom(): void {
    if (this.inspections.size < mostStreams) return
    throw new Problem('too-many-streams', { words: { most: mostStreams }, headers: { 'retry-after': '30' } })
  }

  /** The response is the stream's from now on; the inspection ends with it. */
  inspect(response: ServerResponse, caller: Caller, device: string): void {
    const inspection: Inspection = {
      device,
      caller,
      events: new EventStream(response, this.parts.now ?? (() => performance.now())),
      skipped: 0,
    }
    this.inspections.add(inspection)
    response.once('close', () => {
      this.inspections.delete(inspection)
      this.follow()
    })
    response.on('error', () => response.destroy())
    inspection.events.start(() => this.tellSkipped(inspection))
    this.follow()
  }

  private follow(): void {
    this.parts.inspect([...new Set([...this.inspections].map(({ device }) => device))])
  }

  private tell(inspected: readonly Inspected[]): void {
    for (const each of inspected) {
      const text = eventText(each.type, dataOf(each))
      this.each((inspection) => {
        if (inspection.device !== each.device) return
        if (inspection.events.isBlocked()) inspection.skipped += each.type === 'skipped' ? each.count : 1
        else inspection.events.write(text)
      })
    }
  }

  private tellSkipped(inspection: Inspection): void {
    if (inspection.skipped === 0) return
    inspection.events.write(eventText('skipped', { count: inspection.skipped }))
    inspection.skipped = 0
  }

  private endInvalid(): void {
    this.each((inspection) => {
      if (isStillValid(inspection.caller)) return
      this.inspections.delete(inspection)
      inspection.events.end(ends['not-signed-in'])
    })
  }

  private each(action: (inspection: Inspection) => void): void {
    for (const inspection of this.inspections) action(inspection)
  }
}

function dataOf(inspected: Inspected): object {
  switch (inspected.type) {
    case 'message':
      return messageOf(inspected)
    case 'link':
      return { at: iso(inspected.at), what: inspected.what, ...inspected.said }
    case 'skipped':
      return { count: inspected.count }
  }
}

function messageOf({ type: _, device: __, received, payload, size, steps, ...rest }: InspectedMessage): object {
  return {
    ...rest,
    received: iso(received),
    ...payloadShown(payload, size),
    steps: steps.map(stepOf),
  }
}

/** Times of a step are told as the API tells times. */
function stepOf({ found, ...verdict }: StepVerdict): object {
  if (!found) return verdict
  return { ...verdict, found: typeof found.ts === 'number' ? { ...found, ts: isoWhereItIsOne(found.ts) } : found }
}

const isoWhereItIsOne = (ms: number): string | number => (Math.abs(ms) <= 8.64e15 ? iso(ms) : ms)
