const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openings = [0x5b, 0x7b] // [ {
const closings = [0x5d, 0x7d] // ] }

/** The elements of a JSON array as they were sent: what JSON.parse makes of `1e400` or `1.10` cannot be turned back. Takes only what it has parsed. */
export function elementTexts(array: string): readonly string[] {
  const texts: string[] = []
  let depth = 0
  let start = 0
  let quoted = false
  for (let at = 0; at < array.length; at++) {
    const character = array.charCodeAt(at)
    if (quoted) {
      if (character === backslash) at++
      else quoted = character !== quote
    } else if (character === quote) {
      quoted = true
    } else if (openings.includes(character)) {
      if (++depth === 1) start = at + 1
    } else if (closings.includes(character) ? --depth === 0 : character === comma && depth === 1) {
      texts.push(array.slice(start, at).trim())
      start = at + 1
    }
  }
  return texts
}
