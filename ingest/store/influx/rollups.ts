import { fieldName, storedName } from '../field-names.ts'
import type { IndicatorValuesQuery, Place, Point, RollupPoint, RollupsQuery, StoredReading, StoredRollup } from '../store.ts'
import { StoreUnavailable } from '../store.ts'
import { isAboutThePlace } from './failure.ts'
import { dropFormerPlaces, rollupMeasurement } from './former-places.ts'
import { escaped, fieldValue, lines, nanoseconds } from './line-protocol.ts'
import { listIndicatorValues } from './list.ts'
import { atMost, pagesOf, type Row } from './rows.ts'
import { ensureDatabase, type InfluxSettings, identifier, text, type Version, versionOf } from './server.ts'
import { type Send, senderTo } from './write.ts'

const linesAtOnce = 5_000

const missing = {
  zh: '小时值和日值没有存放处：请在 InfluxDB 中创建 KZ_INFLUX_ROLLUP_BUCKET（默认 KZ_INFLUX_BUCKET 加 _rollup；2.x 还需映射为数据库：influx v1 dbrp create），并让令牌可以读写。读数照常入库，恢复后自动补算。',
  en: 'Hourly and daily values have no place: create KZ_INFLUX_ROLLUP_BUCKET in InfluxDB (by default KZ_INFLUX_BUCKET and _rollup; 2.x also needs it mapped to a database: influx v1 dbrp create) and let the token read and write it. Readings are kept all the same, and it is caught up with by itself.',
}

/** The second database or bucket, without an end of keeping. It may be missing without the first one noticing. */
export class InfluxRollups {
  readonly #settings: InfluxSettings
  #connection: Promise<Connection> | undefined

  constructor(settings: InfluxSettings) {
    this.#settings = settings
  }

  async write(points: readonly RollupPoint[]): Promise<void> {
    await this.#send(rollupLines(points))
    const again = points.filter(({ isAgain }) => isAgain)
    if (again.length > 0) await this.#connected(({ version }) => (canDelete(version) ? dropFormerPlaces(this.#settings, again) : undefined))
  }

  async keep(points: readonly Point[]): Promise<void> {
    await this.#send(lines(points))
  }

  async indicatorValues(query: IndicatorValuesQuery): Promise<readonly StoredReading[]> {
    return this.#connected(() => listIndicatorValues(this.#settings, query))
  }

  async list(query: RollupsQuery): Promise<readonly StoredRollup[]> {
    return this.#connected(() => listRollups(this.#settings, query))
  }

  async #send(all: readonly string[]): Promise<void> {
    if (all.length === 0) return
    await this.#connected(async ({ send }) => {
      for (let start = 0; start < all.length; start += linesAtOnce) {
        const objection = await send(all.slice(start, start + linesAtOnce).join('\n'))
        if (objection)
          throw new StoreUnavailable(`InfluxDB answered ${objection.status} to rollups: ${objection.said.slice(0, 500)}`, { hint: missing })
      }
    })
  }

  async #connected<Result>(step: (connection: Connection) => Promise<Result> | Result): Promise<Result> {
    try {
      this.#connection ??= connect(this.#settings)
      return await step(await this.#connection)
    } catch (error) {
      this.#connection = undefined
      if (!(error instanceof StoreUnavailable)) throw error
      throw new StoreUnavailable(`${this.#settings.bucket}: ${error.message}`, {
        cause: error,
        hint: isAboutThePlace(error) ? missing : error.hint,
      })
    }
  }
}

interface Connection {
  readonly version: Version
  readonly send: Send
}

async function connect(settings: InfluxSettings): Promise<Connection> {
  const version = await versionOf(settings)
  if (version.major === 1) await ensureDatabase(settings)
  return { version, send: senderTo(settings, version) }
}

/** 3.x deletes no points. There two of one hour stay, and readers of ours take the one made later. */
const canDelete = ({ major }: Version): boolean => major === 1 || major === 2

/** `received`: of two of one time with different tags the one made later wins in reading, until the other is dropped. */
function rollupLines(points: readonly RollupPoint[]): string[] {
  return points.map(({ width, kind, device, event, start, made, place, values }) => {
    let line = escaped(rollupMeasurement(kind, event === undefined ? 'readings' : 'events', width))
    for (const [name, value] of tagsOf(place, { device, event, kind })) line += `,${name}=${escaped(value)}`
    line += ` received=${made}`
    for (const name in values) line += `,${escaped(storedName(name))}=${fieldValue(values[name] as number | string)}`
    return `${line} ${nanoseconds(start, 0)}`
  })
}

function tagsOf({ circle, facility, town }: Place, { device, event, kind }: { device: string; event: string | undefined; kind: string }) {
  const tags = { circle, device, event, facility, kind, town }
  return Object.entries(tags).filter((tag): tag is [string, string] => tag[1] !== undefined && tag[1] !== '')
}

/** With `received`, by which of two of one time the later is known. */
function columnsOf({ having, names, of }: RollupsQuery): string {
  if (having) return identifier(storedName(having))
  if (of === 'events') return '*::field, "event"::tag'
  return names ? ['received', ...names.map((name) => identifier(storedName(name)))].join(', ') : '*::field'
}

async function listRollups(settings: InfluxSettings, query: RollupsQuery): Promise<StoredRollup[]> {
  const { kind, device, from, to, limit, width, of, event, order } = query
  const found: StoredRollup[] = []
  if (limit < 1 || from >= to) return found
  const only = event === undefined ? [] : [`"event" = ${text(event)}`]
  const selection = {
    columns: columnsOf(query),
    measurement: rollupMeasurement(kind, of, width),
    where: [`"device" = ${text(device)}`, ...only].join(' AND '),
    from,
    to: { ts: to, n: 0 },
    newestFirst: order === 'descending',
    pageSize: Math.min(limit + 1, atMost),
  }
  for await (const page of pagesOf(settings, selection)) {
    for (const row of page) {
      found.push(rollupOf(row, of))
      if (found.length >= limit) return found
    }
  }
  return found
}

function rollupOf({ ts, values: { event, received: _, ...values } }: Row, of: RollupsQuery['of']): StoredRollup {
  const kept: Record<string, number | string> = {}
  for (const [name, value] of Object.entries(values)) kept[fieldName(name) ?? name] = value as number | string
  return { start: ts, ...(of === 'events' && { event: String(event) }), values: kept }
}
