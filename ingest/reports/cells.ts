// Numbers as cells: the text that is printed, and the number with its format that Excel keeps.
import { changeText, countText, valueText } from '../indicators/number-texts.ts'
import type { Cell } from './report-data.ts'

export const valueCell = (value: number | null | undefined): Cell => ({ text: valueText(value), value: value ?? null, format: '0.00' })

export const changeCell = (value: number | null | undefined): Cell => ({
  text: changeText(value),
  value: value ?? null,
  format: '+0.00;-0.00;0.00',
})

export const countCell = (value: number | null | undefined): Cell => ({
  text: countText(value),
  value: value ?? null,
  format: value == null || Number.isInteger(value) ? '#,##0' : '#,##0.00',
})

/** 0 to 1, as per cent. */
export const shareCell = (share: number | null | undefined): Cell => valueCell(share == null ? null : share * 100)
