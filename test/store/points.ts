import { defineFacility, gauge, state, total } from '../../facilities/define.ts'
import type { Kinds } from '../../ingest/store/kinds.ts'
import type { Place, Point } from '../../ingest/store/store.ts'

const words = { zh: '词', en: 'word' }

/** A kind that stays as it is, whatever becomes of the built-in ones. */
export const probe = defineFacility({
  kind: 'probe',
  label: words,
  every: '60 s',
  telemetry: {
    status: state({ on: words, off: words }, words),
    power: gauge('kW', [-1e12, 1e12], words),
    energy: total('kWh', words),
    voltageA: gauge('V', [0, 1_000], words),
  },
  events: { sale: { label: words, payload: {} }, restock: { label: words, payload: {} } },
  commands: {},
  alarms: {},
  simulate: { start: { status: 'on', power: 0, energy: 0, voltageA: 0 }, next: (values) => values },
})

export const probeKinds: Kinds = { get: (kind) => (kind === probe.kind ? probe : undefined) }

/** 2025-11-23T08:00:00Z, a Sunday. */
export const eight = Date.UTC(2025, 10, 23, 8)
export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

const place: Place = { facility: 'school-3', circle: 'chengxiang-1,chengxiang-2', town: 'chengxiang' }

export function reading(ts: number, fields: Point['fields'], more: Partial<Point> = {}): Point {
  return { table: 'telemetry', kind: 'probe', device: 'p1', ts, n: 0, received: ts + 50, quality: 'good', fields, place, ...more }
}

export function event(ts: number, name: string, fields: Point['fields'], more: Partial<Point> = {}): Point {
  return { ...reading(ts, fields), table: 'event', event: name, ...more }
}

export function stateChange(ts: number, fields: Point['fields'], more: Partial<Point> = {}): Point {
  return { ...reading(ts, fields), table: 'state', ...more }
}
