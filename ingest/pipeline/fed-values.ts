import type { Logger } from 'pino'
import type { Entry, JournalWriter } from '../../journal/journal.ts'
import type { Feed } from '../indicators/thread/messages.ts'
import type { Point, Store } from '../store/store.ts'

interface Parts {
  readonly store: Pick<Store, 'write'>
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
  private passing: Promise<void> = Promise.resolve()
  private isPassing = false
  private isTroubled = false

  constructor(parts: Parts) {
    this.parts = parts
  }

  take({ retained, points }: Feed): void {
    for (const { topic, payload } of retained) this.retained.set(topic, payload)
    const oldest = Date.now() - this.parts.readingsDays * 86_400_000
    for (const point of points) if (point.ts >= oldest) this.points.set(identityOf(point), point)
    for (const key of this.points.keys()) {
      if (this.points.size <= mostPoints) break
      this.points.delete(key)
    }
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
    while (this.points.size > 0) {
      const taken = [...this.points].slice(0, pointsAtOnce)
      const refused = await this.parts.store.write(taken.map(([, point]) => point))
      for (const { point, why } of refused)
        this.parts.log.warn({ indicator: point.device, why }, 'the store refuses a value of an indicator')
      for (const [key, point] of taken) if (this.points.get(key) === point) this.points.delete(key)
    }
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
