import { titleOf } from '../../../register/tasks.ts'
import { eachPart, nothingIn } from '../each-part.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'

export const overdueParcels: Indicator = {
  ...titleOf('18-4'),
  formula: {
    version: 1,
    text: {
      zh: '滞留率 = 存放超过保管时限H仍未取的件数 ÷ H在期内届满的件数。H为运营方申报、投件时有效的保管时限；未申报的设施不计并列出。',
      en: 'Overdue = parcels not picked up within H ÷ parcels whose H ended in the period. H is the retention time that the operator declared and that held when the parcel was deposited; facilities without one are left out and named.',
    },
    numerator: { label: { zh: '超期件', en: 'overdue parcels' }, unit: unitWords.parcels },
    denominator: { label: { zh: '到期件', en: 'parcels whose time ended' }, unit: unitWords.parcels },
    sources: [
      {
        zh: '《智能快件箱寄递服务管理办法》（2019）：保管期限应当明示，期内免费',
        en: 'Measures for smart parcel lockers (2019): the retention time must be declared, and is free',
      },
    ],
    parameters: {},
  },
  granularity: ['C', 'T', 'L'],
  readers: ['post', 'commerce'],
  onConsent: [],
  readWith: ['16-4', '16-5'],
  feed: fedBy(feeds.parcels),
  count: eachPart(feeds.parcels, (part, world) => {
    if (part.parcelsDue > 0) return { numerator: part.parcelsOverdue, denominator: part.parcelsDue }
    return world.register.facility(part.facility)?.retentionHours === undefined ? 'no-retention' : nothingIn(part)
  }),
}
