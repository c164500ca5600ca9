import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, test } from 'vitest'
import { Closer, graceMs } from '../../ingest/indicators/close.ts'
import { openIndicatorsDatabase } from '../../ingest/indicators/database.ts'
import { outboxOf } from '../../ingest/indicators/kept/outbox.ts'
import { Results } from '../../ingest/indicators/kept/results.ts'
import { monthAt } from '../../ingest/indicators/period.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { byHand, MadeUpFacts, measured, monthOf, offset } from './made-up-world.ts'

let path: string
let database: DatabaseSync
let results: Results
let facts: MadeUpFacts
let now: number
let closer: Closer
let register: { version: number; digest: string }
let formulas: Record<string, string>

const october = monthOf('2026-10')
const november = monthOf('2026-11')
const shaxi = { device: 'd1', facility: 'f1', town: 'shaxi' }
const liuhe = { device: 'd2', facility: 'f2', town: 'liuhe' }

beforeEach(async () => {
  path = join(await tempFolder(), 'indicators.sqlite')
  database = openIndicatorsDatabase(path)
  whenDone(() => database.close())
  results = new Results(database)
  facts = new MadeUpFacts()
  register = { version: 1, digest: 'a' }
  formulas = { '16-2': '1' }
  now = october.to
  closer = started()
})

function started(): Closer {
  return new Closer({
    ...{ database, results, facts, indicators: [measured, byHand], now: () => now },
    register: { version: () => register.version, digest: () => register.digest },
    formulas: () => formulas,
    months: { of: monthOf, at: (time) => monthAt(time, offset) },
    evaluate: (month) => facts.evaluated(month, { registerVersion: register.version }),
    putOut: outboxOf(database, { isOn: true, now: () => now }),
  })
}

function steps(): (string | undefined)[] {
  const done: string[] = []
  for (let step = closer.step(); step; step = closer.step()) done.push(`${step.what} ${step.month}`)
  return done
}

const revisions = (scope: string, indicator = '16-2', month = '2026-10') =>
  results.revisions(indicator, month, scope).map(({ revision, value, cause }) => [revision, value, cause])

function closeOctober(): void {
  facts.put('2026-10', [
    { ...shaxi, online: 90, registered: 100 },
    { ...liuhe, online: 50, registered: 100 },
  ])
  facts.complete = november.from
  now = october.to + graceMs
  expect(steps()).toEqual(['closed 2026-10'])
}

describe('a month', () => {
  test('is closed 48 h after its end, once its facts are complete', () => {
    facts.put('2026-10', [{ ...shaxi, online: 90, registered: 100 }])
    facts.complete = october.to
    now = october.to + graceMs - 1
    expect(steps()).toEqual([])

    now++
    facts.complete = october.to - 1
    expect(steps()).toEqual([])

    facts.complete = october.to
    expect(steps()).toEqual(['closed 2026-10'])
    expect(steps()).toEqual([])
    expect(revisions('town:shaxi')).toEqual([[1, 90, 'close']])
    expect(results.revisions('16-2', '2026-10', 'city')[0]).toMatchObject({
      ...{ numerator: 90, denominator: 100, registerVersion: 1, formulaVersion: 1, parameters: { share: 80 } },
      ...{ inputs: { count: 24 }, computed: now, until: october.to },
    })
    expect(revisions('city', '19-1')).toEqual([[1, null, 'close']])
  })

  test('waits for facts that are still to be counted, and for old data that never ends an hour', () => {
    facts.put('2026-10', [{ ...shaxi, online: 9, registered: 10 }])
    facts.complete = october.to + graceMs
    now = october.to + graceMs
    facts.pendingFrom = october.to - 1
    expect(steps()).toEqual([])
    now += 3_600_000 - 1
    expect(steps()).toEqual([])
    facts.pendingFrom = october.to
    expect(steps()).toEqual(['closed 2026-10'])

    facts.put('2026-11', [{ ...shaxi, online: 9, registered: 10 }])
    facts.complete = november.to
    now = november.to + graceMs
    facts.pendingFrom = november.from
    expect(steps()).toEqual([])
    now += 3_600_000
    expect(steps()).toEqual(['closed 2026-11'])
  })

  test('before the first start is closed too, one after the other', () => {
    facts.put('2026-08', [{ ...shaxi, online: 1, registered: 2 }])
    facts.put('2026-09', [{ ...shaxi, online: 1, registered: 2 }])
    facts.complete = october.to
    expect(steps()).toEqual(['closed 2026-08', 'closed 2026-09'])
  })

  test('is told to others when it closes, with the values of the city', () => {
    closeOctober()
    const [delivery] = database.prepare('SELECT type, subject, body FROM delivery').all() as {
      type: string
      subject: string
      body: string
    }[]
    expect(delivery).toMatchObject({ type: 'indicator.closed', subject: '2026-10' })
    const values = [
      { indicator: '16-2', scope: 'city', revision: 1, value: 70 },
      { indicator: '19-1', scope: 'city', value: null },
    ]
    expect(JSON.parse(delivery?.body ?? '')).toMatchObject({ type: 'indicator.closed', data: { period: '2026-10', values } })
  })
})

