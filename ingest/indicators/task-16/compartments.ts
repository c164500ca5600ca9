import { titleOf } from '../../../register/tasks.ts'
import { leftOut } from '../each-part.ts'
import { fedBy, feeds, kindsOf } from '../feeds.ts'
import type { Contribution, Indicator } from '../indicator.ts'
import { slicesOfLastDay } from '../last-day.ts'
import { unitWords } from '../unit-words.ts'
import type { DeviceView, World } from '../world.ts'

export const compartmentsPerHousehold: Indicator = {
  ...titleOf('16-4'),
  formula: {
    version: 1,
    text: {
      zh: '配置率 = 可用格口数 ÷ 服务户数，按期末在用的设施计。可用格口：期内最后24小时最近一次报送的格口数，减去这24小时内始终故障的格口数（最少故障数）。没有报送的信包箱按0格计并列出；未登记户数的设施不计。',
      en: 'Compartments per household = serviceable compartments ÷ households, over facilities in service at the end. Serviceable: the number of compartments last reported in the last 24 h, less those faulty throughout them (the least number of faulty ones). A locker that reported none counts as 0 and is named; facilities without a number of households are left out.',
    },
    numerator: { label: { zh: '可用格口', en: 'serviceable compartments' }, unit: unitWords.compartments },
    denominator: { label: { zh: '服务户数', en: 'households' }, unit: unitWords.households },
    sources: [
      {
        zh: '江苏省《住宅设计标准》：新建住宅不低于20%',
        en: 'Jiangsu 住宅设计标准 (residential design standard): at least 20 % in new estates',
      },
      { zh: 'GB/T 24295-2021《智能信包箱》', en: 'GB/T 24295-2021, smart parcel and letter lockers' },
    ],
    parameters: {},
  },
  granularity: ['T', 'L'],
  readers: ['post', 'housing'],
  onConsent: [],
  suggestion: { zh: '新建小区不低于20（江苏省住宅设计标准），其他待核定', en: '20 in new estates (Jiangsu standard); others to be set' },
  readWith: ['16-5', '18-4'],
  feed: fedBy(feeds.compartments),
  count: lockerSites,
}

function* lockerSites(world: World): Iterable<Contribution> {
  const kinds = kindsOf(world, feeds.compartments)
  const serviceable = serviceableByLocker(world, kinds)
  const sites = Map.groupBy(
    world.register.devices.filter(({ kind }) => kinds.has(kind)),
    ({ facility }) => facility,
  )
  for (const { id, town, circles, households } of world.register.facilities) {
    const lockers = sites.get(id)
    if (!lockers) continue
    const site = { facility: id, town, circles, ...kindOf(lockers) }
    if (!households) {
      yield { ...site, ...leftOut('no-households') }
      continue
    }
    const numerator = lockers.reduce((sum, { id: device }) => sum + (serviceable.get(keyOf(device, id)) ?? 0), 0)
    yield { ...site, numerator, denominator: households }
    for (const { id: device, kind } of lockers) {
      if (!serviceable.has(keyOf(device, id))) yield { device, facility: id, kind, town, circles, ...leftOut('compartments-unknown') }
    }
  }
}

const keyOf = (device: string, facility: string): string => `${device} ${facility}`

/** A facility is of a kind when all its lockers are. */
function kindOf(lockers: readonly DeviceView[]): { kind?: string } {
  const kinds = new Set(lockers.map(({ kind }) => kind))
  const [only] = kinds
  return kinds.size === 1 && only !== undefined ? { kind: only } : {}
}

function serviceableByLocker(world: World, kinds: ReadonlySet<string>): ReadonlyMap<string, number> {
  const found = new Map<string, { total: number; faulty: number; at: number }>()
  for (const { part, start, facts } of slicesOfLastDay(world, kinds)) {
    const { compartmentsLast: total, faultyLeast: faulty } = facts
    if (total === null) continue
    const key = keyOf(part.device, part.facility)
    const known = found.get(key)
    const least = Math.min(known?.faulty ?? Number.POSITIVE_INFINITY, faulty ?? 0)
    found.set(key, { total: known && known.at > start ? known.total : total, faulty: least, at: Math.max(start, known?.at ?? start) })
  }
  return new Map([...found].map(([key, { total, faulty }]) => [key, Math.max(0, total - faulty)]))
}
