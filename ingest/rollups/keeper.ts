import type { DatabaseSync } from 'node:sqlite'
import type { Catalogue } from '../../facilities/catalogue.ts'
import type { FacilityKind } from '../../facilities/define.ts'
import type { Register } from '../../register/register.ts'
import type { Store } from '../store/store.ts'
import type { Book, DeviceChange } from './book.ts'
import { ChangedHours } from './changed-hours.ts'
import { type Grid, hourMs } from './grid.ts'
import { Holding } from './holding.ts'
import { type HourRange, withoutRange, withRange } from './ranges.ts'
import { daysOf, type Piece, rollUp } from './roll-up.ts'

export type RollupStore = Pick<Store, 'rows' | 'eventsOnward' | 'rollups' | 'writeRollups'>

export interface KeeperParts {
  readonly register: Register
  readonly catalogue: Pick<Catalogue, 'get'>
  readonly store: RollupStore
  /** ingest.sqlite */
  readonly database: DatabaseSync
  readonly book: Book
  readonly grid: Grid
  readonly readingsDays: number
  /** Called between two devices with how long the last one took, ms. */
  readonly rest: (tookMs: number) => Promise<void>
}

const dayMs = 86_400_000
/** So much is written at once: a write costs as much as hundreds of points. */
const pointsAtOnce = 5_000
const devicesAtOnce = 300

/**
 * Keeps the rollups true: notes which hours changed, and makes anew those that are over, of each device the oldest first. What is to be done
 * leaves the book after it is written, and not before: killed in between, it is done again with the same result.
 */
export class RollupKeeper {
  private readonly parts: KeeperParts
  private readonly changed: ChangedHours
  private readonly holding: Holding
  private readonly todo: Map<string, readonly HourRange[]>
  private readonly latest: Map<string, number>
  private readonly kinds = new Map<string, FacilityKind | undefined>()
  private kindsVersion = -1
  private cursor: number | undefined
  private now = 0
  /** Device-hours rolled up since it began. */
  done = 0

  constructor(parts: KeeperParts) {
    this.parts = parts
    this.changed = new ChangedHours(parts.database)
    this.holding = new Holding(parts.register, parts.database)
    this.todo = parts.book.todo()
    this.latest = parts.book.latest()
    this.cursor = parts.book.meta('cursor')
  }

  /** Makes a part of what there is to make of hours that ended before `now`; true: there is more. */
  async keep(now: number): Promise<boolean> {
    this.parts.register.refresh()
    this.now = now
    this.note(now)
    const end = this.parts.grid.hour(now)
    const due = this.due(end)
    const pieces: Piece[] = []
    let points = 0
    for (const { device, range } of due) {
      const startedAt = performance.now()
      const piece = await this.piece(device, { from: range.from, to: Math.min(range.to, end) })
      if (piece) {
        pieces.push(piece)
        points += piece.points.length
      }
      await this.parts.rest(performance.now() - startedAt)
      if (points >= pointsAtOnce) break
    }
    if (pieces.length === 0) return false
    const startedAt = performance.now()
    await this.write(pieces)
    await this.parts.rest(performance.now() - startedAt)
    return this.due(end).length > 0
  }

  /** Devices with hours that are over and not rolled up, and how long the oldest of these has been over, ms. */
  backlog(now: number): { readonly devices: number; readonly hours: number; readonly behindMs: number; readonly isFirstBuild: boolean } {
    const end = this.parts.grid.hour(now)
    const due = this.due(end, Number.POSITIVE_INFINITY)
    const isFirstBuild = due.some(({ range }) => range.from === 0)
    const hours = due.reduce((sum, { range }) => sum + (range.from === 0 ? 0 : (Math.min(range.to, end) - range.from) / hourMs), 0)
    const oldest = due.find(({ range }) => range.from > 0)?.range.from
    return { devices: due.length, hours, behindMs: oldest === undefined ? 0 : now - oldest - hourMs, isFirstBuild }
  }

  private due(end: number, most = devicesAtOnce): { device: string; range: HourRange }[] {
    const due: { device: string; range: HourRange }[] = []
    for (const [device, [range]] of this.todo) if (range && range.from < end && this.kindOf(device)) due.push({ device, range })
    return due.sort((one, other) => one.range.from - other.range.from).slice(0, most)
  }

  /** Asked for every device again and again. */
  private kindOf(device: string): FacilityKind | undefined {
    const version = this.parts.register.version()
    if (version !== this.kindsVersion) this.kinds.clear()
    this.kindsVersion = version
    if (this.kinds.has(device)) return this.kinds.get(device)
    const kind = this.parts.catalogue.get(this.parts.register.device(device)?.kind ?? '')
    this.kinds.set(device, kind)
    return kind
  }

