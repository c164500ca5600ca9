/** Which kinds feed an indicator: by the roles they declare, never by name. */
import type { FacilityKind, Words } from '../../facilities/define.ts'
import type { Indicator } from './indicator.ts'
import type { World } from './world.ts'

export interface Feed {
  readonly label: Words
  readonly has: (kind: FacilityKind) => boolean
}

export const feeds = {
  any: { label: { zh: '已接入的任何设备', en: 'any connected device' }, has: () => true },
  ports: {
    label: { zh: '报送充电端口状态的设备', en: 'devices that report the state of a charging port' },
    has: ({ roles, service }) => roles?.availability === 'port' && service !== undefined,
  },
  stores: {
    label: { zh: '报送能否营业的无人店', en: 'stores that report whether they can trade' },
    has: ({ roles, service }) => roles?.availability === 'store' && service !== undefined,
  },
  starts: {
    label: { zh: '报送启动结果的充电端口', en: 'ports that report how a start ended' },
    has: ({ roles }) => roles?.starts !== undefined,
  },
  delivering: {
    label: { zh: '报送累计充电电量的端口', en: 'ports that report the energy they deliver' },
    has: ({ roles }) => roles?.energy?.as === 'delivered',
  },
  metering: { label: { zh: '报送累计电量的电能表', en: 'meters that report energy' }, has: ({ roles }) => roles?.energy?.as === 'metered' },
  cold: { label: { zh: '报送温度的冷柜', en: 'cooled devices that report a temperature' }, has: ({ roles }) => roles?.cold !== undefined },
  lanes: {
    label: { zh: '报送货道数和缺货货道数的设备', en: 'devices that count lanes and empty lanes' },
    has: ({ roles }) => roles?.lanes !== undefined,
  },
  compartments: {
    label: { zh: '报送格口数和故障格口数的信包箱', en: 'lockers that count compartments and faulty ones' },
    has: ({ roles }) => roles?.compartments !== undefined,
  },
  turnover: {
    label: { zh: '报送格口数和取件的信包箱', en: 'lockers that count compartments and report pick-ups' },
    has: ({ roles, use }) => roles?.compartments !== undefined && roles.parcels !== undefined && use === roles.parcels.pickup,
  },
  parcels: {
    label: { zh: '报送投件和取件的信包箱', en: 'lockers that report deposits and pick-ups' },
    has: ({ roles }) => roles?.parcels !== undefined,
  },
  sales: {
    label: { zh: '报送销售和追溯码的设备', en: 'devices that report sales and trace codes' },
    has: ({ roles }) => roles?.sales !== undefined,
  },
  stockCounts: {
    label: { zh: '报送盘点的设备', en: 'devices that report stock counts' },
    has: ({ roles }) => roles?.stockCounts !== undefined,
  },
  uses: { label: { zh: '报送使用次数的设备', en: 'devices that report uses' }, has: ({ use }) => use !== undefined },
  businessTypes: {
    label: { zh: '属于十一类智慧业态的设备', en: 'devices of the eleven business types' },
    has: ({ roles }) => roles?.businessType !== undefined,
  },
} as const satisfies Readonly<Record<string, Feed>>

export const kindsOf = (world: World, { has }: Feed): ReadonlySet<string> => new Set(world.kinds.filter(has).map(({ kind }) => kind))

/** Each of them has to be given by some kind. */
export function fedBy(...needed: readonly [Feed, ...Feed[]]): Indicator['feed'] {
  const join = (language: keyof Words, and: string) => needed.map(({ label }) => label[language]).join(and)
  return {
    label: { zh: join('zh', '；'), en: join('en', '; ') },
    isGiven: (world) => needed.every(({ has }) => world.kinds.some(has)),
  }
}

/** What no kind can give yet. */
export const missing = (zh: string, en: string): Indicator['feed'] => ({ label: { zh, en }, isGiven: () => false })
