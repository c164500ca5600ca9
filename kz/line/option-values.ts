import { parseArgs } from 'node:util'
import { usageError } from '../kz-error.ts'
import { type Option, type Options, typed } from './command.ts'
import { meant } from './meant.ts'
import { seeHelp } from './see-help.ts'

type Word = { readonly value: string; readonly index: number }

/** What stands between the options, and where. */
export function positionalsOf(args: readonly string[], options: Options): Word[] {
  const { tokens } = parseArgs({ args: [...args], options: asNodeTakesThem(options), strict: false, tokens: true, allowPositionals: true })
  return tokens.flatMap((token) => (token.kind === 'positional' ? [{ value: token.value, index: token.index }] : []))
}

/** The values of the options given; a flag that is not given is false. */
export function optionsOf(args: readonly string[], options: Options, command: string): Record<string, unknown> {
  const names = new Map(Object.keys(options).map((name) => [typed(name), name]))
  const { tokens } = parseArgs({ args: [...args], options: asNodeTakesThem(options), strict: false, tokens: true, allowPositionals: true })
  const flags = Object.entries(options).filter(([, { type }]) => type === 'flag')
  const values: Record<string, unknown> = Object.fromEntries(flags.map(([name]) => [name, false]))
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const name = names.get(token.name)
    const option = name === undefined ? undefined : options[name]
    if (name === undefined || !option) throw unknownOption(token.rawName, [...names.keys()], command)
    values[name] = typedValue(token, option)
  }
  return values
}

function unknownOption(rawName: string, names: readonly string[], command: string) {
  const guess = meant(rawName.replace(/^-+/, ''), names)
  const [zh, en] = guess ? [`您是不是要写 --${guess}？`, ` Did you mean --${guess}?`] : ['', '']
  return usageError({ zh: `没有选项 ${rawName}。${zh}`, en: `There is no option ${rawName}.${en}` }, { hint: seeHelp(command) })
}

interface OptionToken {
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function typedValue({ rawName, value, inlineValue }: OptionToken, option: Option): unknown {
  if (option.type === 'flag') {
    if (value === undefined) return true
    throw usageError({ zh: `${rawName} 后面不带值。`, en: `${rawName} takes no value.` })
  }
  // `--kind --facility x`: what follows is the next option and not a value.
  if (value === undefined || value === '' || (!inlineValue && value.startsWith('--'))) {
    throw usageError({ zh: `${rawName} 后面要有值 ${option.shown}。`, en: `${rawName} needs a value: ${option.shown}.` })
  }
  switch (option.type) {
    case 'text':
      return value
    case 'list':
      return value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    case 'choice':
      return chosen(rawName, value, option.of)
    default:
      return numeric(rawName, value, option)
  }
}

function chosen(rawName: string, value: string, of: readonly string[]): string {
  if (of.includes(value)) return value
  throw usageError({
    zh: `${rawName} 不能是 ${value}，只能是 ${of.join('、')}。`,
    en: `${rawName} cannot be ${value}: it is one of ${of.join(', ')}.`,
  })
}

function numeric(rawName: string, value: string, { type, from, to }: { type: 'whole' | 'decimal'; from: number; to: number }): number {
  const pattern = type === 'whole' ? /^\d{1,15}$/ : /^-?\d{1,15}(\.\d{1,15})?$/
  const number = Number(value)
  if (pattern.test(value) && number >= from && number <= to) return number
  const [zh, en] = type === 'whole' ? ['整数', 'whole number'] : ['数', 'number']
  throw usageError({
    zh: `${rawName} 不能是 ${value}，应为 ${from} 到 ${to} 的${zh}。`,
    en: `${rawName} cannot be ${value}: it is a ${en} from ${from} to ${to}.`,
  })
}

const asNodeTakesThem = (options: Options) =>
  Object.fromEntries(
    Object.entries(options).map(([name, { type }]) => [
      typed(name),
      { type: type === 'flag' ? 'boolean' : 'string', ...(name === 'help' && { short: 'h' }) } as const,
    ]),
  )
