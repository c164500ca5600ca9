import type { Logger } from 'pino'
import type { Catalogue } from '../../facilities/catalogue.ts'
import type { WallWriter } from '../store/influx/wall-writer.ts'
import type { Fleet } from './fleet.ts'
import type { PlatformWatch } from './platform.ts'
import type { UsedToday } from './used-today.ts'
import { devicePoints, facilityPoints, fleetPoints } from './wall-points.ts'

interface WallsParts {
  readonly writer: WallWriter
  readonly fleet: Fleet
  readonly platform: PlatformWatch
  readonly usedToday: UsedToday
  readonly catalogue: Catalogue
  readonly log: Logger
  readonly now?: () => number
}

const everyMs = 60_000
/** Gateway and pipeline have said how they are by then. */
const firstAfterMs = 3_000

/**
 * Once a minute, how things are goes into InfluxDB for walls. Not by the pipeline, which it neither needs nor holds up; what cannot be
 * written is dropped, and the next minute tells anew.
 */
export class Walls {
  private readonly parts: WallsParts
  private timers: NodeJS.Timeout[] = []
  private writing: Promise<boolean> | undefined
  private isAway = false

  constructor(parts: WallsParts) {
    this.parts = parts
  }

  start(): void {
    this.timers = [setTimeout(() => void this.tell(), firstAfterMs), setInterval(() => void this.tell(), everyMs)]
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer)
    await this.writing
  }

  /** Resolves with whether it was written; a minute that is still being written is not overtaken. */
  async tell(): Promise<boolean> {
    if (this.writing !== undefined) return false
    this.writing = this.write().finally(() => {
      this.writing = undefined
    })
    return this.writing
  }

  private async write(): Promise<boolean> {
    const { writer, fleet, platform, usedToday, catalogue, log, now = Date.now } = this.parts
    const at = now()
    try {
      const picture = fleet.look(at)
      const points = [...fleetPoints(picture, usedToday(at)), ...facilityPoints(picture), ...devicePoints(picture, catalogue)]
      await writer.write([await platform(at), ...points], at)
      this.isAway = false
      return true
    } catch (error) {
      // One line for an outage; that the store is away is told elsewhere too.
      if (!this.isAway) log.warn({ err: error }, 'the points for walls could not be written')
      this.isAway = true
      return false
    }
  }
}
