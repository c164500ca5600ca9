// How much of what the demo register has, and where. Every company and model here is invented and says 演示 or DEMO.
import type { TownId } from './towns.ts'

export type SeedKind = 'locker' | 'vending' | 'store' | 'charger' | 'freezer' | 'meter'

export type SiteType = 'estate' | 'vending-point' | 'store' | 'station' | 'freezer-point'

type Site = { readonly zh: string; readonly operators: readonly string[] }

export const sites: Readonly<Record<SiteType, Site>> = {
  estate: { zh: '小区', operators: ['演示快递柜服务有限公司', '演示邮递科技有限公司'] },
  'vending-point': { zh: '售卖点', operators: ['演示自助零售有限公司', '演示饮品贸易有限公司'] },
  store: { zh: '无人便利店', operators: ['演示无人零售有限公司', '演示邻里商业管理有限公司'] },
  station: { zh: '充电站', operators: ['演示充电运营有限公司', '演示新能源服务有限公司'] },
  'freezer-point': { zh: '冷柜点', operators: ['演示生鲜配送有限公司'] },
}

/** The devices of each site of a town, site by site: `lockers: [2, 1]` are two estates with two lockers and one. */
export type TownPlan = {
  readonly lockers: readonly number[]
  readonly vending: readonly number[]
  /** Every store has one freezer and one meter. */
  readonly stores: number
  /** Ports; every station has one meter. */
  readonly chargers: readonly number[]
  readonly freezers: readonly number[]
}

export const townPlans: Readonly<Record<TownId, TownPlan>> = {
  loudong: { lockers: [2, 1, 2, 1, 2, 1, 2, 1], vending: [2, 1, 3, 2, 1, 3, 2], stores: 4, chargers: [8, 6, 4], freezers: [2, 1] },
  chengxiang: { lockers: [2, 1, 2, 1, 2, 1, 2], vending: [2, 1, 3, 2, 1, 3], stores: 4, chargers: [8, 6], freezers: [2] },
  shaxi: { lockers: [2, 1, 2, 1, 2, 1], vending: [2, 1, 3, 2, 1, 1], stores: 3, chargers: [6, 6], freezers: [2] },
  liuhe: { lockers: [2, 1, 2, 1, 1], vending: [2, 1, 3, 2], stores: 2, chargers: [6, 4], freezers: [2] },
  fuqiao: { lockers: [2, 1, 2, 1, 1], vending: [2, 1, 3, 2], stores: 2, chargers: [6, 4], freezers: [2] },
  huangjing: { lockers: [2, 1, 2], vending: [2, 1, 3], stores: 2, chargers: [4, 2], freezers: [1] },
  shuangfeng: { lockers: [2, 1, 2], vending: [2, 1, 3], stores: 1, chargers: [4], freezers: [2] },
  ludu: { lockers: [2, 1, 1], vending: [2, 1, 3], stores: 2, chargers: [6], freezers: [1] },
}

type Make = { readonly model: string; readonly vendor: string }

export const makes: Readonly<Record<SeedKind, readonly Make[]>> = {
  locker: [
    { model: 'DEMO-L84', vendor: '演示智能柜厂' },
    { model: 'DEMO-L120', vendor: '演示邮柜科技' },
  ],
  vending: [
    { model: 'DEMO-V60', vendor: '演示售卖机厂' },
    { model: 'DEMO-VC40', vendor: '演示冷饮机械' },
  ],
  store: [{ model: 'DEMO-S1', vendor: '演示无人店科技' }],
  charger: [
    { model: 'DEMO-AC7', vendor: '演示充电设备厂' },
    { model: 'DEMO-DC60', vendor: '演示电源科技' },
  ],
  freezer: [
    { model: 'DEMO-F300', vendor: '演示冷链设备厂' },
    { model: 'DEMO-F500', vendor: '演示制冷科技' },
  ],
  meter: [{ model: 'DEMO-M3', vendor: '演示电能表厂' }],
}

/** Vending machines that keep drinks and fresh food at 0 to 8 °C; the others are not cooled. */
export const cooledModels: ReadonlySet<string> = new Set(['DEMO-VC40'])
