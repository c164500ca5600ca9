import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { definitions } from '../../ingest/indicators/definitions.ts'
import { isApplicable } from '../../ingest/indicators/evaluate.ts'
import { holdAgainstPaper } from './cases/held-against.ts'
import { backwardsAndTwice, inParts } from './cases/otherwise.ts'
import { type Played, play } from './cases/played.ts'
import { type Case, readCase } from './cases/read-case.ts'

const root = join(import.meta.dirname, 'cases')
const ids = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))

it('every indicator has its small world', () => {
  expect(ids).toEqual(definitions.map(({ id }) => id))
})

describe.each(ids)('the small world of %s', (id) => {
  const told = readCase(join(root, id))

  it('comes out as it was worked out on paper', async () => {
    const played = await play(told)

    await played.receive(told.messages)
    await played.keepFacts()

    holdAll(told, played)
  })

  it('comes out the same with repeats, in another order, counted while it happens, and counted anew', async () => {
    const played = await play(told)

    for (const { by, messages } of inParts(backwardsAndTwice(told.messages), 7)) {
      await played.receive(messages, 999)
      await played.keepFacts(by)
    }
    await played.keepFacts()
    holdAll(told, played)

    await played.recompute()
    holdAll(told, played)
  })
})

function holdAll({ expected, missing }: Case, { indicator, world, outcomes }: Played): void {
  const found = outcomes()
  for (const [scope, paper] of Object.entries(expected)) holdAgainstPaper(scope, found.get(scope), paper)
  expect(isApplicable(indicator, world())).toBe(missing === undefined)
  if (missing !== undefined) expect(indicator.feed.label.zh).toContain(missing)
}
