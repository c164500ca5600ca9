// Shows 2: every indicator of a month with faults against the reference, for every scope, to the last digit.
import { beforeAll, describe, expect, it } from 'vitest'
import type { FactsReader } from '../../../ingest/facts/reader.ts'
import type { Window } from '../reference/counted.ts'
import { reckon } from '../reference/reckon.ts'
import { differingFacts, differingStored, differingValues } from './compare.ts'
import { countFacts, worldOf } from './count-facts.ts'
import { type Played, play } from './play.ts'
import { theMonth } from './the-month.ts'

const shown = 20

describe('a month with faults', () => {
  const world = theMonth('november')
  let played: Played
  let facts: FactsReader
  let reference: Window

  beforeAll(async () => {
    played = await play(world)
    facts = await countFacts(played)
    reference = reckon(world.messages, world.statements, world.window, world.since)
  }, 240_000)

  it('is large enough to show something', () => {
    expect(world.messages.length).toBeGreaterThan(150_000)
  })

  it('is stored as the reference hears it', async () => {
    expect(await differingStored(played.store, reference.heard)).toEqual([])
  })

  it('has the facts of the reference in every slice', () => {
    expect(differingFacts(facts, reference, { from: world.since, to: world.window.to }).slice(0, shown)).toEqual([])
  })

  it('has the values of the reference for every indicator and scope', () => {
    expect(differingValues(worldOf(played, facts, world.window), reference).slice(0, shown)).toEqual([])
  })
})
