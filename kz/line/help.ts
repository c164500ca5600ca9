import stringWidth from 'string-width'
import { groups, type Registry } from '../registry.ts'
import type { Language } from '../terminal/language.ts'
import { padded } from '../terminal/table.ts'
import { type Command, type Option, typed } from './command.ts'
import { globalOptions } from './global-options.ts'

const prompt = 'npm run kz --'

const heads = {
  commands: { zh: '命令：', en: 'Commands:' },
  options: { zh: '选项：', en: 'Options:' },
  everywhere: { zh: '各命令通用：', en: 'Of every command:' },
  example: { zh: '示例：', en: 'Example:' },
  title: { zh: '刻钟的管理命令行，通过 HTTP 接口工作。', en: "kezhong's command line for administrators, over the HTTP API." },
  more: { zh: `各命令的用法：${prompt} help COMMAND`, en: `About a command: ${prompt} help COMMAND` },
} as const

/** About a command ('device add'), a group ('device') or, with '', everything. */
export function helpAbout(name: string, registry: Registry, language: Language): string {
  const command = registry.find((each) => each.name === name)
  return command ? commandHelp(command, language) : listHelp(name, registry, language)
}

function listHelp(group: string, registry: Registry, language: Language): string {
  const listed = registry.filter(({ name }) => group === '' || name.startsWith(`${group} `))
  return [
    (groups[group] ?? heads.title)[language],
    `\n  ${prompt} ${[group, 'COMMAND', '[…]'].filter(Boolean).join(' ')}\n`,
    `${heads.commands[language]}`,
    twoColumns(listed.map((command) => [command.name, command.summary[language]])),
    `\n${heads.everywhere[language]}`,
    optionLines(globalOptions, language),
    `\n${heads.more[language]}`,
  ].join('\n')
}

function commandHelp(command: Command, language: Language): string {
  const positionals = Object.values(command.positionals).map(({ shown, summary }): [string, string] => [shown, summary[language]])
  const own = Object.keys(command.options).length > 0 ? [`\n${heads.options[language]}`, optionLines(command.options, language)] : []
  return [
    command.summary[language],
    ...(command.more ? [command.more[language]] : []),
    `\n  ${usageOf(command)}\n`,
    ...(positionals.length > 0 ? [twoColumns(positionals)] : []),
    ...own,
    `\n${heads.everywhere[language]}`,
    optionLines(globalOptions, language),
    `\n${heads.example[language]}\n  ${prompt} ${command.example}`,
  ].join('\n')
}

/** `npm run kz -- device retire ID [--at T] [--yes]` */
function usageOf({ name, positionals, options }: Command): string {
  const words = Object.values(positionals).map(({ shown }) => shown)
  const optional = Object.entries(options).map(([option, spec]) =>
    spec.needed ? writtenOut(option, spec) : `[${writtenOut(option, spec)}]`,
  )
  return [prompt, name, ...words, ...optional].join(' ')
}

/** `--kind K` */
export const writtenOut = (name: string, option: Option): string => `--${typed(name)}${option.type === 'flag' ? '' : ` ${option.shown}`}`

const optionLines = (options: Readonly<Record<string, Option>>, language: Language): string =>
  twoColumns(Object.entries(options).map(([name, option]) => [writtenOut(name, option), option.summary[language]]))

function twoColumns(lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([left]) => stringWidth(left)))
  return lines.map(([left, right]) => `  ${padded(left, width)}  ${right}`).join('\n')
}
