import type { Store } from '../../../ingest/store/store.ts'
import { startIngest } from '../../support/site.ts'
import { getter, type Timing, timed } from './ask.ts'
import { askBoards } from './ask-boards.ts'
import { checkSeries } from './check-series.ts'
import type { Checkpoint } from './checkpoint.ts'
import { fleet, type YearDevice } from './fleet.ts'
import { unmade } from './made.ts'
import type { YearOptions } from './options.ts'
import { useOf } from './process-use.ts'
import { questions } from './questions.ts'
import { timings, useTable, whole } from './tables.ts'

export interface Site {
  readonly folder: string
  readonly passwords: ReadonlyMap<string, string>
  readonly env: Record<string, string>
}

export interface Measuring {
  readonly site: Site
  readonly year: Checkpoint
  readonly options: YearOptions
  readonly say: (line: string) => void
  readonly open: () => Store
  /** Its address, where the readings are there. */
  readonly influx: string | undefined
}

export interface Measured {
  readonly tables: readonly string[]
  readonly differences: readonly string[]
}

/** Starts ingest on the year and asks; what is not made by then is said, because it works beside the answers. */
export async function measure({ site, year, options, say, open, influx }: Measuring): Promise<Measured> {
  const devices = fleet(options.devices)
  const ingest = await startIngest(site, site.env)
  const get = await getter(ingest)
  const atWork = await unmade(get)
  const idle = useOf(ingest.process.pid)
  const answers: Timing[] = []
  for (const question of questions) {
    answers.push(await timed(get, question, devices, year.end, options.calls))
    say(`asked: ${question.what}`)
  }
  const afterAsking = useOf(ingest.process.pid)
  const checked = await checkedSeries(open(), (store) =>
    checkSeries(get, store, devices as YearDevice[], { start: year.start, end: year.end, samples: Math.max(4, options.calls) }),
  )
  const boards = influx !== undefined && options.boards !== undefined ? [await askBoards(influx, options.boards, year.end, say)] : []
  await ingest.process.stop()
  return {
    tables: [
      ...(atWork.length > 0 ? [`while asked, these were still at work: ${atWork.join(', ')}`] : []),
      timings(answers),
      ...boards,
      useTable([
        ['started', idle],
        ['after asking', afterAsking],
      ]),
      `series held against raw rows: ${whole(checked.compared)} values, ${checked.differences.length} differences`,
    ],
    differences: checked.differences,
  }
}

async function checkedSeries<Result>(store: Store, check: (store: Store) => Promise<Result>): Promise<Result> {
  await store.start()
  try {
    return await check(store)
  } finally {
    await store.stop()
  }
}
