// The kind file as text, as our formatter would write it.

import type { Words } from '../../facilities/define.ts'
import { constantName } from './constants.ts'
import type { StateWord } from './dictionary.ts'
import type { DraftEvent } from './events.ts'
import { comment, lineWidth, numeral, quoted, width } from './literal.ts'

export interface DraftField {
  readonly name: string
  readonly path: string
  readonly label: Words
  readonly definition:
    | { readonly type: 'gauge'; readonly unit: string; readonly limits: readonly [number, number] }
    | { readonly type: 'count'; readonly limits: readonly [number, number] }
    | { readonly type: 'total'; readonly unit: string }
    | { readonly type: 'state'; readonly words: readonly StateWord[] }
  readonly questions: readonly Words[]
  readonly start: string
  readonly next: string
  /** Whether chance has a part in its next value. */
  readonly lively: boolean
}

export interface DraftSource {
  readonly kind: string
  readonly label: Words
  readonly every: string
  /** What it was made from, in a sentence. */
  readonly from: string
  readonly questions: readonly Words[]
  readonly fields: readonly DraftField[]
  readonly events: readonly (DraftEvent & { readonly perHour: number })[]
  readonly leftOut: readonly { readonly path: string; readonly why: Words; readonly event: string }[]
}

export function sourceOf(draft: DraftSource): string {
  const { kind, label, every, from, questions, fields, events, leftOut } = draft
  const constants = events.flatMap(({ fields: inner }) => inner.flatMap((field) => field.constants))
  const body = [
    ...constants.flatMap(({ source }) => [source, '']),
    `/** ${comment(from)} */`,
    `export const ${constantName(kind)} = defineFacility({`,
    ...questions.flatMap((words) => asked(words, 2)),
    `  kind: ${quoted(kind)},`,
    `  label: ${said(label)},`,
    `  every: ${quoted(every)},`,
    '',
    '  telemetry: {',
    ...fields.flatMap(fieldLines),
    ...leftOut.filter(({ event }) => event === '').map(leftOutLine(4)),
    '  },',
    '',
    ...eventsLines(events, leftOut),
    '',
    '  commands: {},',
    '',
    '  alarms: {},',
    '',
    ...simulatorLines(fields, events),
    '})',
  ].join('\n')
  return `${imports(body)}\n\n${body}\n`
}

/** By module, what a draft may use of it. */
const modules: readonly (readonly [path: string, names: readonly string[]])[] = [
  ['zod', ['z']],
  ['./define.ts', ['count', 'defineFacility', 'gauge', 'state', 'total']],
  ['./rhythm.ts', ['clamp', 'oneOf', 'round', 'whole']],
  ['./trade.ts', ['fen', 'identifier']],
]

function imports(body: string): string {
  // Names within texts, comments and of fields are none that are used.
  const code = body.replace(/\/\/.*$|\/\*.*?\*\/|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/gm, '')
  const isUsed = (name: string) => new RegExp(`(?<![.\\w])${name}(?=[(.,)])`).test(code)
  return modules
    .map(([path, names]) => [path, names.filter(isUsed)] as const)
    .filter(([, names]) => names.length > 0)
    .map(([path, names]) => `import { ${names.join(', ')} } from '${path}'`)
    .join('\n')
}

const said = ({ zh, en }: Words): string => `{ zh: ${quoted(zh)}, en: ${quoted(en)} }`
const asked = ({ zh, en }: Words, indent: number): string[] => [
  `${' '.repeat(indent)}// ? ${comment(zh)}`,
  `${' '.repeat(indent)}// ? ${comment(en)}`,
]
const leftOutLine =
  (indent: number) =>
  ({ path, why }: { path: string; why: Words }): string =>
    `${' '.repeat(indent)}// ${comment(quoted(path))} is left out: ${comment(why.en)} (${comment(why.zh)})`

function fieldLines({ name, path, label, definition, questions }: DraftField): string[] {
  const origin = name === path ? [] : [`    // ${comment(quoted(path))}`]
  const before = [...questions.flatMap((words) => asked(words, 4)), ...origin]
  if (definition.type === 'state')
    return [
      ...before,
      `    ${name}: state(`,
      '      {',
      ...definition.words.map(({ word, zh, en }) => `        ${word}: ${said({ zh, en })},`),
      '      },',
      `      ${said(label)},`,
      '    ),',
    ]
  return [...before, ...labelled(`    ${name}: ${definition.type}(${argumentsOf(definition)}`, label)]
}

