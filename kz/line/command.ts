// The words in which a command is told. Parsing, help, "did you mean" and docs/kz.md follow from them.
import type { Words } from '../../facilities/define.ts'
import type { Kz } from '../kz.ts'

interface Named {
  readonly summary: Words
  /** Stands for the value in a help text: ID, FILE. */
  readonly shown: string
}

interface Flag {
  readonly type: 'flag'
  readonly summary: Words
}
interface Text extends Named {
  readonly type: 'text'
}
/** Separated by commas. */
interface List extends Named {
  readonly type: 'list'
}
interface Numeric extends Named {
  readonly type: 'whole' | 'decimal'
  readonly from: number
  readonly to: number
}
interface Choice<Word extends string = string> extends Named {
  readonly type: 'choice'
  readonly of: readonly Word[]
}

export type Option = (Flag | Text | List | Numeric | Choice) & { readonly needed?: true }
export type Options = Readonly<Record<string, Option>>

export interface Positional {
  readonly shown: string
  readonly summary: Words
}
export type Positionals = Readonly<Record<string, Positional>>

export const flag = (zh: string, en: string): Flag => ({ type: 'flag', summary: { zh, en } })
export const text = (shown: string, zh: string, en: string): Text => ({ type: 'text', shown, summary: { zh, en } })
export const list = (shown: string, zh: string, en: string): List => ({ type: 'list', shown, summary: { zh, en } })
export const whole = (shown: string, [from, to]: readonly [number, number], zh: string, en: string): Numeric => ({
  ...{ type: 'whole', shown, from, to },
  summary: { zh, en },
})
export const decimal = (shown: string, [from, to]: readonly [number, number], zh: string, en: string): Numeric => ({
  ...{ type: 'decimal', shown, from, to },
  summary: { zh, en },
})
export const choice = <const Word extends string>(of: readonly Word[], zh: string, en: string): Choice<Word> => ({
  ...{ type: 'choice', of, shown: of.join('|') },
  summary: { zh, en },
})
export const needed = <Given extends Option>(option: Given): Given & { readonly needed: true } => ({ ...option, needed: true })

export const positional = (shown: string, zh: string, en: string) => ({ shown, summary: { zh, en } })

type ValueOf<Given extends Option> =
  Given extends Choice<infer Word> ? Word : Given extends Numeric ? number : Given extends List ? readonly string[] : string

type Values<P extends Positionals, O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends Flag
    ? boolean
    : O[Name] extends { readonly needed: true }
      ? ValueOf<O[Name]>
      : ValueOf<O[Name]> | undefined
} & { readonly [Name in keyof P]: string }

interface Definition<P extends Positionals, O extends Options> {
  /** As it is typed: 'device add'. */
  readonly name: string
  readonly summary: Words
  /** What the summary leaves open. */
  readonly more?: Words
  readonly positionals?: P
  /** Keys in camelCase; typed as --kebab-case. */
  readonly options?: O
  /** As it is typed behind `npm run kz --`. */
  readonly example: string
  /** It works on files and asks the API nothing: whether one could sign in does not matter. */
  readonly isLocal?: true
  /** Gives the exit code, 0 when it gives none. */
  run(given: Values<P, O>, kz: Kz): Promise<number | undefined> | Promise<void>
}

/** A command as the rest of kz handles it: without its type parameters. */
export interface Command {
  readonly name: string
  readonly summary: Words
  readonly more?: Words
  readonly positionals: Positionals
  readonly options: Options
  readonly example: string
  readonly isLocal?: true
  run(given: Readonly<Record<string, unknown>>, kz: Kz): Promise<number | undefined> | Promise<void>
}

export function defineCommand<
  const P extends Positionals = Readonly<Record<never, Positional>>,
  const O extends Options = Readonly<Record<never, Option>>,
>(definition: Definition<P, O>): Command {
  return { positionals: {}, options: {}, ...definition } as unknown as Command
}

/** dryRun → dry-run */
export const typed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
