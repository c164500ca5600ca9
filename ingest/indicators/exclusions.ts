/** Why something does not count, in words for the evidence. */
import type { Words } from '../../facilities/define.ts'

export const exclusions = {
  suspended: { zh: '经批准停用', en: 'suspended with approval' },
  'excluded-outage': { zh: '涉及核准不计的中断', en: 'within an outage that is excluded by approval' },
  'not-in-service': { zh: '期内未投用或已停用', en: 'not in service in the period' },
  'no-service-hours': { zh: '申报的服务时间不在期内', en: 'none of its declared service hours lie in the period' },
  'state-unknown': { zh: '期内状态全程未知', en: 'its state is unknown for the whole period' },
  'no-limits': { zh: '台账未登记温度限值', en: 'the register has no limits of temperature for it' },
  'nothing-counted': { zh: '期内没有可计的事项', en: 'nothing of what is counted happened in the period' },
  'no-households': { zh: '台账未登记服务户数', en: 'the register has no number of households for it' },
  'no-retention': { zh: '未申报快件保管时限', en: 'no retention time is declared' },
  'compartments-unknown': { zh: '最后24小时没有格口数，按0计', en: 'its compartments are unknown in the last 24 h and count as 0' },
  'no-meter': { zh: '没有对账电能表', en: 'it has no meter to compare with' },
  'hours-incomplete': {
    zh: '端口或电能表数据不全、时钟超差的小时',
    en: 'hours in which a port or meter is incomplete or its clock is off',
  },
  'circle-not-recognised': { zh: '未经认定的生活圈', en: 'the circle is not recognised' },
  'too-few-days': { zh: '投用天数不足', en: 'too few days in service' },
} as const satisfies Readonly<Record<string, Words>>

export type KnownExclusion = keyof typeof exclusions

export const wordsOfExclusion = (code: string): Words => (exclusions as Readonly<Record<string, Words>>)[code] ?? { zh: code, en: code }
