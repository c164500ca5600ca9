import { describe, expect, test } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { kinds } from '../../facilities/kinds.ts'
import { testEveryRuleOf } from './every-kind.ts'
import { sketch } from './sketch.ts'

test('the six kinds have the field, event and command names that others rely on', () => {
  expect(kinds.map(sketch)).toEqual([
    'locker 60 s: compartments free faulty overdue power doorOpen temperature | deposit pickup overdue | open',
    'vending 60 s: status lanes emptyLanes temperature cashless energy | sale restock count | setTemperature lock',
    'store 60 s: status door payment power occupancy temperature energy | entry sale restock count | openDoor lock',
    'charger 15 s: status power energy voltage current temperature soc | session start | start stop reset',
    'freezer 60 s: temperature door compressor setPoint energy humidity | sale restock defrost doorOpen | setTemperature',
    'meter 60 s: energyImport energyExport power voltageA voltageB voltageC currentA currentB currentC powerFactor frequency | outage restored | ',
  ])
})

describe.each(kinds.map((kind) => [kind.kind, kind] as const))('%s', (name, kind) => {
  testEveryRuleOf(kind)

  test('is in the catalogue of those built in', () => {
    expect(builtIn.get(name)).toBe(kind)
  })

  test('has a total, except where nothing is metered', () => {
    const totals = Object.values(kind.telemetry).filter(({ type }) => type === 'total')

    expect(totals.length).toBeGreaterThanOrEqual(name === 'locker' ? 0 : 1)
  })
})
