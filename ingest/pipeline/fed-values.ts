import type { Logger } from 'pino'
import type { Entry, JournalWriter } from '../../journal/journal.ts'
import type { Feed } from '../indicators/thread/messages.ts'
import type { Point, Store } from '../store/store.ts'

interface Parts {
  readonly store: Pick<Store, 'write' | 'keepIndicators'>
  readonly downlink: Pick<JournalWriter, 'append'>
  readonly log: Logger
  readonly readingsDays: number
}

/** While a store is away values wait; of what waits longest the newest stands for it, since each is told anew when it changes. */
const mostPoints = 50_000
const pointsAtOnce = 2_000

/** Values of indicators on their way out: this thread alone writes the downlink journal and the store. What fails is tried again. */
export class FedValues {
  private readonly parts: Parts
  /** By what they replace: of one value only the newest goes out. */
  private readonly retained = new Map<string, string>()
  private readonly points = new Map<string, Point>()
  /** The same, for the place where they outlive the readings: it may be missing without the store being away. */
  private readonly lasting = new Map<string, Point>()
  private passing: Promise<void> = Promise.resolve()
  private isPassing = false
  private isTroubled = false

  constructor(parts: Parts) {
    this.parts = parts
  }

  take({ retained, points }: Feed): void {
    for (const { topic, payload } of retained) this.retained.set(topic, payload)
    const oldest = Date.now() - this.parts.readingsDays * 86_400_000
    for (const point of points) if (point.ts >= oldest) put(this.points, point)
    for (const point of points) put(this.lasting, point)
  }

  /** Called again and again; one that is under way is not disturbed. */
  pass(): Promise<void> {
    if (this.isPassing) return this.passing
    this.isPassing = true
    this.passing = this.passAll().finally(() => {
      this.isPassing = false
    })
    return this.passing
  }

  /** What is under way has ended. */
  passed(): Promise<void> {
    return this.passing
  }

  private async passAll(): Promise<void> {
    try {
      await this.passRetained()
      await this.passPoints()
      await this.passLasting()
      this.isTroubled = false
    } catch (error) {
      if (!this.isTroubled) this.parts.log.warn({ err: error }, 'values of indicators wait to be passed on')
      this.isTroubled = true
    }
  }

  private async passRetained(): Promise<void> {
    const taken = [...this.retained]
    if (taken.length === 0) return
    await this.parts.downlink.append(taken.map(entryOf))
    for (const [topic, payload] of taken) if (this.retained.get(topic) === payload) this.retained.delete(topic)
  }

  private async passPoints(): Promise<void> {
    await passAll(this.points, async (points) => {
      const refused = await this.parts.store.write(points)
      for (const { point, why } of refused)
        this.parts.log.warn({ indicator: point.device, why }, 'the store refuses a value of an indicator')
    })
  }

  private async passLasting(): Promise<void> {
    await passAll(this.lasting, (points) => this.parts.store.keepIndicators(points))
  }
}

function put(waiting: Map<string, Point>, point: Point): void {
  waiting.set(identityOf(point), point)
  for (const key of waiting.keys()) {
    if (waiting.size <= mostPoints) break
    waiting.delete(key)
  }
}

async function passAll(waiting: Map<string, Point>, pass: (points: readonly Point[]) => Promise<void>): Promise<void> {
  while (waiting.size > 0) {
    const taken = [...waiting].slice(0, pointsAtOnce)
    await pass(taken.map(([, point]) => point))
    for (const [key, point] of taken) if (waiting.get(key) === point) waiting.delete(key)
  }
}

const identityOf = ({ device, kind, event, ts, place }: Point): string => [device, kind, event, ts, place.town, place.circle].join(' ')

const entryOf = ([topic, payload]: [string, string]): Entry => ({
  at: Date.now(),
  key: 'indicators',
  topic,
  payload: Buffer.from(payload),
  headers: { qos: '1', retain: 'true' },
})
