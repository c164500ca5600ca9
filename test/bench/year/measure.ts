import type { Store } from '../../../ingest/store/store.ts'
import { startIngest } from '../../support/site.ts'
import { getter, type Timing, timed } from './ask.ts'
import { askBoards } from './ask-boards.ts'
import { checkSeries } from './check-series.ts'
import { type Checkpoint, readCheckpoint } from './checkpoint.ts'
import { fleet } from './fleet.ts'
import { untilMade } from './made.ts'
import type { YearOptions } from './options.ts'
import { type ProcessUse, useOf } from './process-use.ts'
import { questions } from './questions.ts'
import { sizesOf } from './sizes.ts'
import { megabytes, table, timings, whole } from './tables.ts'

interface Parts {
  readonly folder: string
  readonly options: YearOptions
  readonly say: (line: string) => void
  readonly open: () => Store
  /** Its address, where the readings are there. */
  readonly influx: string | undefined
}

const hoursADay = 24

/** Starts ingest on the year, waits until everything is made of it, and asks. */
export async function measure({
  folder,
  options,
  say,
  open,
  influx,
}: Parts): Promise<{ tables: string[]; differences: readonly string[] }> {
  const year = readCheckpoint(folder)
  if (!year) throw new Error(`${folder} holds no year; fill it first`)
  const devices = fleet(options.devices)
  const site = { folder, passwords: new Map<string, string>() }
  const env = influx === undefined ? {} : { KZ_INFLUX_URL: influx }
  const first = await startIngest(site, env)
  const made = await untilMade(await getter(first), say)
  const afterMaking = useOf(first.process.pid)
  await first.process.stop()

  const ingest = await startIngest(site, env)
  const get = await getter(ingest)
  await untilMade(get, say)
  const idle = useOf(ingest.process.pid)
  const answers: Timing[] = []
  for (const question of questions) {
    answers.push(await timed(get, question, devices, year.end, options.calls))
    say(`asked: ${question.what}`)
  }
  const afterAsking = useOf(ingest.process.pid)
  const store = open()
  await store.start()
  const checked = await checkSeries(get, store, devices, { start: year.start, end: year.end, samples: Math.max(4, options.calls) })
  await store.stop()
  const { boards } = options
  const asked = influx !== undefined && boards !== undefined ? [await askBoards(influx, boards, year.end, say)] : []
  await ingest.process.stop()
  const deviceHours = (options.devices * hoursADay * (year.end - year.start)) / 86_400_000
  return {
    tables: [
      `${options.devices} devices, ${whole(year.readings)} readings, store ${options.store}; filled at ${whole(year.readings / year.seconds)} readings/s`,
      diskTable(folder, year, deviceHours),
      table(
        ['made', 'seconds', 'device-hours/s'],
        made.map(({ name, seconds }) => [name, seconds.toFixed(1), whole(deviceHours / seconds)]),
      ),
      table(
        ['ingest', 'MB now', 'MB at most', 'CPU s'],
        [useRow('after making', afterMaking), useRow('idle', idle), useRow('after asking', afterAsking)],
      ),
      timings(answers),
      ...asked,
      `series held against raw rows: ${whole(checked.compared)} values, ${checked.differences.length} differences`,
    ],
    differences: checked.differences,
  }
}

function diskTable(folder: string, { readings }: Checkpoint, deviceHours: number): string {
  const rows = [...sizesOf(folder)].toSorted(([, one], [, other]) => other - one)
  return table(
    ['part', 'disk', 'bytes a reading', 'bytes a device-hour'],
    rows.map(([part, bytes]) => [part, megabytes(bytes), (bytes / readings).toFixed(2), (bytes / deviceHours).toFixed(1)]),
  )
}

const useRow = (what: string, use: ProcessUse | undefined): (string | number)[] =>
  use ? [what, use.residentMb, use.highestMb, use.cpuSeconds.toFixed(1)] : [what, '–', '–', '–']
