import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, test } from 'vitest'
import { openIndicatorsDatabase } from '../../../ingest/indicators/database.ts'
import type { Indicator } from '../../../ingest/indicators/indicator.ts'
import type { Target } from '../../../ingest/indicators/indicators.ts'
import { auditPage } from '../../../ingest/indicators/kept/audit.ts'
import { Lines } from '../../../ingest/indicators/kept/lines.ts'
import { ManualValues } from '../../../ingest/indicators/kept/manual.ts'
import { outboxOf } from '../../../ingest/indicators/kept/outbox.ts'
import { Parameters } from '../../../ingest/indicators/kept/parameters.ts'
import { Rectifications } from '../../../ingest/indicators/kept/rectifications.ts'
import { whenDone } from '../../support/clean-up.ts'
import { tempFolder } from '../../support/temp-folder.ts'

let path: string
let database: DatabaseSync
const at = Date.parse('2026-11-24T10:00:00+08:00')
const nobody = () => {}

beforeEach(async () => {
  path = join(await tempFolder(), 'indicators.sqlite')
  database = openIndicatorsDatabase(path)
  whenDone(() => database.close())
})

const line = (given: Partial<Target>): Omit<Target, 'version' | 'recorded'> => ({
  ...{ indicator: '16-2', scope: 'city', since: '2026-01', target: 95, warning: 90 },
  ...{ document: '太商发〔2026〕1号', date: '2026-01-05', author: 'bureau', ...given },
})

describe('lines', () => {
  test('hold from their month on, for their very scope', () => {
    const lines = new Lines(database)
    lines.set(line({}), at, nobody)
    lines.set(line({ since: '2026-06', target: 97 }), at + 1, nobody)
    lines.set(line({ scope: 'town:shaxi', target: 80, warning: 70 }), at + 2, nobody)

    expect(lines.at('16-2', 'city', '2025-12')).toBeUndefined()
    expect(lines.at('16-2', 'city', '2026-05')).toMatchObject({ target: 95, version: 1 })
    expect(lines.at('16-2', 'city', '2026-06')).toMatchObject({ target: 97, version: 2 })
    expect(lines.at('16-2', 'town:shaxi', '2026-06')).toMatchObject({ target: 80, version: 1 })
    expect(lines.at('16-2', 'town:liuhe', '2026-06')).toBeUndefined()
  })

  test('entered again for the same month replace what was entered, and leave it to read', () => {
    const lines = new Lines(database)
    lines.set(line({}), at, nobody)
    lines.set(line({ target: [1, 3], warning: [0.5, 4], note: '更正' }), at + 1, nobody)

    expect(lines.at('16-2', 'city', '2026-03')).toMatchObject({ target: [1, 3], warning: [0.5, 4], note: '更正', version: 2 })
    expect(lines.of('16-2').map(({ target }) => target)).toEqual([95, [1, 3]])
  })

  test('entered by another thread are seen at once', () => {
    const lines = new Lines(database)
    const other = openIndicatorsDatabase(path)
    whenDone(() => other.close())
    expect(lines.of('16-2')).toEqual([])

    new Lines(other).set(line({}), at, nobody)

    expect(lines.of('16-2')).toHaveLength(1)
  })

  test('are told to others in the same transaction, and only when there are others', () => {
    const waiting = () => database.prepare('SELECT type, subject, state FROM delivery').all()
    new Lines(database).set(line({}), at, outboxOf(database, { isOn: false, now: () => at }))
    expect(waiting()).toEqual([])

    new Lines(database).set(line({}), at, outboxOf(database, { isOn: true, now: () => at }))
    expect(waiting()).toEqual([{ type: 'target.changed', subject: '16-2', state: 'waiting' }])

    const fails = () => {
      throw new Error('the disk is full')
    }
    expect(() => new Lines(database).set(line({}), at, fails)).toThrow('full')
    expect(new Lines(database).of('16-2')).toHaveLength(2)
    expect(auditPage(database, { limit: 10 }).items).toHaveLength(2)
  })
})

test('a parameter has the default of its formula until a month from which another holds', () => {
  const indicator = {
    id: '16-1',
    formula: { parameters: { k: { value: 3, label: { zh: '', en: '' } }, share: { value: 80, label: { zh: '', en: '' } } } },
  } as unknown as Indicator
  const parameters = new Parameters(database)
  parameters.set({ indicator: '16-1', name: 'k', value: 5, since: '2026-07', document: 'd', date: '2026-06-30', author: 'bureau' }, at)

  expect(parameters.at(indicator, '2026-06')).toEqual({ k: 3, share: 80 })
  expect(parameters.at(indicator, '2026-07')).toEqual({ k: 5, share: 80 })
  expect(parameters.of(indicator).map(({ name, version, author }) => [name, version, author])).toEqual([
    ['k', 0, undefined],
    ['share', 0, undefined],
    ['k', 1, 'bureau'],
  ])
})

