/**
 * Builds InfluxQL for Grafana, in the part of the language that InfluxDB 1.x, 2.x and 3.x share. Every query is bounded: at each level that reads
 * a measurement stands Grafana's `$timeFilter`, and nobody can leave it out.
 *
 *   influxql({
 *     select: [of('mean', 'power')],
 *     from: 'charger',
 *     where: [chosen('town'), isGood],
 *     reach: 'raw',
 *     every: '$__interval',
 *     by: ['town'],
 *   })
 */

/** Something that stands between SELECT and FROM, made by `column`, `of`, `as` and `calculated`. */
export type Expression = { readonly text: string }
/** Something that stands in WHERE, made by `is`, `isNot`, `chosen`, `exceeds`, `isAtMost`, `anyOf`. */
export type Condition = { readonly condition: string }

export interface Select {
  readonly select: readonly Expression[]
  /** A measurement, or a query whose rows are read like one. */
  readonly from: string | Select
  readonly where?: readonly Condition[]
  /** Which length of the shown range this query is for; outside of it the database answers nothing and reads nothing. */
  readonly reach?: Reach
  /** Length of a bucket: Grafana's own, or one of fixed length. */
  readonly every?: '$__interval' | `${number}${'s' | 'm' | 'h' | 'd'}`
  /** Where days begin: a bucket of `1d` or more begins at midnight of this zone. */
  readonly timeZone?: string
  /** Tags to keep apart. */
  readonly by?: readonly string[]
  /** What stands in a bucket without values; nothing unless said. */
  readonly fill?: 'none' | 'null' | 'previous' | number
  readonly newestFirst?: boolean
  readonly limit?: number
}

export type Aggregate =
  | 'mean'
  | 'min'
  | 'max'
  | 'sum'
  | 'count'
  | 'last'
  | 'first'
  | 'distinct'
  | 'spread'
  | 'median'
  | 'difference'
  | 'non_negative_difference'

const dayMs = 86_400_000

/** Readings answer for up to two days, hours for up to a quarter, days beyond. */
export const reaches = {
  raw: { overMs: 0, upToMs: 2 * dayMs },
  hour: { overMs: 2 * dayMs, upToMs: 93 * dayMs },
  day: { overMs: 93 * dayMs, upToMs: Number.POSITIVE_INFINITY },
  /** Of all devices, who may be thousands: what costs is devices times readings, so hours answer much earlier. */
  rawOfAll: { overMs: 0, upToMs: dayMs / 4 },
  hourOfAll: { overMs: dayMs / 4, upToMs: 93 * dayMs },
  /** Readings and hours at once: hours where only they have what is asked, as how long a state held. */
  hourOrLess: { overMs: 0, upToMs: 93 * dayMs },
} as const

export type Reach = keyof typeof reaches

/** An identifier is quoted always: a kind may be called `select`, a field `time of day`. */
export const identifier = (name: string): string => `"${name.replace(/["\\]/g, '\\$&')}"`

/** A text; a line break cannot stand in one. */
export const text = (value: string): string => `'${value.replace(/[\r\n]/g, ' ').replace(/['\\]/g, '\\$&')}'`

export const column = (name: string): Expression => ({ text: identifier(name) })

/** `mean("power")`; of the result of another call as well. */
export const of = (aggregate: Aggregate, argument: string | Expression): Expression => ({
  text: `${aggregate}(${typeof argument === 'string' ? identifier(argument) : argument.text})`,
})

/** The largest values of a field with the tags they belong to: the worst few. */
export const extremes = (which: 'top' | 'bottom', field: string, tags: readonly string[], howMany: number): Expression => ({
  text: `${which}(${[field, ...tags].map(identifier).join(', ')}, ${howMany})`,
})

/** The name of a column; `$__alias_by` of Grafana and outer queries call it by that. */
export const as = ({ text }: Expression, name: string): Expression => ({ text: `${text} AS ${identifier(name)}` })

/** One value computed of others and of numbers: `calculated(a, '/', b)`. */
export const calculated = (left: Expression | number, operator: '+' | '-' | '*' | '/', right: Expression | number): Expression => ({
  text: `(${operand(left)} ${operator} ${operand(right)})`,
})

const operand = (value: Expression | number): string => (typeof value === 'number' ? number(value) : value.text)

/** A variable of the dashboard in which people choose values; everything when All is chosen, also what lacks the tag. */
export const matches = (tag: string, variable = tag): Condition => ({ condition: `${identifier(tag)} =~ /^\${${variable}:regex}$/` })

/** The same where readings are: constant while All is chosen, and dropped; to match each of thousands of series takes as long as to read them. */
export const chosen = (tag: string, variable = tag): Condition => ({
  condition: `('\${${variable}:csv}' = '.*' OR ${matches(tag, variable).condition})`,
})

export const is = (name: string, value: string | number): Condition => ({ condition: `${identifier(name)} = ${literal(value)}` })
const isNot = (name: string, value: string | number): Condition => ({ condition: `${identifier(name)} != ${literal(value)}` })
export const exceeds = (name: string, value: number): Condition => ({ condition: `${identifier(name)} > ${number(value)}` })
/** Only where somebody chose values instead of All: constant as the guards are, so that lines of single devices cost nothing with thousands. */
export const chose = (variables: readonly string[]): Condition => ({
  condition: `(${variables.map((name) => `'\${${name}:csv}' != '.*'`).join(' OR ')})`,
})

/** The opposite: nobody chose any. */
export const choseNone = (variables: readonly string[]): Condition => ({
  condition: `(${variables.map((name) => `'\${${name}:csv}' = '.*'`).join(' AND ')})`,
})

/** Readings that were marked as bad count nowhere. */
export const isGood: Condition = isNot('quality', 'bad')

function literal(value: string | number): string {
  return typeof value === 'number' ? number(value) : text(value)
}

/** InfluxQL knows no exponents. */
function number(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be written in InfluxQL`)
  const short = String(value)
  return short.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : short
}

export function influxql(query: Select): string {
  const { every, by = [], fill = 'none', newestFirst, limit, timeZone } = query
  const groups = [...(every === undefined ? [] : [`time(${every})`]), ...by.map(identifier)]
  return [
    `SELECT ${query.select.map(({ text }) => text).join(', ')}`,
    `FROM ${typeof query.from === 'string' ? identifier(query.from) : `(${influxql(query.from)})`}`,
    `WHERE ${conditions(query).join(' AND ')}`,
    ...(groups.length === 0 ? [] : [`GROUP BY ${groups.join(', ')}`]),
    ...(every === undefined ? [] : [`fill(${fill})`]),
    ...(newestFirst ? ['ORDER BY time DESC'] : []),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
    ...(timeZone === undefined ? [] : [`tz(${text(timeZone)})`]),
  ].join(' ')
}

function conditions({ where = [], reach }: Select): string[] {
  return ['$timeFilter', ...(reach === undefined ? [] : guard(reach)), ...where.map(({ condition }) => condition)]
}

/** With Grafana's numbers filled in this is constant, and InfluxDB drops a query that can have no rows before it opens a series. */
function guard(reach: Reach): string[] {
  const { overMs, upToMs } = reaches[reach]
  const range = `(\${__to} - \${__from})`
  return [...(overMs > 0 ? [`${range} > ${overMs}`] : []), ...(Number.isFinite(upToMs) ? [`${range} <= ${upToMs}`] : [])]
}
