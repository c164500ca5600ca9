/** What numerators and denominators are measured in. */
import type { Words } from '../../facilities/define.ts'

export const unitWords = {
  minutes: { zh: '分钟', en: 'min' },
  laneMinutes: { zh: '货道·分钟', en: 'lane-minutes' },
  compartmentDays: { zh: '格口·天', en: 'compartment-days' },
  compartments: { zh: '格', en: 'compartments' },
  households: { zh: '户', en: 'households' },
  circles: { zh: '个', en: 'circles' },
  communities: { zh: '个', en: 'communities' },
  facilities: { zh: '处', en: 'facilities' },
  outlets: { zh: '处', en: 'outlets' },
  stalls: { zh: '个', en: 'stalls' },
  devices: { zh: '台', en: 'devices' },
  episodes: { zh: '次', en: 'episodes' },
  starts: { zh: '次', en: 'starts' },
  kwh: { zh: '千瓦时', en: 'kWh' },
  slots: { zh: '次', en: 'slots' },
  readings: { zh: '条', en: 'readings' },
  lines: { zh: '行', en: 'lines' },
  items: { zh: '件', en: 'items' },
  parcels: { zh: '件', en: 'parcels' },
  orders: { zh: '单', en: 'orders' },
  kilograms: { zh: '千克', en: 'kg' },
  none: { zh: '—', en: '–' },
} as const satisfies Readonly<Record<string, Words>>
