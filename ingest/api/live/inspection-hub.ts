import type { ServerResponse } from 'node:http'
import type { Inspected, InspectedMessage, StepVerdict } from '../../inspect/inspected.ts'
import type { Caller } from '../access.ts'
import { iso } from '../answers.ts'
import type { ApiParts } from '../parts.ts'
import { payloadShown } from '../shown-payload.ts'
import { EventStream, eventText } from './event-stream.ts'
import { Readers } from './readers.ts'

const mostStreams = 50

interface Inspection {
  readonly device: string
  readonly caller: Caller
  readonly stream: EventStream
  /** What did not go out because the reader was too slow. */
  skipped: number
}

/** Hands what the pipeline says of each message of a device to those who inspect it. */
export class InspectionHub {
  private readonly parts: Pick<ApiParts, 'inspect' | 'onInspected' | 'now'>
  private readonly readers = new Readers<Inspection>(mostStreams)
  private undo: (() => void)[] = []

  constructor(parts: Pick<ApiParts, 'inspect' | 'onInspected' | 'now'>) {
    this.parts = parts
  }

  start(): void {
    this.readers.start()
    this.undo = [() => this.readers.stop(), this.parts.onInspected((inspected) => this.tell(inspected))]
  }

  stop(): void {
    for (const step of this.undo.splice(0).reverse()) step()
  }

  /** Throws a Problem when there are too many; call it before the answer's head is written. */
  assertRoom(): void {
    this.readers.assertRoom()
  }

  /** The response is the stream's from now on; the inspection ends with it. */
  inspect(response: ServerResponse, caller: Caller, device: string): void {
    const inspection: Inspection = {
      device,
      caller,
      stream: new EventStream(response, this.parts.now ?? (() => performance.now())),
      skipped: 0,
    }
    this.readers.add(response, inspection, () => this.follow())
    inspection.stream.start(() => this.tellSkipped(inspection))
    this.follow()
  }

  private follow(): void {
    this.parts.inspect([...new Set([...this.readers].map(({ device }) => device))])
  }

  private tell(inspected: readonly Inspected[]): void {
    for (const each of inspected) {
      const text = eventText(each.type, dataOf(each))
      this.readers.each((inspection) => {
        if (inspection.device !== each.device) return
        if (inspection.stream.isBlocked()) inspection.skipped += each.type === 'skipped' ? each.count : 1
        else inspection.stream.write(text)
      })
    }
  }

  private tellSkipped(inspection: Inspection): void {
    if (inspection.skipped === 0) return
    inspection.stream.write(eventText('skipped', { count: inspection.skipped }))
    inspection.skipped = 0
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
