import { titleOf } from '../../../register/tasks.ts'
import { effectiveFacilities, effectiveParameters, effectiveWords } from '../effective-facilities.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Contribution, Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'
import type { World } from '../world.ts'

export const circlesWithTypes: Indicator = {
  ...titleOf('16-1'),
  formula: {
    version: 1,
    text: {
      zh: `占比 = 十一类智慧业态中至少有k类各有至少一处有效设施的生活圈数 ÷ 全部生活圈数（k为参数，3）。${effectiveWords.zh}业态按设施内在用设备的类型。`,
      en: `Share = circles in which at least k of the eleven smart business types have an effective facility each ÷ all circles (k is a parameter, 3). ${effectiveWords.en} The types of a facility are those of its devices in service.`,
    },
    numerator: { label: { zh: '达标生活圈', en: 'circles with k types' }, unit: unitWords.circles },
    denominator: { label: { zh: '生活圈', en: 'circles' }, unit: unitWords.circles },
    sources: [{ zh: '十一类业态：工作方案任务16', en: 'The eleven business types: task 16 of the work plan' }],
    parameters: { types: { value: 3, range: [1, 11], label: { zh: '业态类数 k', en: 'number of types, k' } }, ...effectiveParameters },
  },
  granularity: ['C', 'T'],
  readers: ['commerce'],
  onConsent: [],
  readWith: ['16-2'],
  feed: fedBy(feeds.businessTypes),
  count: circles,
}

function* circles(world: World): Iterable<Contribution> {
  const least = world.parameter('16-1', 'types')
  const types = typesByCircle(world)
  for (const { id, town } of world.register.circles) {
    const found = types.get(id)?.size ?? 0
    yield { counted: id, town, circles: [id], numerator: found >= least ? 1 : 0, denominator: 1, parts: { types: found } }
  }
}

function typesByCircle(world: World): ReadonlyMap<string, ReadonlySet<string>> {
  const effective = effectiveFacilities(world, '16-1')
  const found = new Map<string, Set<string>>()
  for (const { kind, facility } of world.register.devices) {
    const type = world.kind(kind)?.roles?.businessType
    if (type === undefined || !effective.has(facility)) continue
    for (const circle of world.register.facility(facility)?.circles ?? []) {
      const types = found.get(circle) ?? new Set()
      found.set(circle, types.add(type))
    }
  }
  return found
}
