import type { Words } from './define.ts'

/** The eleven smart-upgrade business types that task 16 of the work plan names (智慧升级类业态), in its order. */
export const businessTypes = {
  'smart-freezer': { zh: '智能冷冻柜', en: 'Smart freezer' },
  'smart-locker': { zh: '智能信包箱', en: 'Smart parcel locker' },
  'vending-machine': { zh: '自助售卖机', en: 'Vending machine' },
  'unattended-store': { zh: '无人值守便利店', en: 'Unattended store' },
  'service-platform': { zh: '智慧服务平台', en: 'Smart service platform' },
  'group-buying': { zh: '社区团购', en: 'Community group buying' },
  'digital-market': { zh: '数字菜场', en: 'Digital market' },
  'multi-function-store': { zh: '一店多能', en: 'Store with several functions' },
  'platform-integration': { zh: '平台集成', en: 'Platform integration' },
  'iot-monitoring': { zh: '物联网监测', en: 'IoT monitoring' },
  'integrated-energy': { zh: '综合能源设施', en: 'Integrated energy facility' },
} as const satisfies Readonly<Record<string, Words>>

export type BusinessType = keyof typeof businessTypes
