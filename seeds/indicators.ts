// The indicators of the tasks as people know them: what each is called, its unit, and which way is better. How they are counted is in ingest/.
import type { Words } from '../facilities/define.ts'

export const indicatorTitles = [
  { id: '12-1', task: 12, name: { zh: '充电端口可用率', en: 'Port availability' }, unit: '%', direction: 'up' },
  { id: '12-2', task: 12, name: { zh: '生活圈公共充电覆盖率', en: 'Circles with charging' }, unit: '%', direction: 'up' },
  { id: '12-3', task: 12, name: { zh: '充电故障恢复时长', en: 'Time to restore' }, unit: 'h', direction: 'down' },
  { id: '12-4', task: 12, name: { zh: '充电启动成功率', en: 'Session success' }, unit: '%', direction: 'up' },
  { id: '12-5', task: 12, name: { zh: '充电计量偏差率', en: 'Energy reconciliation' }, unit: '%', direction: 'down' },
  { id: '16-1', task: 16, name: { zh: '智慧业态达标圈占比', en: 'Circles with enough smart business types' }, unit: '%', direction: 'up' },
  { id: '16-2', task: 16, name: { zh: '智能设施在线率', en: 'Online rate' }, unit: '%', direction: 'up' },
  { id: '16-3', task: 16, name: { zh: '冷链温度合规率', en: 'Cold-chain compliance' }, unit: '%', direction: 'up' },
  { id: '16-4', task: 16, name: { zh: '信包箱格口配置率', en: 'Compartments per household' }, unit: '%', direction: 'up' },
  { id: '16-5', task: 16, name: { zh: '信包箱格口周转率', en: 'Locker turnover' }, unit: 'per-compartment-day', direction: 'band' },
  { id: '16-6', task: 16, name: { zh: '售卖机缺货时长占比', en: 'Stock-out share' }, unit: '%', direction: 'down' },
  { id: '16-7', task: 16, name: { zh: '无人店可营业率', en: 'Unattended store readiness' }, unit: '%', direction: 'up' },
  { id: '16-8', task: 16, name: { zh: '一店多能活跃率', en: 'Multi-function stores active' }, unit: '%', direction: 'up' },
  { id: '17-1', task: 17, name: { zh: '设施接入率', en: 'Connection rate' }, unit: '%', direction: 'up' },
  { id: '17-2', task: 17, name: { zh: '数据完整率', en: 'Completeness' }, unit: '%', direction: 'up' },
  { id: '17-3', task: 17, name: { zh: '数据及时率', en: 'Timeliness' }, unit: '%', direction: 'up' },
  { id: '17-4', task: 17, name: { zh: '台账一致率', en: 'Register consistency' }, unit: '%', direction: 'up' },
  { id: '17-5', task: 17, name: { zh: '社区智能设施覆盖率', en: 'Community coverage' }, unit: '%', direction: 'up' },
  { id: '18-1', task: 18, name: { zh: '可追溯销售占比', en: 'Traceable sales' }, unit: '%', direction: 'up' },
  { id: '18-2', task: 18, name: { zh: '缺货24小时补货率', en: 'Restock within 24 h' }, unit: '%', direction: 'up' },
  { id: '18-3', task: 18, name: { zh: '库存账实一致率', en: 'Stock accuracy' }, unit: '%', direction: 'up' },
  { id: '18-4', task: 18, name: { zh: '快件超期滞留率', en: 'Overdue parcels' }, unit: '%', direction: 'down' },
  { id: '18-5', task: 18, name: { zh: '低效点位占比', en: 'Low-use sites' }, unit: '%', direction: 'down' },
  { id: '19-1', task: 19, name: { zh: '智慧菜篮子网点运营率', en: 'Smart basket outlets active' }, unit: '%', direction: 'up' },
  { id: '19-2', task: 19, name: { zh: '追溯秤覆盖率', en: 'Trace-scale coverage' }, unit: '%', direction: 'up' },
  { id: '19-3', task: 19, name: { zh: '菜场可追溯交易占比', en: 'Traceable market sales' }, unit: '%', direction: 'up' },
  { id: '19-4', task: 19, name: { zh: '团购履约及时率', en: 'Group-buying on time' }, unit: '%', direction: 'up' },
  { id: '19-5', task: 19, name: { zh: '自提点温控合规率', en: 'Pick-up cold compliance' }, unit: '%', direction: 'up' },
] as const satisfies readonly IndicatorTitle[]

export interface IndicatorTitle {
  readonly id: string
  /** Of the work plan. */
  readonly task: number
  readonly name: Words
  readonly unit: '%' | 'h' | 'per-compartment-day'
  /** `band`: too little is as wrong as too much. */
  readonly direction: 'up' | 'down' | 'band'
}

export type IndicatorId = (typeof indicatorTitles)[number]['id']

/** What a definition has of the title. */
export function titleOf(id: IndicatorId): IndicatorTitle {
  const found = indicatorTitles.find((title) => title.id === id)
  if (!found) throw new Error(`seeds/indicators.ts has no indicator ${id}`)
  return found
}

/** How a value stands against its lines. */
export const indicatorStatuses = {
  met: { zh: '达标', en: 'met' },
  close: { zh: '接近', en: 'close' },
  missed: { zh: '未达标', en: 'missed' },
  'no-target': { zh: '未设目标', en: 'no target set' },
  'no-data': { zh: '数据不足', en: 'too little data' },
  'not-applicable': { zh: '不适用', en: 'not applicable' },
} as const satisfies Readonly<Record<string, Words>>