describe('a closed month', () => {
  test('has a revision where late data changed it, and only there', () => {
    closeOctober()
    facts.put('2026-10', [
      { ...shaxi, online: 95, registered: 100 },
      { ...liuhe, online: 50, registered: 100 },
    ])
    now += 120_000
    expect(steps()).toEqual([])
    now += 5_000
    expect(steps()).toEqual(['revised 2026-10'])
    expect(revisions('town:shaxi')).toEqual([
      [1, 90, 'close'],
      [2, 95, 'late-data'],
    ])
    expect(revisions('city')).toEqual([
      [1, 70, 'close'],
      [2, 72.5, 'late-data'],
    ])
    expect(revisions('town:liuhe')).toEqual([[1, 50, 'close']])
    const { body } = database.prepare(`SELECT body FROM delivery WHERE type = 'indicator.revised'`).get() as { body: string }
    expect(JSON.parse(body).data).toMatchObject({ period: '2026-10', indicator: '16-2', facilities: 1 })
    expect(JSON.parse(body).data.values).toContainEqual(
      expect.objectContaining({ scope: 'city', difference: { value: 2.5, numerator: 5, denominator: 0 }, cause: 'late-data' }),
    )
  })

  test('of which facts changed without changing a value has none', () => {
    closeOctober()
    facts.put('2026-10', facts.months.get('2026-10') ?? [])
    steps()
    now += 120_000
    expect(steps()).toEqual(['unchanged 2026-10'])
    expect(revisions('city')).toEqual([[1, 70, 'close']])
  })

  test('has few revisions of data that trickles in, and they come at last', () => {
    closeOctober()
    let made = 0
    for (let n = 0; n < 400; n++) {
      now += 3_000
      facts.put('2026-10', [{ ...shaxi, online: 90, registered: 101 + n }])
      made += steps().length
    }
    expect(made).toBe(1)
    now += 120_000
    expect(steps()).toEqual(['revised 2026-10'])
    expect(revisions('city').at(-1)).toEqual([3, 18, 'late-data'])
  })

  test('has one at once when it was ordered', () => {
    closeOctober()
    facts.put('2026-10', [{ ...shaxi, online: 99, registered: 100 }])
    closer.ask({ from: october.from, to: october.to })
    expect(steps()).toEqual(['revised 2026-10'])
    expect(revisions('city').at(-1)).toEqual([2, 99, 'asked'])
    expect(revisions('town:liuhe').at(-1)).toEqual([2, null, 'asked'])
  })

  test('names the register or the formula when these made the difference', () => {
    closeOctober()
    register = { version: 2, digest: 'a' }
    steps()
    now += 120_000
    expect(steps()).toEqual(['unchanged 2026-10'])
    expect(revisions('city')).toHaveLength(1)

    register = { version: 3, digest: 'b' }
    facts.put('2026-10', [{ ...shaxi, online: 80, registered: 100 }])
    steps()
    now += 120_000
    expect(steps()).toEqual(['revised 2026-10'])
    expect(revisions('city').at(-1)).toEqual([2, 80, 'register'])

    formulas = { '16-2': '2' }
    facts.put('2026-10', [{ ...shaxi, online: 81, registered: 100 }])
    steps()
    now += 120_000
    expect(steps()).toEqual(['revised 2026-10'])
    expect(revisions('city').at(-1)).toEqual([3, 81, 'formula'])
  })

  test('has a first revision in a scope in which nothing counted at its close', () => {
    closeOctober()
    facts.put('2026-10', [
      ...(facts.months.get('2026-10') ?? []),
      { device: 'd3', facility: 'f3', town: 'fuqiao', online: 1, registered: 4 },
    ])
    closer.ask()
    steps()
    expect(revisions('town:fuqiao')).toEqual([[2, 25, 'asked']])
  })

  test('is looked at after a restart when its facts changed meanwhile', () => {
    closeOctober()
    facts.put('2026-10', [{ ...shaxi, online: 99, registered: 100 }])
    facts.put('2026-11', [{ ...shaxi, online: 1, registered: 100 }])
    closer = started()
    now += 60_000
    steps()
    now += 5_000
    expect(steps()).toEqual(['revised 2026-10'])
    closer = started()
    steps()
    now += 120_000
    expect(steps()).toEqual([])
  })

  test('stays as it is when its facts were dropped by age', () => {
    closeOctober()
    facts.put('2026-10', [])
    facts.earliest = october.from + 86_400_000
    closer.ask()
    steps()
    now += 120_000
    expect(steps()).toEqual([])
    expect(revisions('city')).toEqual([[1, 70, 'close']])
  })

  test('waits for facts that are not as the register says yet, and has one revision then', () => {
    facts.put('2026-10', [{ ...shaxi, online: 50, registered: 100 }])
    facts.complete = november.from
    facts.isMade = false
    now = october.to + graceMs
    expect(steps()).toEqual([])
    facts.isMade = true
    expect(steps()).toEqual(['closed 2026-10'])

    register = { version: 2, digest: 'b' }
    facts.isMade = false
    steps()
    now += 120_000
    expect(steps()).toEqual([])
    facts.put('2026-10', [{ ...shaxi, online: 50, registered: 80 }])
    facts.isMade = true
    steps()
    now += 120_000
    expect(steps()).toEqual(['revised 2026-10'])
    expect(revisions('city')).toEqual([
      [1, 50, 'close'],
      [2, 62.5, 'register'],
    ])
  })

  test('waits for facts that are being made anew', () => {
    closeOctober()
    facts.put('2026-10', [{ ...shaxi, online: 99, registered: 100 }])
    facts.complete = october.from
    closer.ask()
    expect(steps()).toEqual([])
    facts.complete = november.to
    expect(steps()).toEqual(['revised 2026-10'])
  })
})
