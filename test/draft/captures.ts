// What devices nobody here has seen would have said in an hour, as people capture it.
import type { FacilityKind } from '../../facilities/define.ts'
import { simulation } from '../../facilities/simulation.ts'
import { vending } from '../../facilities/vending.ts'
import { randomOf } from '../../seeds/random.ts'

export interface Captured {
  readonly topic: string
  readonly payload: string
  readonly received: number
}

const start = Date.parse('2026-11-02T12:00:00+08:00')

/** What a device of a kind says in some hours from noon, with what each message becomes on the wire. */
function heard(
  kind: FacilityKind,
  hours: number,
  {
    reading,
    event,
  }: {
    reading(values: Values, ts: number, seq: number): unknown
    event?(name: string, fields: Values, ts: number): [to: string, payload: unknown]
  },
): Captured[] {
  const messages: Captured[] = []
  const readings = simulation(kind, { random: randomOf('captured'), from: start })
  const late = randomOf('network')
  for (let seq = 1; ; seq++) {
    const { ts, values, events } = readings.next().value
    if (ts >= start + hours * 3_600_000) return messages
    const received = ts + Math.round(50 + late() * 300)
    messages.push({ topic: `kz/v1/${kind.kind}/m1/telemetry`, payload: JSON.stringify(reading(values, ts, seq)), received })
    for (const { event: name, fields } of events) {
      const [to, payload] = event?.(name, fields, ts) ?? [`event/${name}`, { ts, ...fields }]
      messages.push({ topic: `kz/v1/${kind.kind}/m1/${to}`, payload: JSON.stringify(payload), received })
    }
  }
}

type Values = Readonly<Record<string, unknown>>

/** In the platform's own words. */
export const plainVending = (): Captured[] => heard(vending, 1, { reading: (values, ts, seq) => ({ ts, seq, boot: 'a1', values }) })

const codes = { selling: 1, maintenance: 2, locked: 3, faulted: 4 }

/** In a vendor's words: pinyin initials, nested, seconds, codes, money in yuan. */
export const vendorVending = (): Captured[] =>
  heard(vending, 1, {
    reading: ({ status, lanes, emptyLanes, temperature, cashless, energy }, ts) => ({
      devId: 'SHJ-0012',
      t: ts / 1_000,
      fw: '2.1.7',
      d: {
        wd: temperature,
        zt: codes[status as keyof typeof codes],
        hds: lanes,
        qh: emptyLanes,
        zf: cashless === 'ok' ? 1 : 0,
        dl: Number(Number(energy).toFixed(2)),
      },
    }),
    event: (name, { amountFen, lane, sku, quantity }, ts) => [
      `event/${name}`,
      { devId: 'SHJ-0012', t: ts / 1_000, d: { je: Number(amountFen) / 100, hd: lane, sp: sku, sl: quantity, phone: '13800138000' } },
    ],
  })

/** Flat and camelCase under a topic of another broker, without any envelope; as mosquitto_sub -v prints it. */
export const flatLines = (): string =>
  heard(vending, 1, {
    reading: ({ status, temperature, energy, emptyLanes }) => ({
      machineStatus: status,
      insideTemp: temperature,
      energyTotal: energy,
      emptyLanes,
    }),
  })
    .filter(({ topic }) => topic.endsWith('/telemetry'))
    .map(({ payload }) => `shop/vend/7/up ${payload}`)
    .join('\n')

/** A scale that says its unit beside its number, ten times a minute. */
export function scale(): Captured[] {
  const random = randomOf('scale')
  return Array.from({ length: 600 }, (_, index) => {
    const isLoaded = index % 20 > 11
    const weight = isLoaded ? 12.5 + Math.floor(random() * 30) / 100 : 0
    const payload = {
      sn: 'DC2211',
      weight,
      tare: 0.25,
      unit: 'kg',
      stable: index % 20 !== 12,
      battery: 87 - Math.floor(index / 200),
      rssi: -61 - Math.floor(random() * 8),
    }
    return { topic: 'scales/DC2211/data', payload: JSON.stringify(payload), received: start + index * 6_000 + Math.floor(random() * 80) }
  })
}

/** A parking lock that sends everything under one topic, with local times. */
export function parkingLock(): Captured[] {
  const random = randomOf('lock')
  const shown = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
  return Array.from({ length: 240 }, (_, index) => {
    const ts = start + index * 30_000
    const parked = Math.floor(index / 24) % 2 === 1
    const body = {
      lock_id: 'PL-9',
      bat_mv: 3_610 - Math.floor(index / 60),
      arm: parked ? 'down' : 'up',
      car: parked,
      signal: 18 + Math.floor(random() * 6),
    }
    const report = { msgType: 'report', time: shown(ts), ...body }
    const moved = {
      msgType: parked ? 'lower' : 'raise',
      time: shown(ts),
      lock_id: 'PL-9',
      order_no: `P${1_000 + index}`,
      fee: parked ? 0 : 3.5,
    }
    return { topic: 'parking/PL-9', payload: JSON.stringify(index % 24 === 0 ? moved : report), received: ts + 120 }
  })
}
