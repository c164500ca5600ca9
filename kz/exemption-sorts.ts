import type { Words } from '../facilities/define.ts'

export const exemptionSorts: Readonly<Record<string, Words>> = {
  suspension: { zh: '批准停用', en: 'suspension' },
  'excluded-outage': { zh: '核准不计的中断', en: 'excluded outage' },
}

export interface Exemption {
  readonly id: string
  readonly facility: string
  readonly device?: string
  readonly sort: string
  readonly from: string
  readonly to?: string
  readonly document: string
  readonly date: string
  readonly reason: string
  readonly author: string
  readonly withdrawn?: string
}
