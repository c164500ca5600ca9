import { latin, type TypeRole, type } from './page.ts'

/** Word takes the name for Chinese characters from `eastAsia` alone. */
export const fontOf = (role: TypeRole) => ({ ascii: latin, hAnsi: latin, cs: latin, eastAsia: type[role].fonts[0] })

export const halfPoints = (role: TypeRole): number => type[role].pt * 2

/** Names each font once more with its stand-ins, which Word takes in turn where the first is not installed. */
export function fontTable(): string {
  const fonts = new Map(Object.values(type).map(({ fonts }) => [fonts[0], fonts.slice(1)]))
  const entries = [...fonts].map(
    ([name, others]) =>
      `<w:font w:name="${name}"><w:altName w:val="${others.join(';')}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`,
  )
  const namespace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="${namespace}">${entries.join('')}</w:fonts>`
}
