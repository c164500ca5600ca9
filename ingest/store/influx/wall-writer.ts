// Points that only walls show: how the platform and the fleet are now. They go beside the readings, never through the pipeline.
import { answered } from './failure.ts'
import { escaped, fieldValue } from './line-protocol.ts'
import { ensureDatabase, type InfluxSettings, versionOf } from './server.ts'
import { type Send, senderTo } from './write.ts'

/** `measurement` begins with `kezhong_`, which the name of a kind cannot. Tags that are empty are left out. */
export interface WallPoint {
  readonly measurement: `kezhong_${string}`
  readonly tags: Readonly<Record<string, string>>
  /** Never empty. */
  readonly fields: Readonly<Record<string, number | string | boolean>>
}

const linesAtOnce = 5_000

export class WallWriter {
  readonly #settings: InfluxSettings
  #send: Promise<Send> | undefined

  constructor(settings: InfluxSettings) {
    this.#settings = settings
  }

  /** All at this time, ms. Throws StoreUnavailable; nothing is kept for later, because what a wall shows is how things are now. */
  async write(points: readonly WallPoint[], ts: number): Promise<void> {
    try {
      this.#send ??= connect(this.#settings)
      const send = await this.#send
      for (let start = 0; start < points.length; start += linesAtOnce) {
        const objection = await send(
          points
            .slice(start, start + linesAtOnce)
            .map((point) => lineOf(point, ts))
            .join('\n'),
        )
        if (objection) throw answered('writing points for walls', objection.status, objection.said)
      }
    } catch (error) {
      this.#send = undefined // it may be another version when it is back
      throw error
    }
  }
}

async function connect(settings: InfluxSettings): Promise<Send> {
  const version = await versionOf(settings)
  if (version.major === 1) await ensureDatabase(settings)
  return senderTo(settings, version)
}

function lineOf({ measurement, tags, fields }: WallPoint, ts: number): string {
  const head = Object.entries(tags).flatMap(([name, value]) => (value === '' ? [] : [`,${name}=${escaped(value)}`]))
  const body = Object.entries(fields).map(([name, value]) => `${name}=${fieldValue(value)}`)
  return `${measurement}${head.join('')} ${body.join(',')} ${ts}000000`
}
