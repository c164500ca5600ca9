// What a definition consists of. For those built in the compiler has seen to it; a site's file comes without one.
import { businessTypes } from './business-types.ts'
import type { Words } from './define.ts'

type Check = (value: unknown, path: string) => Iterable<Words>

/** Every part that is missing or of the wrong sort, one sentence each; none when the rules about its meaning can be asked. */
export const shapeFaults = (definition: unknown): Words[] => [...shape(definition, '')]

const is = (zh: string, en: string, test: (value: unknown) => boolean): Check =>
  function* (value, path) {
    const name = path || 'the definition'
    if (value === undefined) yield { zh: `缺少 ${path || '定义'}，应为${zh}`, en: `${name} is missing; it must be ${en}` }
    else if (!test(value))
      yield { zh: `${path || '定义'} 应为${zh}，现为 ${shown(value)}`, en: `${name} must be ${en}, not ${shown(value)}` }
  }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const text = is('文字', 'text', (value) => typeof value === 'string')
const number = is('数字', 'a number', (value) => typeof value === 'number')
const code = is('函数', 'a function', (value) => typeof value === 'function')
const schema = is('zod 模式', 'a zod schema', (value) => isObject(value) && '_zod' in value)
const value = is('数字或文字', 'a number or text', (given) => typeof given === 'number' || typeof given === 'string')
const severity = is('info、warning 或 critical', 'info, warning or critical', (given) =>
  ['info', 'warning', 'critical'].includes(String(given)),
)
const object = is('对象 { … }', 'an object { … }', isObject)
const list = is('列表 [ … ]', 'a list [ … ]', Array.isArray)
const pair = is(
  '两个数 [最小, 最大]',
  'two numbers [least, greatest]',
  (given) => Array.isArray(given) && given.length === 2 && given.every((each) => typeof each === 'number'),
)

/** The part need not be there. */
const maybe = (check: Check): Check =>
  function* (given, path) {
    if (given !== undefined) yield* check(given, path)
  }

const within = (path: string, name: string) => (path ? `${path}.${name}` : name)

/** An object of exactly these parts. */
const parts = (checks: Readonly<Record<string, Check>>): Check =>
  function* (given, path) {
    if (!isObject(given)) return yield* object(given, path)
    for (const [name, check] of Object.entries(checks)) yield* check(given[name], within(path, name))
    const known = Object.keys(checks).join(', ')
    for (const name of Object.keys(given).filter((each) => !Object.hasOwn(checks, each)))
      yield { zh: `不认识 ${within(path, name)}，可写的有 ${known}`, en: `${within(path, name)} is not known; there are ${known}` }
  }

/** An object under whose names all are of the same sort; it may have none. */
const named = (check: Check): Check =>
  function* (given, path) {
    if (!isObject(given)) return yield* object(given, path)
    for (const [name, each] of Object.entries(given)) yield* check(each, within(path, name))
  }

const listOf = (check: Check): Check =>
  function* (given, path) {
    if (!Array.isArray(given)) return yield* list(given, path)
    for (const [index, each] of given.entries()) yield* check(each, `${path}[${index}]`)
  }

const words = parts({ zh: text, en: text })

const fields: Readonly<Record<string, Check>> = {
  gauge: parts({ type: text, unit: text, limits: pair, label: words }),
  count: parts({ type: text, limits: pair, label: words }),
  total: parts({ type: text, unit: text, label: words }),
  state: parts({ type: text, values: named(words), label: words }),
}

const sort = is('gauge(…)、count(…)、total(…) 或 state(…)', 'gauge(…), count(…), total(…) or state(…)', () => false)

function* field(given: unknown, path: string): Iterable<Words> {
  const check = isObject(given) && Object.hasOwn(fields, String(given.type)) ? fields[String(given.type)] : undefined
  yield* (check ?? sort)(given, path)
}

const above = parts({ field: text, for: maybe(text), above: number, clearsBelow: maybe(number) })
const below = parts({ field: text, for: maybe(text), below: number, clearsAbove: maybe(number) })
const word = parts({ field: text, for: maybe(text), is: listOf(text) })
const comparison = is('含 above、below 或 is 的条件', 'a condition with above, below or is', () => false)

function* condition(given: unknown, path: string): Iterable<Words> {
  if (!isObject(given)) return yield* object(given, path)
  const check = 'above' in given ? above : 'below' in given ? below : 'is' in given ? word : comparison
  yield* check(given, path)
}

const oneOf = (...words: readonly string[]): Check =>
  is(words.join('、'), words.join(', '), (given) => typeof given === 'string' && words.includes(given))

const roles = parts({
  businessType: maybe(oneOf(...Object.keys(businessTypes))),
  availability: maybe(oneOf('port', 'store')),
  cold: maybe(
    parts({ temperature: text, door: maybe(parts({ field: text, open: listOf(text) })), limits: maybe(oneOf('frozen', 'chilled')) }),
  ),
  lanes: maybe(parts({ total: text, empty: text })),
  compartments: maybe(parts({ total: text, faulty: text })),
  parcels: maybe(parts({ deposit: text, pickup: text, parcel: text })),
  sales: maybe(parts({ event: text, amount: text, trace: text, quantity: text, lines: maybe(text) })),
  starts: maybe(parts({ event: text, authorised: text, delivered: text, cancelled: text })),
  stockCounts: maybe(parts({ event: text, book: text, counted: text })),
  sessions: maybe(parts({ event: text, energyKwh: text })),
  energy: maybe(parts({ field: text, as: oneOf('delivered', 'metered', 'used') })),
})

const shape = parts({
  kind: text,
  label: words,
  every: text,
  telemetry: named(field),
  events: named(parts({ label: words, payload: named(schema), anyOf: maybe(listOf(text)) })),
  commands: named(parts({ label: words, arguments: named(schema), within: text })),
  alarms: named(parts({ label: words, severity, when: condition })),
  service: maybe(listOf(parts({ field: text, good: listOf(text), bad: listOf(text) }))),
  use: maybe(text),
  roles: maybe(roles),
  simulate: parts({ start: named(value), memory: maybe(code), next: code }),
})

function shown(given: unknown): string {
  if (typeof given === 'string') return JSON.stringify(given.length > 40 ? `${given.slice(0, 40)}…` : given)
  if (Array.isArray(given)) return '[ … ]'
  if (typeof given === 'function') return '() => …'
  return typeof given === 'object' && given !== null ? '{ … }' : String(given)
}