test('manual values are revisions of their month, and listed with the latest of each', () => {
  const manual = new ManualValues(database)
  const value = { indicator: '19-1', scope: 'city', value: 80, document: 'd', date: '2026-11-01', author: 'bureau' }
  manual.set([{ ...value, period: '2026-10' }], at)
  manual.set([{ ...value, period: '2026-10', value: 82, numerator: 41, denominator: 50, note: '更正' }], at + 1)
  manual.set([{ ...value, period: '2026-11', indicator: '19-2' }], at + 2)
  manual.set([{ ...value, period: '2026-11' }], at + 3)

  expect(manual.revisions('19-1', '2026-10', 'city').map((each) => [each.revision, each.value])).toEqual([
    [1, 80],
    [2, 82],
  ])
  const first = manual.page({ limit: 2 })
  expect(first.items.map((each) => [each.period, each.indicator])).toEqual([
    ['2026-11', '19-1'],
    ['2026-11', '19-2'],
  ])
  const second = manual.page({ limit: 2, ...(first.next !== undefined && { after: first.next }) })
  expect(second.items).toMatchObject([{ period: '2026-10', value: 82, numerator: 41, denominator: 50, note: '更正' }])
  expect(second.next).toBeUndefined()
  expect(manual.page({ indicator: '19-2', limit: 2 }).items).toHaveLength(1)
})

describe('the rectification ledger', () => {
  const entry = { scope: 'town:shaxi', issue: '信包箱离线', unit: 'shaxi', deadline: '2026-12-15' }

  test('an entry is numbered in its year, answered and closed', () => {
    const ledger = new Rectifications(database)
    const { id, version } = ledger.add({ ...entry, indicator: '16-2', period: '2026-11' }, 'bureau', { at, year: 2026 })
    expect(id).toBe('2026-0001')
    const replied = ledger.reply(id, '已更换路由器', 'town', version, at + 1)
    expect(replied).toMatchObject({ state: 'replied', version: 2, replies: [{ text: '已更换路由器', author: 'town', at: at + 1 }] })
    expect(ledger.close(id, '核实', 'bureau', 2, at + 2)).toMatchObject({ state: 'closed', closed: { author: 'bureau', note: '核实' } })
    expect(() => ledger.reply(id, '再', 'town', 3, at + 3)).toThrow('rectification-closed')
    expect(ledger.add(entry, 'bureau', { at, year: 2026 }).id).toBe('2026-0002')
    expect(ledger.add(entry, 'bureau', { at, year: 2027 }).id).toBe('2027-0001')
    expect(ledger.page({ state: 'open', limit: 1 })).toMatchObject({ items: [{ id: '2027-0001' }], next: '2027-0001' })
    expect(ledger.page({ state: 'open', limit: 1, after: '2027-0001' })).toMatchObject({ items: [{ id: '2026-0002' }] })
  })

  test('who changes what another has changed meanwhile is refused', () => {
    const ledger = new Rectifications(database)
    const { id } = ledger.add(entry, 'bureau', { at, year: 2026 })
    ledger.reply(id, '一', 'town', 1, at)

    expect(() => ledger.reply(id, '二', 'town', 1, at)).toThrow('changed-meanwhile')
    expect(() => ledger.close('2026-9999', '', 'bureau', 1, at)).toThrow('rectification-not-found')
    expect(auditPage(database, { limit: 10 }).items.map(({ what }) => what)).toEqual(['rectification-reply', 'rectification'])
  })
})

test('the audit is read newest first, page by page, and nobody can change it', () => {
  const ledger = new Rectifications(database)
  for (let n = 0; n < 5; n++)
    ledger.add({ scope: 'city', issue: `${n}`, unit: 'commerce', deadline: '2026-12-15' }, 'bureau', { at, year: 2026 })

  const first = auditPage(database, { limit: 3 })
  const second = auditPage(database, { limit: 3, ...(first.next !== undefined && { after: first.next }) })
  expect([...first.items, ...second.items].map(({ subject }) => subject)).toEqual([5, 4, 3, 2, 1].map((n) => `2026-000${n}`))
  expect(second.next).toBeUndefined()
  expect(() => database.exec('DELETE FROM audit')).toThrow('only added to')
  expect(() => database.exec(`UPDATE audit SET author = 'x'`)).toThrow('only added to')
})
