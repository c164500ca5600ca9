import { codes, type RejectionCode } from './codes.ts'
import type { Rejection, Sentence } from './rejection.ts'
import { shorten } from './show.ts'

type NamesIn<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never

/** What a code's sentences have to be filled with; a Sentence where the languages differ. */
type Parameters<Code extends RejectionCode> = Readonly<Record<NamesIn<(typeof codes)[Code]['en']>, string | number | Sentence>>

interface Details {
  readonly path?: string | undefined
  readonly expected?: string | undefined
  readonly found?: string | undefined
  readonly suggestion?: Sentence | undefined
}

/** A rejection with its sentences filled in. Details that are undefined are left out. */
export function rejection<Code extends RejectionCode>(code: Code, parameters: Parameters<Code>, details: Details = {}): Rejection {
  const { path, expected, found, suggestion } = details
  const fill = (language: 'zh' | 'en') =>
    codes[code][language].replace(/\{(\w+)\}/g, (_, name: string) =>
      textOf((parameters as Record<string, string | number | Sentence>)[name], language),
    )
  return {
    code,
    ...(path === undefined ? {} : { path: shorten(path) }),
    ...(expected === undefined ? {} : { expected: shorten(expected) }),
    ...(found === undefined ? {} : { found: shorten(found) }),
    message: { zh: fill('zh'), en: fill('en') },
    ...(suggestion === undefined ? {} : { suggestion }),
  }
}

/** The same rejection, said of one element of an array. */
export function inElement(rejection: Rejection, index: number): Rejection {
  const { path } = rejection
  return { ...rejection, path: path === undefined ? `[${index}]` : `[${index}].${path}` }
}

const textOf = (parameter: string | number | Sentence | undefined, language: 'zh' | 'en'): string =>
  shorten(typeof parameter === 'object' ? parameter[language] : String(parameter), 300)
