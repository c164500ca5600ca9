import { type Exact, written } from '../../facilities/mapping/decimal.ts'
import type { Plan } from './plan.ts'
import type { Tally } from './tally.ts'

const mostReasons = 10

/** What the file holds and what becomes of it, for comparing with the record's own totals and with the platform's. */
export function planReport({ tally, moveMs, appliedTwice }: Plan): string[] {
  const moved = moveMs === 0 ? 'times as recorded' : `moved by ${moveMs} ms`
  const { size } = tally.devices
  return [
    `rows      ${number(tally.rows)} read, ${number(tally.repaired)} repaired, ${number(tally.skippedRows)} skipped`,
    ...reasons(tally.skipped, 'skipped'),
    `messages  ${number(tally.messages)} of ${size === 1 ? [...tally.devices][0] : `${size} devices`}`,
    `times     ${new Date(tally.firstTs + moveMs).toISOString()} to ${new Date(tally.lastTs + moveMs).toISOString()}, ${moved}`,
    ...[...tally.increases].map((entry) => sumLine('increase', entry)),
    ...[...tally.sums].map((entry) => sumLine('sum', entry)),
    ...refusals(tally),
    ...appliedTwice.map(
      (name) => `note      ${name} is also a name of ours: send to no device that has this mapping in force, or it is applied twice`,
    ),
  ]
}

const sumLine = (what: string, [name, value]: [string, Exact]): string => `${what.padEnd(10)}${name} ${written(value, 6)}`

function refusals({ refused }: Tally): string[] {
  const total = [...refused.values()].reduce((sum, { count }) => sum + count, 0)
  return total === 0 ? [] : [`The platform will refuse ${number(total)} of them:`, ...reasons(refused, 'refused')]
}

function reasons(found: Tally['skipped'], what: string): string[] {
  const lines = [...found].map(([reason, { count, firstRow }]) => `  ${number(count)} ${what}: ${reason} (first: row ${firstRow})`)
  return lines.length <= mostReasons ? lines : [...lines.slice(0, mostReasons), `  … and ${lines.length - mostReasons} further reasons`]
}

const number = (value: number): string => value.toLocaleString('en-US')
