import type { Words } from '../facilities/define.ts'

/** A responsible unit (责任单位) of the work plan. */
export type Unit = {
  readonly id: string
  /** As the plan prints it; the English is our own translation. */
  readonly name: Words
  /** Another wording in the plan for what we take to be the same body. */
  readonly alsoPrinted?: readonly string[]
}

export const units: readonly Unit[] = [
  { id: 'commerce', name: { zh: '市商务局', en: 'Commerce Bureau' } },
  { id: 'development-reform', name: { zh: '市发改委', en: 'Development and Reform Commission' } },
  { id: 'education', name: { zh: '市教育局', en: 'Education Bureau' } },
  { id: 'civil-affairs', name: { zh: '市民政局', en: 'Civil Affairs Bureau' } },
  { id: 'finance', name: { zh: '市财政局', en: 'Finance Bureau' } },
  { id: 'human-resources', name: { zh: '市人社局', en: 'Human Resources and Social Security Bureau' } },
  { id: 'planning', name: { zh: '市资规局', en: 'Natural Resources and Planning Bureau' } },
  { id: 'housing', name: { zh: '市住建局', en: 'Housing and Urban-Rural Development Bureau' } },
  { id: 'urban-management', name: { zh: '市城管局', en: 'Urban Management Bureau' } },
  { id: 'transport', name: { zh: '市交运局', en: 'Transport Bureau' } },
  { id: 'agriculture', name: { zh: '市农业农村局', en: 'Agriculture and Rural Affairs Bureau' } },
  { id: 'culture', name: { zh: '市文体广旅局', en: 'Culture, Sports, Radio, Television and Tourism Bureau' } },
  { id: 'health', name: { zh: '市卫健委', en: 'Health Commission' } },
  { id: 'market-regulation', name: { zh: '市市场监管局', en: 'Market Regulation Bureau' } },
  { id: 'post', name: { zh: '市邮政管理局', en: 'Postal Administration' } },
  { id: 'taxation', name: { zh: '市税务局', en: 'Taxation Bureau' } },
  { id: 'banking-insurance', name: { zh: '市银保监组', en: 'Banking and Insurance Regulatory Group' } },
  // Task 12 leaves out 市; a reviewer of the company reads both tasks.
  { id: 'power', name: { zh: '市供电公司', en: 'Power Supply Company' }, alsoPrinted: ['供电公司'] },
]

/** The collective that closes most rows of the plan: not a unit but every town of ours. */
export const everyTown: Words = { zh: '各镇（区、街道）', en: 'All towns (zones, streets)' }

/** The unit of a name as the plan prints it. */
export const unitPrinted = (printed: string): Unit | undefined =>
  units.find((unit) => unit.name.zh === printed || unit.alsoPrinted?.includes(printed))
