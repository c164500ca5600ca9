/** A reading has two levels, an array of events with lists five. */
export const maxDepth = 32

/** Whether brackets are nested deeper than maxDepth before the text ends or stops being JSON. */
export function isTooDeep(text: string): boolean {
  return text.length > maxDepth && hasManyOpenings(text) && deepest(text) > maxDepth
}

/** Few messages have more than a handful, so that this is all most of them cost. */
function hasManyOpenings(text: string): boolean {
  let count = 0
  for (const bracket of brackets) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) if (++count > maxDepth) return true
  }
  return false
}

const brackets = ['{', '['] as const

const quote = 0x22
const backslash = 0x5c

function deepest(text: string): number {
  let depth = 0
  let most = 0
  let quoted = false
  for (let at = 0; at < text.length && most <= maxDepth; at++) {
    const character = text.charCodeAt(at)
    if (quoted) {
      if (character === backslash) at++
      else if (character === quote) quoted = false
    } else if (character === quote) {
      quoted = true
    } else if (character === 0x7b || character === 0x5b) {
      if (++depth > most) most = depth
    } else if (character === 0x7d || character === 0x5d) {
      depth--
    }
  }
  return most
}
