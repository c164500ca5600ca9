import type { Words } from '../../facilities/define.ts'
import { idPattern } from '../../facilities/id.ts'
import { kindLabels } from './dictionary.ts'
import { tokensOf } from './naming.ts'

/** The name wished for, as a kind may be called; the next free one where it is taken. */
export function kindName(wished: string | undefined, isTaken: (kind: string) => boolean): string {
  const clean = (wished ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .replace(/_event$/, '')
    .slice(0, 40)
  const name = idPattern.test(clean) && clean !== 'device_state' && clean !== 'indicator' ? clean : 'device'
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`
    if (!isTaken(candidate)) return candidate
  }
}

/** What a person reads, by the words in the name; undefined when it says nothing. */
export function kindLabel(kind: string): Words | undefined {
  const tokens = tokensOf(kind).filter((token) => !/^\d+$/.test(token))
  return kindLabels.get(tokens.join('')) ?? tokens.map((token) => kindLabels.get(token)).find((label) => label !== undefined)
}
