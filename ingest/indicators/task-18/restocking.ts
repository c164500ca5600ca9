import { titleOf } from '../../../register/tasks.ts'
import { placeOf } from '../each-part.ts'
import { fedBy, feeds, kindsOf } from '../feeds.ts'
import type { Contribution, Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'
import type { World } from '../world.ts'
import { stockOutsOf } from './stock-outs.ts'

export const restockWithinDay: Indicator = {
  ...titleOf('18-2'),
  formula: {
    version: 1,
    text: {
      zh: '补货率 = 24小时内补上的缺货次数 ÷ 24小时期限在期内届满的缺货次数。每个货道的一次缺货计一次：缺货货道数增加n，即n次开始；减少n，即最早的n次结束；未知不改变。',
      en: 'Restocked = stock-outs that ended within 24 h ÷ stock-outs whose 24 h ended in the period. Each lane is one: when the number of empty lanes rises by n, n begin; when it falls by n, the n oldest end; unknown minutes change nothing.',
    },
    numerator: { label: { zh: '24小时内补上', en: 'restocked within 24 h' }, unit: unitWords.episodes },
    denominator: { label: { zh: '届满的缺货', en: 'stock-outs whose 24 h ended' }, unit: unitWords.episodes },
    sources: [],
    parameters: {},
  },
  granularity: ['C', 'T', 'F'],
  readers: ['commerce'],
  onConsent: [],
  readWith: ['16-6'],
  feed: fedBy(feeds.lanes),
  count: devices,
}

function* devices(world: World): Iterable<Contribution> {
  for (const { part, due, restocked } of stockOutsOf(world, kindsOf(world, feeds.lanes))) {
    yield { ...placeOf(part), numerator: restocked, denominator: due }
  }
}
