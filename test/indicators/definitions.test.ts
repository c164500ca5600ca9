import { describe, expect, test } from 'vitest'
import { kinds } from '../../facilities/kinds.ts'
import { definitions } from '../../ingest/indicators/definitions.ts'
import { evaluate, isApplicable } from '../../ingest/indicators/evaluate.ts'
import { city } from '../../ingest/indicators/scope.ts'
import { tasks } from '../../seeds/tasks.ts'
import { unitPrinted, units } from '../../seeds/units.ts'
import { handWorld } from './hand-world.ts'

const ids = definitions.map(({ id }) => id)
const unfed = ['16-8', '19-1', '19-2', '19-3', '19-4', '19-5']

test('there are 28 indicators, each once, in order', () => {
  expect(ids).toEqual([
    ...[1, 2, 3, 4, 5].map((number) => `12-${number}`),
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => `16-${number}`),
    ...['17', '18', '19'].flatMap((task) => [1, 2, 3, 4, 5].map((number) => `${task}-${number}`)),
  ])
})

describe.each(definitions)('$id', (indicator) => {
  const { id, task, name, formula, readers, onConsent, readWith, feed, granularity, suggestion } = indicator
  const named = new Set(tasks.find(({ no }) => no === task)?.units.map((printed) => unitPrinted(printed)?.id))

  test('is of its task and says everything in both languages', () => {
    const parameters = Object.values(formula.parameters).map(({ label }) => label)
    const words = [name, formula.text, formula.numerator.label, formula.numerator.unit, formula.denominator.label, formula.denominator.unit]
    expect(id.split('-')[0]).toBe(String(task))
    for (const { zh, en } of [...words, ...formula.sources, ...parameters, feed.label, ...(suggestion ? [suggestion] : [])]) {
      expect(zh).not.toBe('')
      expect(en).not.toBe('')
      expect(en.replace('住宅设计标准', '')).not.toMatch(/[\u4e00-\u9fff]/)
    }
    expect(`${name.zh}${formula.text.zh}`).toMatch(/[\u4e00-\u9fff]/)
    expect(formula.version).toBeGreaterThanOrEqual(1)
  })

  test('is read by units that the task names, and by others on consent only', () => {
    for (const reader of readers) expect(named).toContain(reader)
    for (const reader of onConsent) {
      expect(units.map((unit) => unit.id)).toContain(reader)
      expect(named).not.toContain(reader)
    }
    expect(readers.length).toBeGreaterThan(0)
  })

  test('is read with indicators that there are', () => {
    for (const other of readWith) expect(ids).toContain(other)
    expect(readWith).not.toContain(id)
    expect(new Set(granularity).size).toBe(granularity.length)
  })

  test('counts nothing, and is not applicable, where no kind feeds it', () => {
    const world = handWorld({ kinds: [] })

    expect(isApplicable(indicator, world)).toBe(false)
    expect(evaluate(indicator, world, [city]).get('city')).toMatchObject({ value: null, denominator: 0, isRanked: false })
  })

  test('is fed by the kinds that there are, unless its feed is missing', () => {
    expect(isApplicable(indicator, handWorld({ kinds }))).toBe(!unfed.includes(id))
    expect(indicator.count === undefined).toBe(unfed.includes(id))
  })

  test('has no value in a world in which nothing happened', () => {
    expect(evaluate(indicator, handWorld({}), [city]).get('city')).toMatchObject({ value: null, denominator: 0, facilities: 0, devices: 0 })
  })
})
