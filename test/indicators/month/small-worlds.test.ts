// Shows 2, in the small: a few devices and days put together by chance, each compared in full.
import { expect, it } from 'vitest'
import { reckon } from '../reference/reckon.ts'
import { differingFacts, differingStored, differingValues } from './compare.ts'
import { countFacts, worldOf } from './count-facts.ts'
import { play } from './play.ts'
import { smallWorld } from './small-world.ts'

/** Those that once found something come first. Further numbers look for more by hand. */
const worlds = [43, 11, 18, 24, 14, 12, 1, 5, 2, 7, 16]
const longestMs = 60_000

it('counts what the reference counts, whatever comes together', async () => {
  const begun = performance.now()
  for (const number of worlds) {
    if (performance.now() - begun > longestMs) return
    const seed = `world ${number}`
    const world = smallWorld(seed)
    const played = await play(world)
    const facts = await countFacts(played)
    const reference = reckon(world.messages, world.statements, world.window, world.since)

    const differences = [
      ...(await differingStored(played.store, reference.heard)),
      ...differingFacts(facts, reference, { from: world.since, to: world.window.to }),
      ...differingValues(worldOf(played, facts, world.window), reference),
    ]

    expect(differences.slice(0, 5), `smallWorld('${seed}'): ${differences.length} differences`).toEqual([])
    await played.stop()
  }
}, 180_000)
