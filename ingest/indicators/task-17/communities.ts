import { titleOf } from '../../../register/tasks.ts'
import { effectiveFacilities, effectiveParameters, effectiveWords } from '../effective-facilities.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Contribution, Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'
import type { World } from '../world.ts'

export const communityCoverage: Indicator = {
  ...titleOf('17-5'),
  formula: {
    version: 1,
    text: {
      zh: `覆盖率 = 至少有一处有效设施的社区（村）数 ÷ 台账中的社区（村）数。${effectiveWords.zh}台账没有社区时为不适用。`,
      en: `Coverage = communities and villages with at least one effective facility ÷ all of the register. ${effectiveWords.en} Not applicable while the register has no communities.`,
    },
    numerator: { label: { zh: '有有效设施的社区', en: 'communities with an effective facility' }, unit: unitWords.communities },
    denominator: { label: { zh: '社区', en: 'communities' }, unit: unitWords.communities },
    sources: [],
    parameters: effectiveParameters,
  },
  granularity: ['C', 'T'],
  readers: ['commerce', 'housing'],
  onConsent: [],
  readWith: ['16-1'],
  feed: fedBy(feeds.any),
  count: communities,
}

/** A facility names its community by id or by exact name. */
function* communities(world: World): Iterable<Contribution> {
  const effective = effectiveFacilities(world, '17-5')
  const served = new Set(
    world.register.facilities
      .filter(({ id, community }) => community !== undefined && effective.has(id))
      .map(({ town, community }) => `${town} ${community}`),
  )
  for (const { id, name, town } of world.register.communities) {
    const numerator = served.has(`${town} ${id}`) || served.has(`${town} ${name}`) ? 1 : 0
    yield { community: id, town, circles: [], numerator, denominator: 1 }
  }
}