function argumentsOf(definition: Exclude<DraftField['definition'], { type: 'state' }>): string {
  const limits = 'limits' in definition ? `[${definition.limits.map(numeral).join(', ')}], ` : ''
  return 'unit' in definition ? `${quoted(definition.unit)}, ${limits}` : limits
}

/** On one line where it fits. */
function labelled(start: string, label: Words): string[] {
  const line = `${start}${said(label)}),`
  if (width(line) <= lineWidth) return [line]
  return [`${start}{`, `      zh: ${quoted(label.zh)},`, `      en: ${quoted(label.en)},`, '    }),']
}

function eventsLines(events: DraftSource['events'], leftOut: DraftSource['leftOut']): string[] {
  if (events.length === 0) return ['  events: {},']
  return ['  events: {', ...events.flatMap((event) => eventLines(event, leftOut)), '  },']
}

function eventLines({ name, label, fields, questions }: DraftEvent, leftOut: DraftSource['leftOut']): string[] {
  const without = leftOut.filter(({ event }) => event === name).map(leftOutLine(8))
  const payload = fields.flatMap((field) => [
    ...(field.name === field.path ? [] : [`        // ${comment(quoted(field.path))}`]),
    `        ${field.name}: ${field.schema}${field.isDemanded ? '' : '.optional()'},`,
  ])
  const inner = [...payload, ...without]
  return [
    ...questions.flatMap((words) => asked(words, 4)),
    `    ${name}: {`,
    `      label: ${said(label)},`,
    ...(inner.length === 0 ? ['      payload: {},'] : ['      payload: {', ...inner, '      },']),
    '    },',
  ]
}

function simulatorLines(fields: DraftSource['fields'], events: DraftSource['events']): string[] {
  const before = fields.some(({ next }) => next.includes('values.')) ? 'values' : '_'
  return [
    '  // As it was seen: ranges, steps and how often things happened.',
    '  simulate: {',
    '    start: {',
    ...fields.map(({ name, start }) => `      ${name}: ${start},`),
    '    },',
    `    next(${before}, world) {`,
    ...events.flatMap(emitLines),
    '      return {',
    ...fields.flatMap(({ name, next }) => nextLine(name, next)),
    '      }',
    '    },',
    '  },',
  ]
}

function emitLines({ name, perHour, fields }: DraftSource['events'][number]): string[] {
  const start = `      if (world.happens(${numeral(perHour)})) `
  if (fields.length === 0) return [`${start}world.emit(${quoted(name)}, {})`]
  const lines = fields.flatMap((field) => indented(`${field.name}: ${field.sample},`))
  return [`${start}{`, `        world.emit(${quoted(name)}, {`, ...lines.map((line) => `          ${line}`), '        })', '      }']
}

/** A sample of several lines, with the braces telling how deep. */
function indented(source: string): string[] {
  let depth = 0
  return source
    .replaceAll('[{\n', '[\n{\n')
    .replaceAll('}]', '},\n]')
    .split('\n')
    .map((line) => {
      if (/^[}\]]/.test(line)) depth--
      const shown = `${'  '.repeat(Math.max(0, depth))}${line}`
      if (/[{[]$/.test(line)) depth++
      return shown
    })
}

/** A long expression is broken where our formatter breaks it. */
function nextLine(name: string, next: string): string[] {
  const line = `        ${name}: ${next},`
  if (width(line) <= lineWidth) return [line]
  const [, condition, then, otherwise] = /^(world\.happens\([^)]*\)) \? (.*) : (values\.\w+)$/.exec(next) ?? []
  if (condition !== undefined) return [`        ${name}: ${condition}`, `          ? ${then}`, `          : ${otherwise},`]
  const [, call, first, low, high] = /^(clamp)\((.*), (-?[\d_.]+), (-?[\d_.]+)\)$/.exec(next) ?? []
  if (call === undefined) return [line]
  return [`        ${name}: ${call}(`, `          ${first},`, `          ${low},`, `          ${high},`, '        ),']
}
