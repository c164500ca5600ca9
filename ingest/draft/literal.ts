// Values as source text, in the style of our formatter. What comes from a device must not become code.

/** In single quotes unless it has such itself. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\u007f-\u009f\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  if (text.includes("'") && !text.includes('"')) return `"${escaped}"`
  return `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** With marks between thousands. */
export function numeral(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) < 1e-6) return '0'
  const [whole = '', fraction] = (Number.isInteger(value) ? value.toFixed(0) : String(Number(value.toFixed(6)))).split('.')
  const marked = whole.replace(/\B(?=(\d{3})+$)/g, '_')
  return fraction === undefined ? marked : `${marked}.${fraction}`
}

/** A name as the key of an object. */
export const key = (name: string): string => (/^[a-zA-Z_\p{Script=Han}][\w\p{Script=Han}]*$/u.test(name) ? name : quoted(name))

/** One line of a comment. */
export const comment = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()

/** Columns on a screen: Chinese characters take two. */
export const width = (text: string): number =>
  [...text].reduce(
    (sum, character) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character) ? 2 : 1),
    0,
  )

export const lineWidth = 140
