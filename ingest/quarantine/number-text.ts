/** The number a text means, where it is a number in another dress: `"18.5"`, `-18,4`, `18.5 kWh`, full-width digits. */
export function numberIn(text: string, unit = ''): number | undefined {
  if (text.length > 40) return undefined
  const plain = text.normalize('NFKC').replace(unit.normalize('NFKC'), '').trim()
  const match = /^([-+−]?)(\d+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?:e([-+]?\d+))?\s*(?:%)?$/i.exec(plain)
  if (!match) return undefined
  const [, sign = '', digits = '', exponent = '0'] = match
  const value = Number(`${isGrouped(digits) ? digits.replaceAll(',', '') : digits.replace(',', '.')}e${exponent}`)
  if (!Number.isFinite(value)) return undefined
  return sign === '' || sign === '+' ? value : -value
}

/** `1,234,567` and `1,234.5` group digits; a single comma is taken for the decimal sign. */
const isGrouped = (digits: string): boolean => digits.split(',').length > 2 || (digits.includes(',') && digits.includes('.'))

/** The number a text begins with, and the unit behind it: `-0.4°F`, `12 bar`, `¥3.50`. */
export function numberAndUnit(text: string): { readonly number: number; readonly unit: string } | undefined {
  if (text.length > 40) return undefined
  const plain = text.normalize('NFKC').trim()
  const [, yuan, digits = '', unit = ''] = /^([¥￥]?)\s*([-+−]?[\d.,]+)\s*([\p{L}°%][\p{L}\d°%/·^]{0,11})?$/u.exec(plain) ?? []
  const number = numberIn(digits)
  if (number === undefined || (!yuan && !unit)) return undefined
  return { number, unit: unit || '元' }
}
