// The fields of an event as a zod schema, and an example of each that a simulator can send.
import { digitsOf, highest, lowest } from './column.ts'
import type { NameConstant } from './constants.ts'
import { key, numeral, quoted } from './literal.ts'
import { asName, nameOf } from './naming.ts'
import { isPersonal } from './personal.ts'
import { roundUp } from './quantity.ts'
import { isObject } from './samples.ts'

/** Source of a schema, of a value that passes it, and of the constants that both need. */
export interface Schema {
  readonly schema: string
  readonly sample: string
  readonly constants: readonly { readonly name: string; readonly source: string }[]
}

const deepest = 3
const mostNames = 30

/** Undefined where values of several sorts stand under one name, or nothing can be said. `name`: wanted for a constant, where one is needed. */
export function schemaOf(values: readonly unknown[], name: string, nameConstant: NameConstant, depth = 0): Schema | undefined {
  const given = values.filter((value) => value !== null && value !== undefined)
  if (given.length === 0 || depth > deepest) return undefined
  if (given.every((value) => typeof value === 'number')) return numberSchema(given)
  if (given.every((value) => typeof value === 'boolean')) return { schema: 'z.boolean()', sample: 'world.chance(0.5)', constants: [] }
  if (given.every((value) => typeof value === 'string')) return textSchema(given)
  if (given.every(Array.isArray)) return listSchema(given, name, nameConstant, depth)
  return given.every(isObject) ? objectSchema(given, name, nameConstant, depth) : undefined
}

export function numberSchema(numbers: readonly number[]): Schema {
  const [low, high] = [lowest(numbers), highest(numbers)]
  const limits = `.min(${numeral(low < 0 ? -roundUp(5 * -low) : 0)}).max(${numeral(roundUp(Math.max(100, 5 * high)))})`
  if (numbers.every(Number.isSafeInteger)) {
    const sample = high > low ? `whole(world, ${numeral(low)}, ${numeral(high)})` : numeral(low)
    return { schema: high > 1e12 ? 'z.int()' : `z.int()${limits}`, sample, constants: [] }
  }
  if (Math.max(Math.abs(low), Math.abs(high)) > 1e12) return { schema: 'z.number()', sample: '0', constants: [] }
  const digits = digitsOf(numbers)
  const [from, to] = [low, high].map((end) => numeral(Number(end.toFixed(digits))))
  const sample = from === to ? `${from}` : `round(world.random(${from}, ${to}), ${digits})`
  return { schema: `z.number()${limits}`, sample, constants: [] }
}

const lengths = [64, 128, 256, 512, 1_024]
/** Source of a text nobody ever sent. */
const demoText = '`DEMO-$' + '{whole(world, 1, 9_999)}`'
const isHarmless = (text: string): boolean => /^[\w.:\p{Script=Han}-]{1,24}$/u.test(text) && !isPersonal(text)

/** Texts that were seen stand in the draft only where they come again and are short: the rest may be anybody's. */
export function textSchema(texts: readonly string[]): Schema {
  const longest = highest(texts.map((text) => text.length))
  const most = lengths.find((length) => length >= 2 * longest) ?? 4_096
  const distinct = [...new Set(texts)]
  const words = distinct.length <= 8 && distinct.length < texts.length ? distinct.filter(isHarmless).slice(0, 4) : []
  const sample = words.length > 1 ? `oneOf(world, [${words.map(quoted).join(', ')}])` : words[0] !== undefined ? quoted(words[0]) : demoText
  const schema = texts.includes('')
    ? `z.string().max(${numeral(most)})`
    : most === 64
      ? 'identifier'
      : `z.string().min(1).max(${numeral(most)})`
  return { schema, sample, constants: [] }
}

function listSchema(lists: readonly unknown[][], name: string, nameConstant: NameConstant, depth: number): Schema | undefined {
  const inner = schemaOf(lists.flat(), name, nameConstant, depth + 1)
  if (!inner) return undefined
  const most = roundUp(Math.max(20, 5 * highest(lists.map(({ length }) => length))))
  return { schema: `z.array(${inner.schema}).max(${numeral(most)})`, sample: `[${inner.sample}]`, constants: inner.constants }
}

/** Neither what every object has nor what residents are. */
const isUsable = (name: string): boolean =>
  /^[\w\p{Script=Han} .:/-]{1,48}$/u.test(name) && !(name in Object.prototype) && nameOf(name).meaning?.sense !== 'personal'

function objectSchema(
  objects: readonly Readonly<Record<string, unknown>>[],
  wanted: string,
  nameConstant: NameConstant,
  depth: number,
): Schema | undefined {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))].filter(isUsable).slice(0, mostNames)
  const parts = names.flatMap((each) => {
    const values = objects.map((object) => object[each])
    const part = schemaOf(values, asName(`${wanted}${each[0]?.toUpperCase()}${each.slice(1)}`), nameConstant, depth + 1)
    const isAlways = values.every((value) => value !== undefined && value !== null)
    return part ? [{ each, part, isAlways }] : []
  })
  if (parts.length === 0) return undefined
  const name = nameConstant(wanted)
  const lines = parts.map(({ each, part, isAlways }) => `  ${key(each)}: ${part.schema}${isAlways ? '' : '.optional()'},`)
  const source = [`const ${name} = z.object({`, ...lines, '})'].join('\n')
  return {
    schema: name,
    sample: ['{', ...parts.map(({ each, part }) => `${key(each)}: ${part.sample},`), '}'].join('\n'),
    constants: [...parts.flatMap(({ part }) => part.constants), { name, source }],
  }
}
