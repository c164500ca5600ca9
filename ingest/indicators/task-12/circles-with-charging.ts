import { titleOf } from '../../../register/tasks.ts'
import { leftOut } from '../each-part.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Contribution, Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'
import type { World } from '../world.ts'

export const circlesWithCharging: Indicator = {
  ...titleOf('12-2'),
  formula: {
    version: 1,
    text: {
      zh: '覆盖率 = 至少有一个合格公共端口的已认定生活圈数 ÷ 已认定生活圈数。合格：该端口12-1可用率不低于全市12-1达标线（未核定时按参数“可用率”），且覆盖率不低于参数“数据覆盖率”。台账未注明不对外的设施视为公共。',
      en: 'Coverage = recognised circles with at least one good public port ÷ recognised circles. Good: 12-1 of the port is not below the target of 12-1 for the city (until one is set: the parameter availability), with known states of at least the parameter coverage. A facility is public unless the register says otherwise.',
    },
    numerator: { label: { zh: '有合格公共端口的生活圈', en: 'circles with a good public port' }, unit: unitWords.circles },
    denominator: { label: { zh: '已认定生活圈', en: 'recognised circles' }, unit: unitWords.circles },
    sources: [],
    parameters: {
      availability: { value: 95, label: { zh: '可用率（12-1达标线核定前），%', en: 'availability until 12-1 has a target, %' } },
      coverage: { value: 90, label: { zh: '数据覆盖率，%', en: 'coverage of known states, %' } },
    },
  },
  granularity: ['C', 'T'],
  readers: ['commerce', 'power'],
  onConsent: [],
  readWith: ['12-1'],
  feed: fedBy(feeds.ports),
  count: circles,
}

function* circles(world: World): Iterable<Contribution> {
  const served = circlesServed(world)
  for (const { id, town, isRecognised } of world.register.circles) {
    const counted = isRecognised ? { numerator: served.has(id) ? 1 : 0, denominator: 1 } : leftOut('circle-not-recognised')
    yield { counted: id, town, circles: [id], ...counted }
  }
}

/** A port that moved within a circle is one port there. */
function circlesServed(world: World): ReadonlySet<string> {
  const line = world.target('12-1') ?? world.parameter('12-2', 'availability')
  const coverage = world.parameter('12-2', 'coverage')
  const served = new Set<string>()
  for (const { circle, numerator, denominator, known, asked } of portsByCircle(world)) {
    if (denominator > 0 && numerator * 100 >= line * denominator && known * 100 >= coverage * asked) served.add(circle)
  }
  return served
}

function portsByCircle(world: World) {
  const ports = new Map<string, { circle: string; numerator: number; denominator: number; known: number; asked: number }>()
  for (const { device, facility = '', circles, numerator, denominator, known = 0, asked = 0 } of world.contributionsOf('12-1')) {
    if (world.register.facility(facility)?.isPublic === false) continue
    for (const circle of circles) {
      const key = `${circle} ${device}`
      const port = ports.get(key) ?? { circle, numerator: 0, denominator: 0, known: 0, asked: 0 }
      port.numerator += numerator
      port.denominator += denominator
      port.known += known
      port.asked += asked
      ports.set(key, port)
    }
  }
  return ports.values()
}
