import type { Words } from '../../facilities/define.ts'
import { usageError } from '../kz-error.ts'
import { groups, type Registry } from '../registry.ts'
import { type Command, type Option, typed } from './command.ts'
import { globalOptions } from './global-options.ts'
import { meant } from './meant.ts'
import { optionsOf, positionalsOf } from './option-values.ts'
import { seeHelp } from './see-help.ts'

export type Globals = { [Name in keyof typeof globalOptions]?: string | boolean | undefined } & {
  readonly url?: string
  readonly tokenFile?: string
  readonly lang?: string
  readonly json?: boolean
  readonly help?: boolean
}

/** What was asked for: a command with its values, or the help about a command, a group or everything. */
export type Asked =
  | { readonly command: Command; readonly given: Readonly<Record<string, unknown>>; readonly globals: Globals }
  | { readonly helpAbout: string }

/** Throws a KzError that names the first thing that cannot be, and what was probably meant. */
export function parse(args: readonly string[], registry: Registry): Asked {
  const words = positionalsOf(args, globalOptions)
  const [first, second] = words.map(({ value }) => value)
  if (first === undefined) {
    optionsOf(args, globalOptions, '') // a mistyped option still deserves its sentence
    return { helpAbout: '' }
  }
  if (first === 'help')
    return {
      helpAbout: known(
        words
          .slice(1)
          .map(({ value }) => value)
          .join(' '),
        registry,
      ),
    }
  // `backup DIR` and `backup verify DIR`: a group whose name is a command itself takes what is no second word as a value.
  const isCommand = (name: string): boolean => registry.some((command) => command.name === name)
  const isGroup = Object.hasOwn(groups, first) && (!isCommand(first) || isCommand(`${first} ${second}`))
  const wantsHelp = args.includes('--help') || args.includes('-h')
  if (isGroup && second === undefined && wantsHelp) return { helpAbout: first }
  if (isGroup && second === undefined) throw incomplete(first, registry)
  const command = commandOf(isGroup ? `${first} ${second}` : first, registry)
  if (wantsHelp) return { helpAbout: command.name }
  const used = words.slice(0, isGroup ? 2 : 1).map(({ index }) => index)
  return valuesOf(
    args.filter((_, index) => !used.includes(index)),
    command,
  )
}

const known = (name: string, registry: Registry): string =>
  name === '' || Object.hasOwn(groups, name) ? name : commandOf(name, registry).name

function commandOf(name: string, registry: Registry): Command {
  const found = registry.find((command) => command.name === name)
  if (found) return found
  const [first = '', second] = name.split(' ')
  const siblings = registry.map((command) => command.name).filter((other) => second === undefined || other.startsWith(`${first} `))
  const all = second === undefined ? [...Object.keys(groups), ...siblings.filter((other) => !other.includes(' '))] : siblings
  const guess = second === undefined ? meant(first, all) : inGroup(first, meant(second, siblings.map(lastWord)))
  throw usageError(
    {
      zh: `没有命令 ${name}。${guess ? `您是不是要输入 ${guess}？` : ''}`,
      en: `There is no command ${name}.${guess ? ` Did you mean ${guess}?` : ''}`,
    },
    { hint: seeHelp(second === undefined || siblings.length === 0 ? '' : first) },
  )
}

const lastWord = (name: string): string => name.split(' ').at(-1) ?? name
const inGroup = (group: string, word: string | undefined): string | undefined => (word === undefined ? undefined : `${group} ${word}`)

function incomplete(group: string, registry: Registry) {
  const names = registry.filter(({ name }) => name.startsWith(`${group} `)).map(({ name }) => lastWord(name))
  return usageError(
    { zh: `${group} 后面还缺一个命令：${names.join('、')}。`, en: `Say what to do behind ${group}: ${names.join(', ')}.` },
    { hint: seeHelp(group) },
  )
}

function valuesOf(args: readonly string[], command: Command): Asked {
  const all = { ...command.options, ...globalOptions }
  const values = optionsOf(args, all, command.name)
  const words = positionalsOf(args, all).map(({ value }) => value)
  const missing = missingOf(command, words, values)
  if (missing) {
    const [name, { zh, en }] = missing
    throw usageError({ zh: `缺少 ${name}：${zh}。`, en: `${name} is missing: ${en}.` }, { hint: seeHelp(command.name) })
  }
  const positionals = Object.keys(command.positionals)
  const surplus = words[positionals.length]
  if (surplus !== undefined) {
    throw usageError({ zh: `多余的参数 ${surplus}。`, en: `${surplus} is one word too many.` }, { hint: seeHelp(command.name) })
  }
  const own = Object.keys(command.options).map((name) => [name, values[name]] as const)
  return {
    command,
    given: Object.fromEntries([...own, ...positionals.map((name, index) => [name, words[index]] as const)]),
    globals: values,
  }
}

/** The first thing that has to be given and is not. */
function missingOf(
  { positionals, options }: Command,
  words: readonly string[],
  values: Readonly<Record<string, unknown>>,
): [string, Words] | undefined {
  const positional = Object.values(positionals)[words.length]
  if (positional) return [positional.shown, positional.summary]
  const option = Object.entries<Option>(options).find(([name, { needed }]) => needed && values[name] === undefined)
  return option && [`--${typed(option[0])}`, option[1].summary]
}
