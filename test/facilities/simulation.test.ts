import { describe, expect, test } from 'vitest'
import { charger } from '../../facilities/charger.ts'
import { freezer } from '../../facilities/freezer.ts'
import { locker } from '../../facilities/locker.ts'
import { store } from '../../facilities/store.ts'
import { vending } from '../../facilities/vending.ts'
import { simulatedDays } from './simulated-days.ts'

const week = (kind: Parameters<typeof simulatedDays>[0]) => simulatedDays(kind, { seed: 5, days: 7 })
const ofKind = (readings: ReturnType<typeof week>, event: string) =>
  readings.flatMap(({ ts, events }) =>
    events.filter((one) => one.event === event).map(({ fields }) => ({ ts, ...fields }) as Record<string, unknown>),
  )
const hourOf = (ts: unknown) => (Number(ts) / 3_600_000 + 8) % 24

describe('a simulated locker', () => {
  const readings = week(locker)

  test('never has more compartments free, faulty or overdue than there are', () => {
    const wrong = readings.filter(({ values: { compartments, free, faulty, overdue } }) => {
      const occupied = Number(compartments) - Number(free) - Number(faulty)
      return occupied < 0 || Number(overdue) > occupied
    })

    expect(wrong).toEqual([])
  })

  test('gives out only what was put in, each parcel once', () => {
    const taken = ofKind(readings, 'pickup').map(({ parcel }) => parcel)
    const put = new Set(ofKind(readings, 'deposit').map(({ parcel }) => parcel))
    const unknown = taken.filter((parcel) => !put.has(parcel))

    expect(new Set(taken).size).toBe(taken.length)
    expect(unknown.length).toBeLessThan(84) // those that lay in it when the week began
    expect(taken.length).toBeGreaterThan(200)
  })

  test('is filled by day and emptied in the evening', () => {
    const morning = ofKind(readings, 'deposit').filter(({ ts }) => hourOf(ts) > 7 && hourOf(ts) < 17)
    const evening = ofKind(readings, 'pickup').filter(({ ts }) => hourOf(ts) > 16 && hourOf(ts) < 23)

    expect(morning.length / ofKind(readings, 'deposit').length).toBeGreaterThan(0.8)
    expect(evening.length / ofKind(readings, 'pickup').length).toBeGreaterThan(0.5)
  })
})

test('a simulated vending machine is never out of more lanes than it has, and is restocked', () => {
  const readings = week(vending)

  expect(readings.filter(({ values }) => Number(values.emptyLanes) > Number(values.lanes))).toEqual([])
  expect(Math.max(...readings.map(({ values }) => Number(values.emptyLanes)))).toBeGreaterThanOrEqual(5)
  expect(ofKind(readings, 'restock').length).toBeGreaterThan(0)
})

test('a simulated store charges what its lines say', () => {
  const sales = ofKind(week(store), 'sale') as unknown as { amountFen: number; lines: { amountFen: number }[] }[]
  const wrong = sales.filter(({ amountFen, lines }) => amountFen !== lines.reduce((sum, line) => sum + line.amountFen, 0))

  expect(sales.length).toBeGreaterThan(300)
  expect(wrong).toEqual([])
})

test('a simulated charger delivers in its sessions what its meter counts', () => {
  const readings = week(charger)
  const sessions = ofKind(readings, 'session').reduce((sum, { energyKwh }) => sum + Number(energyKwh), 0)
  const [first, last] = [readings[0], readings.at(-1)].map((reading) => Number(reading?.values.energy))

  expect(last! - first!).toBeGreaterThan(50)
  expect(last! - first! - sessions).toBeLessThan(80) // a session that is still going on
  expect(last! - first! - sessions).toBeGreaterThan(-0.01)
})

test('a simulated freezer stays frozen, defrosts, and says how long its door was open', () => {
  const readings = week(freezer)
  const mean = readings.reduce((sum, { values }) => sum + Number(values.temperature), 0) / readings.length

  expect(mean).toBeGreaterThan(-23)
  expect(mean).toBeLessThan(-17)
  expect(ofKind(readings, 'defrost').length).toBeGreaterThan(15)
  expect(ofKind(readings, 'doorOpen').every(({ seconds }) => Number(seconds) > 0)).toBe(true)
})
