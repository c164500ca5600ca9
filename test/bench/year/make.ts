import { startIngest } from '../../support/site.ts'
import { getter } from './ask.ts'
import { untilMade } from './made.ts'
import type { Site } from './measure.ts'
import { useOf } from './process-use.ts'
import { table, useTable, whole } from './tables.ts'

/** Lets ingest take up the journal and make everything of the year that is made of readings. */
export async function make(site: Site, deviceHours: number, say: (line: string) => void): Promise<string[]> {
  const ingest = await startIngest(site, site.env)
  const made = await untilMade(await getter(ingest), say)
  const use = useOf(ingest.process.pid)
  await ingest.process.stop()
  return [
    table(
      ['made', 'seconds', 'device-hours/s'],
      made.map(({ name, seconds }) => [name, seconds.toFixed(1), whole(deviceHours / seconds)]),
    ),
    useTable([['after making', use]]),
  ]
}
