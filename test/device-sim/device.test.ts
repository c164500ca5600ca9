import { describe, expect, test } from 'vitest'
import { simulatedDevice } from '../../device-sim/device.ts'
import type { FaultShares } from '../../device-sim/faults/faults.ts'
import { builtIn } from '../../facilities/catalogue.ts'
import { milliseconds } from '../../facilities/define.ts'
import { kinds } from '../../facilities/kinds.ts'
import { offsetOf } from '../../facilities/zone.ts'

const midnight = Date.parse('2026-11-20T00:00:00+08:00')
const hourMs = 3_600_000

interface Told {
  readonly to: string
  readonly payload: string
  readonly body: { ts: number; seq: number; boot: string; values: Record<string, number | string> }
}

function device(
  kindName = 'meter',
  { seed = 1, faults = {}, id = `${kindName}-loudong-01` }: { seed?: number; faults?: FaultShares; id?: string } = {},
) {
  const kind = builtIn.get(kindName)!
  return simulatedDevice({ id, kind, model: 'M', vendor: 'V', seed, faults, offset: offsetOf('Asia/Shanghai'), run: 'r1' })
}

/** Everything a device says from one time to another. */
function tell(of: ReturnType<typeof device>, from: number, until: number): (Told & { at: number; link: string })[] {
  const told = []
  for (let at = of.dueAfter(from); at <= until; at = of.dueAfter(at)) {
    const { link, messages } = of.step(at)
    for (const { to, payload, joins } of messages)
      told.push({ at, link, to, payload, body: joins || to !== 'telemetry' ? JSON.parse(payload) : undefined })
  }
  return told
}

const payloads = (told: readonly Told[]) => told.map(({ to, payload }) => `${to} ${payload}`)
const readings = (told: readonly Told[]) => told.filter(({ to }) => to === 'telemetry')

describe.each(kinds.map(({ kind }) => kind))('a simulated %s', (kind) => {
  test('tells the same day for the same seed, and another one for another', () => {
    const day = payloads(tell(device(kind), midnight, midnight + 24 * hourMs))

    expect(payloads(tell(device(kind), midnight, midnight + 24 * hourMs))).toEqual(day)
    expect(payloads(tell(device(kind, { seed: 2 }), midnight, midnight + 24 * hourMs))).not.toEqual(day)
  })

  test('tells the same afternoon whether it was started in the morning or lives through it without a word', () => {
    const noon = midnight + 12 * hourMs
    const started = device(kind)
    tell(started, midnight, noon)
    const later = device(kind)
    later.liveUntil(midnight, noon)

    const values = (told: readonly Told[]) => readings(told).map(({ body }) => body.values)
    expect(values(tell(later, noon, noon + hourMs))).toEqual(values(tell(started, noon, noon + hourMs)))
  })

  test('says only what the platform takes', () => {
    const { values, events } = builtIn.schemas(kind)!
    const told = tell(device(kind), midnight, midnight + 24 * hourMs)

    const refused = told.filter(({ to, body }) => {
      const schema = to === 'telemetry' ? values : events.get(to.slice('event/'.length))
      return !schema?.safeParse(to === 'telemetry' ? body.values : body).success
    })
    expect(told.length).toBeGreaterThanOrEqual((24 * hourMs) / milliseconds(builtIn.get(kind)!.every))
    expect(refused).toEqual([])
  })

  test('numbers everything it says, and its readings are one interval apart', () => {
    const told = tell(device(kind), midnight, midnight + 6 * hourMs)
    const times = readings(told).map(({ body }) => body.ts)

    expect(told.map(({ body }) => body.seq)).toEqual(told.map((_, index) => index))
    expect(new Set(times.slice(1).map((ts, index) => ts - (times[index] ?? 0)))).toEqual(new Set([milliseconds(builtIn.get(kind)!.every)]))
  })
})

test('devices report at different seconds of their interval', () => {
  const phases = Array.from({ length: 60 }, (_, index) => device('meter', { id: `meter-${index}` }).dueAfter(midnight) % 60_000)

  expect(new Set(phases.map((phase) => Math.floor(phase / 10_000))).size).toBe(6)
})

test('the first reading after a connection repeats the present values at the present time', () => {
  const meter = device()
  const last = readings(tell(meter, midnight, midnight + hourMs)).at(-1)

  const reading = JSON.parse(meter.reading(midnight + hourMs + 17).payload)

  expect(reading).toMatchObject({ ts: midnight + hourMs + 17, seq: last!.body.seq + 1, boot: 'r1', values: last!.body.values })
})

test('its meters go on where its memory left them', () => {
  const before = device()
  tell(before, midnight, midnight + 5 * hourMs)
  const after = device()
  after.remember(before.memory(midnight + 5 * hourMs))

  expect(payloads(tell(after, midnight + 5 * hourMs, midnight + 6 * hourMs)).map((text) => text.replace(/"seq":\d+/, ''))).toEqual(
    payloads(tell(before, midnight + 5 * hourMs, midnight + 6 * hourMs)).map((text) => text.replace(/"seq":\d+/, '')),
  )
})

