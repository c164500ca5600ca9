import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { kindsDocument } from '../../docs/kinds.ts'
import { catalogueOf } from '../../facilities/catalogue.ts'
import { kinds } from '../../facilities/kinds.ts'
import { bikeshed } from '../facilities/bikeshed.ts'
import { simulatedDays } from '../facilities/simulated-days.ts'

const page = readFileSync(new URL('../../docs/add-a-facility.md', import.meta.url), 'utf8')

test('the example on the page is the file that the compiler sees here', () => {
  const [, onThePage] = page.match(/```ts\n(import .*?)```/s) ?? []
  const compiled = readFileSync(new URL('../facilities/bikeshed.ts', import.meta.url), 'utf8')

  expect(onThePage).toBe(compiled.replaceAll("'../../facilities/", "'./"))
})

test('the line on the page is the list as it is, with the example at its end', () => {
  const list = readFileSync(new URL('../../facilities/kinds.ts', import.meta.url), 'utf8')
  const [line = ''] = list.match(/^export const kinds.*$/m) ?? []

  expect(page).toContain(line.replace(/\]$/, ', bikeshed]'))
})

test('a kind of one file is checked, simulated and documented like those built in', () => {
  const values = catalogueOf([...kinds, bikeshed]).schemas('bikeshed')?.values
  const readings = simulatedDays(bikeshed, { seed: 1, days: 1 })

  expect(readings.filter((reading) => !values?.strict().required().safeParse(reading.values).success)).toEqual([])
  expect(readings.flatMap(({ events }) => events).length).toBeGreaterThan(10)
  expect(kindsDocument([bikeshed])).toContain('`smoke` is `alarm`')
})
