import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { offsetOf } from '../../facilities/zone.ts'
import { monthAt, monthsOf, type Period, parsePeriod, periodLabel, previousPeriod, yearBefore } from '../../ingest/indicators/period.ts'

const shanghai = offsetOf('Asia/Shanghai')
const iso = (time: number) => new Date(time).toISOString().slice(0, 16)
const parse = (text: string) => parsePeriod(text, shanghai) as Period

test.each([
  ['2026-11', '2026-10-31T16:00', '2026-11-30T16:00', '2026年11月', 'November 2026'],
  ['2026-12', '2026-11-30T16:00', '2026-12-31T16:00', '2026年12月', 'December 2026'],
  ['2026-Q4', '2026-09-30T16:00', '2026-12-31T16:00', '2026年第四季度', 'Q4 2026'],
  ['2026-Q1', '2025-12-31T16:00', '2026-03-31T16:00', '2026年第一季度', 'Q1 2026'],
  ['2026', '2025-12-31T16:00', '2026-12-31T16:00', '2026年', '2026'],
  ['2026-11-ytd', '2025-12-31T16:00', '2026-11-30T16:00', '2026年1—11月', 'January to November 2026'],
  ['2026-01-ytd', '2025-12-31T16:00', '2026-01-31T16:00', '2026年1月', 'January 2026'],
  ['2026-11-t12', '2025-11-30T16:00', '2026-11-30T16:00', '截至2026年11月的十二个月', 'Twelve months to November 2026'],
])('%s goes from %s to %s and is called %s, %s', (id, from, to, zh, en) => {
  const period = parse(id)

  expect(period.id).toBe(id)
  expect([iso(period.from), iso(period.to)]).toEqual([from, to])
  expect(periodLabel(period)).toEqual({ zh, en })
})

test.each([
  '',
  '2026-13',
  '2026-00',
  '2026-1',
  '2026-Q5',
  '2026-Q',
  '26-11',
  '2026-11-t13',
  '2026-11-01',
  '2026-Q4-ytd',
  ' 2026',
  '2026-11 ',
])('%j is no period', (text) => {
  expect(parsePeriod(text, shanghai)).toBeUndefined()
})

test.each([
  ['2026-01', '2025-12', '2025-01'],
  ['2026-Q1', '2025-Q4', '2025-Q1'],
  ['2026', '2025', '2025'],
  ['2026-11-ytd', '2026-10-ytd', '2025-11-ytd'],
  ['2026-01-ytd', undefined, '2025-01-ytd'],
  ['2026-01-t12', '2025-12-t12', '2025-01-t12'],
])('before %s comes %s, and a year before it was %s', (id, previous, lastYear) => {
  expect(previousPeriod(parse(id), shanghai)?.id).toBe(previous)
  expect(yearBefore(parse(id), shanghai).id).toBe(lastYear)
})

test.each([
  ['2026-02', ['2026-02']],
  ['2026-Q1', ['2026-01', '2026-02', '2026-03']],
  ['2026-02-ytd', ['2026-01', '2026-02']],
  ['2026-02-t12', [...[3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((month) => `2025-${String(month).padStart(2, '0')}`), '2026-01', '2026-02']],
])('%s is made of months', (id, months) => {
  expect(monthsOf(parse(id), shanghai).map((month) => month.id)).toEqual(months)
})

describe('in any zone', () => {
  const zones = ['Asia/Shanghai', 'Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'UTC']
  const forms = fc.constantFrom('', '-Q1', '-Q4', '-01', '-03', '-10', '-12', '-03-ytd', '-12-ytd', '-01-t12', '-11-t12')
  const period = fc.record({ zone: fc.constantFrom(...zones), year: fc.integer({ min: 2001, max: 2098 }), form: forms })

  test('the months of a period follow upon each other without a gap, and fill it', () => {
    fc.assert(
      fc.property(period, ({ zone, year, form }) => {
        const offset = offsetOf(zone)
        const whole = parsePeriod(`${year}${form}`, offset) as Period
        const months = monthsOf(whole, offset)

        expect(whole.id).toBe(`${year}${form}`)
        expect([months[0]?.from, months.at(-1)?.to]).toEqual([whole.from, whole.to])
        months.slice(1).forEach((month, index) => void expect(month.from).toBe(months[index]?.to))
      }),
    )
  })

  test('each instant lies in the month that is found for it', () => {
    const instant = fc.integer({ min: Date.UTC(2001, 1), max: Date.UTC(2098, 1) })
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (zone, time) => {
        const offset = offsetOf(zone)
        const month = monthAt(time, offset)

        expect(month).toEqual(parsePeriod(month.id, offset))
        expect(month.from <= time && time < month.to).toBe(true)
      }),
    )
  })
})
