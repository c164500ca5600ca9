import type { IndicatorTitle } from '../../../seeds/indicators.ts'
import type { Language } from '../language.ts'
import { unitId } from '../units.ts'

const texts = {
  '%': { zh: '%', en: '%' },
  h: { zh: '小时', en: 'h' },
  'per-compartment-day': { zh: '件/格·天', en: 'per compartment and day' },
} as const satisfies Readonly<Record<IndicatorTitle['unit'], Readonly<Record<Language, string>>>>

export const unitText = (unit: IndicatorTitle['unit'], language: Language): string => texts[unit][language]

/** What Grafana shows behind the number. */
export const indicatorUnit = (unit: IndicatorTitle['unit'], language: Language): string =>
  unit === 'per-compartment-day' ? `suffix: ${texts[unit][language]}` : unitId(unit)
