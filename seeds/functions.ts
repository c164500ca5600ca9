import type { Words } from '../facilities/define.ts'

/** What a store with several functions (一店多能) may offer; a facility lists the ids. */
export const storeFunctions: Readonly<Record<string, Words>> = {
  groceries: { zh: '日用百货', en: 'Groceries' },
  breakfast: { zh: '早餐', en: 'Breakfast' },
  fresh: { zh: '生鲜蔬菜', en: 'Fresh food' },
  parcel: { zh: '快递代收', en: 'Parcel pick-up' },
  laundry: { zh: '洗衣代收', en: 'Laundry drop-off' },
  printing: { zh: '自助打印', en: 'Self-service printing' },
  billpay: { zh: '生活缴费', en: 'Bill payment' },
}
