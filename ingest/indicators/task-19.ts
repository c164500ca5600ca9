/** Task 19: smart vegetable-basket outlets and community group-buying. No kind feeds them yet, so each says what is missing. */
import { titleOf } from '../../register/tasks.ts'
import { missing } from './feeds.ts'
import type { Indicator } from './indicator.ts'
import { unitWords } from './unit-words.ts'

const common = {
  granularity: ['C', 'T', 'L'],
  onConsent: [],
} as const satisfies Partial<Indicator>

export const task19: readonly Indicator[] = [
  {
    ...common,
    ...titleOf('19-1'),
    formula: {
      version: 1,
      text: {
        zh: '运营率 = 在不少于80%的申报营业日有交易的网点数 ÷ 登记网点数（80%为参数）。',
        en: 'Active = outlets with transactions on at least 80 % of their declared days ÷ registered outlets (80 % is a parameter).',
      },
      numerator: { label: { zh: '运营网点', en: 'active outlets' }, unit: unitWords.outlets },
      denominator: { label: { zh: '登记网点', en: 'registered outlets' }, unit: unitWords.outlets },
      sources: [],
      parameters: { activeShare: { value: 80, label: { zh: '有交易的营业日占比，%', en: 'share of declared days with transactions, %' } } },
    },
    readers: ['commerce', 'market-regulation'],
    readWith: ['19-3'],
    feed: missing('智慧菜篮子网点及其交易', 'smart basket outlets and their transactions'),
  },
  {
    ...common,
    ...titleOf('19-2'),
    formula: {
      version: 1,
      text: {
        zh: '覆盖率 = 联网追溯秤在不少于80%的营业日称重的摊位数 ÷ 营业摊位数（80%为参数）。',
        en: 'Coverage = stalls with a connected trace scale that weighs on at least 80 % of open days ÷ stalls in business (80 % is a parameter).',
      },
      numerator: { label: { zh: '追溯秤在用的摊位', en: 'stalls with a scale in use' }, unit: unitWords.stalls },
      denominator: { label: { zh: '营业摊位', en: 'stalls in business' }, unit: unitWords.stalls },
      sources: [
        { zh: 'DB3208/T 128-2019《数字农贸市场》：“应”，即100%', en: 'DB3208/T 128-2019 (digital markets): "shall", which is 100 %' },
      ],
      parameters: { activeShare: { value: 80, label: { zh: '有称重的营业日占比，%', en: 'share of open days with weighing, %' } } },
    },
    readers: ['market-regulation', 'commerce'],
    suggestion: { zh: '100（DB3208/T 128-2019）', en: '100 (DB3208/T 128-2019)' },
    readWith: ['19-3'],
    feed: missing('追溯秤和菜场摊位台账', 'trace scales and the register of market stalls'),
  },
  {
    ...common,
    ...titleOf('19-3'),
    formula: {
      version: 1,
      text: {
        zh: '占比 = 带可查来源码的称重千克数 ÷ 称重千克数；另按金额计。',
        en: 'Share = kilograms weighed with a resolvable code of origin ÷ kilograms weighed; by amount as well.',
      },
      numerator: { label: { zh: '可追溯重量', en: 'traceable weight' }, unit: unitWords.kilograms },
      denominator: { label: { zh: '称重重量', en: 'weight' }, unit: unitWords.kilograms },
      sources: [],
      parameters: {},
    },
    readers: ['market-regulation', 'commerce'],
    readWith: ['19-2'],
    feed: missing('菜场称重交易', 'weighed sales of markets'),
  },
  {
    ...common,
    ...titleOf('19-4'),
    formula: {
      version: 1,
      text: {
        zh: '及时率 = 在承诺时间前到达自提点的订单数 ÷ 期内应到的订单数。',
        en: 'On time = orders ready at the pick-up point by the promised time ÷ orders due in the period.',
      },
      numerator: { label: { zh: '按时订单', en: 'orders on time' }, unit: unitWords.orders },
      denominator: { label: { zh: '应到订单', en: 'orders due' }, unit: unitWords.orders },
      sources: [],
      parameters: {},
    },
    readers: ['commerce'],
    readWith: ['19-5'],
    feed: missing('社区团购订单', 'group-buying orders'),
  },
  {
    ...common,
    ...titleOf('19-5'),
    formula: {
      version: 1,
      text: {
        zh: '合规率 = 温度合规时长 ÷（合规时长 + 超限时长），口径同16-3，限于团购自提柜。',
        en: 'Compliance = time within limits ÷ (time within + outside limits), counted as 16-3, of group-buying pick-up cabinets.',
      },
      numerator: { label: { zh: '温度合规时长', en: 'time within limits' }, unit: unitWords.minutes },
      denominator: { label: { zh: '温度已知时长', en: 'time with a known temperature' }, unit: unitWords.minutes },
      sources: [],
      parameters: {},
    },
    isOfTime: true,
    readers: ['market-regulation', 'commerce'],
    readWith: ['16-3', '19-4'],
    feed: missing('团购自提柜温度', 'temperatures of group-buying pick-up cabinets'),
  },
]