  /** The first time everything there is; from then on what the pipeline says has changed. */
  private note(now: number): void {
    const last = this.changed.last()
    if (this.cursor === last) return
    const { grid } = this.parts
    if (this.cursor === undefined) {
      const all = { from: 0, to: grid.hour(now) + hourMs }
      for (const { id } of this.parts.register.allDevices()) this.todo.set(id, [all])
      const changes = [...this.todo].map(([device, ranges]) => ({ device, ranges }))
      this.commit(changes, last)
      return
    }
    const touched = new Set<string>()
    // Of older hours only a part of the readings may be there.
    const oldest = now - this.parts.readingsDays * dayMs + hourMs
    for (const { device, hour } of this.changed.between(last < this.cursor ? 0 : this.cursor, last)) {
      if (hour < oldest || this.isNoted(device, hour)) continue
      const end = hour + hourMs + this.holding.holdsMs(device, this.kindOf(device), hour)
      if (this.add(device, { from: grid.hour(hour), to: grid.hour(end - 1) + hourMs })) touched.add(device)
    }
    this.commit(
      [...touched].map((device) => ({ device, ranges: this.todo.get(device) ?? [] })),
      last,
    )
  }

  /** With what follows it, which is more than the hour: the running one is heard of every minute. */
  private isNoted(device: string, hour: number): boolean {
    return this.todo.get(device)?.some(({ from, to }) => from <= hour && hour + hourMs < to) ?? false
  }

  private commit(changes: readonly DeviceChange[], cursor: number): void {
    this.parts.book.write(changes, { cursor, neededFrom: this.neededFrom() })
    this.cursor = cursor
  }

  private add(device: string, range: HourRange): boolean {
    const before = this.todo.get(device) ?? []
    const after = withRange(before, range)
    this.todo.set(device, after)
    return after !== before
  }

  /** Readings since then may not expire yet. */
  private neededFrom(): number {
    let oldest = Number.MAX_SAFE_INTEGER
    for (const [device, [range]] of this.todo) if (range && range.from < oldest && this.kindOf(device)) oldest = range.from
    return oldest
  }

  private async piece(device: string, range: HourRange): Promise<Piece | undefined> {
    const { store, grid, register } = this.parts
    const kind = this.kindOf(device)
    if (!kind) return undefined
    const place = (time: number) => register.placeAt(device, time) ?? { facility: '', circle: '', town: '' }
    const holdsMs = (time: number) => this.holding.holdsMs(device, kind, time)
    const latest = this.latest.get(device) ?? 0
    const from = range.from === 0 ? await this.firstOf(device, kind, range.to) : range.from
    const piece = await rollUp(store, grid, { kind, device, range: { from, to: range.to }, place, holdsMs, latest })
    return { ...piece, range: { from: range.from, to: piece.range.to } }
  }

  /**
   * Where everything there is begins. Of a device with hours of former times, whose book was deleted, what follows them, and those whose
   * readings are certainly whole, with the ones that still hold in them: an hour of a part of its readings would replace a good one.
   */
  private async firstOf(device: string, kind: FacilityKind, to: number): Promise<number> {
    const { store, grid, readingsDays } = this.parts
    const of = { kind: kind.kind, device, width: 'hour', of: 'readings', from: 0, to } as const
    const [latest] = await store.rollups({ ...of, order: 'descending', limit: 1 })
    if (!latest) return 0
    const kept = this.now - readingsDays * dayMs
    const whole = grid.hour(kept + this.holding.holdsMs(device, kind, kept)) + 2 * hourMs
    return Math.min(whole, latest.start + hourMs, to)
  }

  private async write(pieces: readonly Piece[]): Promise<void> {
    const { store, grid, book } = this.parts
    await store.writeRollups(pieces.flatMap(({ points }) => points))
    const days = []
    for (const piece of pieces) days.push(...(await daysOf(store, grid, piece)))
    await store.writeRollups(days)
    const changes = pieces.map((piece): DeviceChange => {
      const { device, range, next, points } = piece
      let ranges = withoutRange(this.todo.get(device) ?? [], range)
      for (const hour of next) ranges = withRange(ranges, hour)
      this.todo.set(device, ranges)
      if (ranges.length === 0) this.todo.delete(device)
      const latest = Math.max(this.latest.get(device) ?? 0, ...new Set(points.map(({ start }) => start + hourMs)))
      this.latest.set(device, latest)
      return { device, ranges, latest }
    })
    book.write(changes, { neededFrom: this.neededFrom() })
    for (const { points, range } of pieces) this.done += range.from === 0 ? points.length : (range.to - range.from) / hourMs
  }
}
