import { parseArgs } from 'node:util'

export const help = `usage: node test/bench/year.ts [options]

A year of one reading a minute, written by the stores and the pipeline themselves; then ingest works on it and is asked what the overview and
the pages of a device ask. Prints tables in Markdown: disk, time until facts and rollups are made, answers, memory. Ends with 1 when a series
differs from what the raw rows add up to.

  --devices N        300; spread evenly over the demo register, more than it has repeat it
  --days N           365, ending now; the last 2 come in over the journal and the pipeline
  --store NAME       sqlite (default) or influx (starts an influxd of its own)
  --keep DIR         work in this folder and leave it: stopped, it goes on where it was; finished, only the questions are asked again
  --recorded N       42: so many days are simulated, and then written again under later dates, their totals moved on (sqlite only)
  --steps a,b        fill,make,ask (default: all)
  --boards DIR       with --store influx: ask what the generated Grafana boards of this folder ask, over 1 h to 1 y
  --calls N          20 of each question
  --batch MINUTES    10: what one write to the store holds of every device
  --help             this text

A year of 300 devices is 158 million readings: about 9 GB and half an hour. Loopback only.`

export interface YearOptions {
  readonly devices: number
  readonly days: number
  readonly store: 'sqlite' | 'influx'
  readonly keep: string | undefined
  readonly recorded: number
  readonly steps: readonly string[]
  readonly boards: string | undefined
  readonly calls: number
  readonly batchMinutes: number
}

/** Undefined: help is asked for. */
export function yearOptions(args: readonly string[]): YearOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      devices: { type: 'string', default: '300' },
      days: { type: 'string', default: '365' },
      store: { type: 'string', default: 'sqlite' },
      keep: { type: 'string' },
      recorded: { type: 'string', default: '42' },
      steps: { type: 'string', default: 'fill,make,ask' },
      boards: { type: 'string' },
      calls: { type: 'string', default: '20' },
      batch: { type: 'string', default: '10' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return undefined
  if (values.store !== 'sqlite' && values.store !== 'influx') throw new Error(`--store ${values.store}: sqlite or influx`)
  return {
    devices: whole('devices', values.devices, 1),
    days: whole('days', values.days, 2),
    store: values.store,
    keep: values.keep,
    recorded: whole('recorded', values.recorded, 1),
    steps: values.steps.split(','),
    boards: values.boards,
    calls: whole('calls', values.calls, 2),
    batchMinutes: whole('batch', values.batch, 1),
  }
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= least) return value
  throw new Error(`--${name} ${text}: a whole number from ${least} on`)
}
