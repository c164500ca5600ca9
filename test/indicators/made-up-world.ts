import { offsetOf } from '../../facilities/zone.ts'
import type { DevicePart } from '../../ingest/facts/parts.ts'
import type { FactsState } from '../../ingest/indicators/close.ts'
import { Evaluated } from '../../ingest/indicators/evaluated.ts'
import type { Contribution, Indicator } from '../../ingest/indicators/indicator.ts'
import { type Period, parsePeriod } from '../../ingest/indicators/period.ts'
import type { FacilityView, World } from '../../ingest/indicators/world.ts'

export const offset = offsetOf('Asia/Shanghai')
export const monthOf = (id: string): Period => parsePeriod(id, offset) as Period

const words = (text: string) => ({ zh: text, en: text })

/** Online time of registered time, and one that nothing feeds. */
export const measured: Indicator = {
  ...{ id: '16-2', task: 16, name: words('在线率'), unit: '%', direction: 'up', granularity: ['C', 'T'] },
  formula: {
    ...{ version: 1, text: words('在线/在册'), sources: [], parameters: { share: { value: 80, label: words('比例') } } },
    numerator: { label: words('在线'), unit: words('min') },
    denominator: { label: words('在册'), unit: words('min') },
  },
  ...{ readers: [], onConsent: [], readWith: [], feed: { label: words('设备'), isGiven: () => true } },
  *count({ parts }) {
    for (const { device, facility, kind, town, circles, online, registered } of parts) {
      yield { device, facility, kind, town, circles, numerator: online, denominator: registered } satisfies Contribution
    }
  },
}
const { count: _, ...unfed } = measured
export const byHand: Indicator = { ...unfed, id: '19-1', task: 19, feed: { label: words('网点'), isGiven: () => false } }

export interface Piece {
  readonly device: string
  readonly facility: string
  readonly town: string
  readonly kind?: string
  readonly circles?: readonly string[]
  readonly online: number
  readonly registered: number
}

/** Facts month by month that a test changes at will, with what FactsReader would say of them. */
export class MadeUpFacts implements FactsState {
  readonly months = new Map<string, readonly Piece[]>()
  complete = 0
  pendingFrom: number | undefined
  earliest: number | undefined
  private changes: { version: number; from: number; to: number }[] = []

  put(month: string, pieces: readonly Piece[]): void {
    const { from, to } = monthOf(month)
    this.months.set(month, pieces)
    this.earliest = Math.min(this.earliest ?? from, from)
    this.changes.push({ version: this.version() + 1, from, to })
  }

  until = (): number => this.complete
  isMade = true
  isSettled = (to: number): boolean => this.isMade && (this.pendingFrom ?? to) >= to
  version = (): number => this.changes.length
  first = (): number | undefined => this.earliest
  changedSince(version: number) {
    return { version: this.version(), ranges: this.changes.filter((change) => change.version > version) }
  }

  evaluated(period: Period, { indicators = [measured, byHand], registerVersion = 1, computed = 0 } = {}): Evaluated {
    const parts = (this.months.get(period.id) ?? []).map((piece) => ({ kind: 'locker', circles: [], ...piece }) as unknown as DevicePart)
    const facilities = parts.map(
      ({ facility: id, town, circles }): FacilityView => ({ id, name: id, town, circles, functions: [], isPublic: true }),
    )
    const world = {
      ...{ period, until: Math.min(period.to, this.complete), parts },
      register: { version: registerVersion, facilities, towns: ['shaxi', 'liuhe'], circles: [] },
      contributionsOf: (id: string) => [...(indicators.find((each) => each.id === id)?.count?.(world as unknown as World) ?? [])],
    }
    return new Evaluated({
      world: world as unknown as World,
      inputs: () => parts.map((part) => ({ part, count: 24, hash: part.online + 1 })),
      computed,
      parameters: () => ({ share: 80 }),
    })
  }
}