describe('faults', () => {
  const day = (faults: FaultShares, kind = 'meter') => tell(device(kind, { faults }), midnight, midnight + 24 * hourMs)
  const healthy = day({})

  test('a share of the devices has a fault, and always the same ones', () => {
    const having = () =>
      Array.from({ length: 400 }, (_, index) => device('meter', { id: `meter-${index}`, faults: { offline: 0.25 } }).faults.length)

    expect(having()).toEqual(having())
    expect(having().filter((count) => count === 1).length).toBeGreaterThan(60)
    expect(having().filter((count) => count === 1).length).toBeLessThan(140)
  })

  test('with faults the same seed tells the same day, too', () => {
    const faults = { offline: 1, duplicate: 1, 'out-of-order': 1, 'bad-payload': 1, 'clock-8h': 1, 'meter-reset': 1, burst: 1 }

    expect(payloads(day(faults))).toEqual(payloads(day(faults)))
  })

  test('offline: nothing for a while, then a new boot that counts from 0', () => {
    const told = day({ offline: 1 })
    const boots = [...new Set(told.map(({ body }) => body.boot))]

    expect(told.length).toBeLessThan(healthy.length * 0.85)
    expect(boots.slice(0, 3)).toEqual(['r1', 'r1-1', 'r1-2'])
    for (const boot of boots) expect(told.find(({ body }) => body.boot === boot)?.body.seq).toBe(0)
  })

  test('burst: the network is away, but nothing of the day is missing', () => {
    const told = day({ burst: 1 })

    expect(payloads(told)).toEqual(payloads(healthy))
    expect(told.filter(({ link }) => link === 'cut').length).toBeGreaterThan(300)
  })

  test('duplicate: some messages twice in a row, byte for byte', () => {
    const told = payloads(day({ duplicate: 1 }))
    const twice = told.filter((text, index) => text === told[index - 1])

    expect(twice.length).toBeGreaterThan(200)
    expect([...new Set(told)]).toEqual(payloads(healthy))
  })

  test('out-of-order: the times go back now and then, but nothing is missing', () => {
    const told = day({ 'out-of-order': 1 })
    const steps = told.slice(1).map(({ body }, index) => body.ts - told[index]!.body.ts)

    expect(steps.filter((step) => step < 0).length).toBeGreaterThan(100)
    expect(payloads(told).sort()).toEqual(payloads(healthy).slice(0, told.length).sort())
  })

  test('clock-8h: every time stamp is eight hours ahead', () => {
    const told = day({ 'clock-8h': 1 })

    expect(new Set(told.map(({ at, body }) => body.ts - at))).toEqual(new Set([8 * hourMs]))
  })

  test('clock-dst, clock-seconds, clock-1970, clock-drift: what the clock shows at a time', () => {
    const shown = (name: string) => day({ [name]: 1 }).map(({ at, body }) => ({ at, ts: body.ts }))
    const first = healthy[0]!.at

    for (const { at, ts } of shown('clock-dst')) expect(ts).toBe(at + hourMs)
    for (const { at, ts } of shown('clock-seconds')) expect(ts).toBe(Math.floor(at / 1_000))
    for (const { at, ts } of shown('clock-1970')) expect(ts).toBe(at - first)
    for (const { at, ts } of shown('clock-drift')) expect(Math.abs(ts - at - (at - first) / 3_600)).toBeLessThanOrEqual(1)
    expect(shown('clock-drift').at(-1)!.ts - healthy.at(-1)!.at).toBeGreaterThan(23_000)
  })

  test('clock-1970 counts anew with each start', () => {
    const told = day({ 'clock-1970': 1, offline: 1 })
    const boots = [...new Set(told.map(({ body }) => body.boot))]

    for (const boot of boots) expect(told.find(({ body }) => body.boot === boot)!.body.ts).toBe(0)
  })

  test('meter-reset: a total drops to zero and grows on from there', () => {
    const totals = readings(day({ 'meter-reset': 1 })).map(({ body }) => Number(body.values.energyImport))
    const drops = totals.filter((total, index) => index > 0 && total < totals[index - 1]!)

    expect(drops.length).toBeGreaterThan(3)
    expect(drops.every((total) => total < 1)).toBe(true)
  })

  test.each(kinds.map(({ kind }) => kind))('bad-payload: the platform refuses some readings of a %s, and some are no JSON', (kind) => {
    const schema = builtIn.schemas(kind)!.values
    const told = readings(day({ 'bad-payload': 1 }, kind))
    const broken = told.filter(({ body }) => body === undefined)
    const refused = told.filter(({ body }) => body !== undefined && !schema.safeParse(body.values).success)

    expect(broken.length).toBeGreaterThan(20)
    expect(refused.length).toBeGreaterThan(50)
    expect(refused.length + broken.length).toBeLessThan(told.length / 2)
    for (const { payload } of broken) expect(() => JSON.parse(payload)).toThrow()
  })
})
