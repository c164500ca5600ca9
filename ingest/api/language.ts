import type { FastifyRequest } from 'fastify'
import type { Words } from '../../facilities/define.ts'

export type Language = keyof Words

/** The first of zh and en in the order of preference of Accept-Language. */
export function languageOf({ headers }: FastifyRequest, otherwise: Language): Language {
  const asked = (headers['accept-language'] ?? '').split(',').map(preference)
  const best = asked.filter(({ language, weight }) => language && weight > 0).sort((a, b) => b.weight - a.weight)[0]
  return best?.language ?? otherwise
}

function preference(part: string): { language: Language | undefined; weight: number } {
  const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
  const q = parameters.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]).find(Boolean)
  const language = /^(zh|en)(-|$)/.exec(tag)?.[1] as Language | undefined
  return { language, weight: q === undefined ? 1 : Number(q) }
}
