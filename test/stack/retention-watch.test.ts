import { pino } from 'pino'
import { expect, it } from 'vitest'
import { RetentionWatch } from '../../ingest/watch/retention-watch.ts'
import { whenDone } from '../support/clean-up.ts'
import { startInflux } from '../support/influx-server.ts'
import { waitFor } from '../support/wait-for.ts'

it('notes that the database keeps readings for another time, in both languages, and nothing of the embedded store', async () => {
  const { url, query } = await startInflux()
  await query('CREATE DATABASE "kezhong"')
  const watch = (database?: { url: string; org: string; bucket: string }) => {
    const started = new RetentionWatch({ database, days: 400, log: pino({ level: 'silent' }) })
    started.start()
    whenDone(() => started.stop())
    return started
  }
  const embedded = watch()
  const influx = watch({ url, org: '', bucket: 'kezhong' })

  const note = await waitFor(() => influx.note(), { what: 'the note on the retention' })
  expect(note).toEqual({ zh: expect.stringContaining('永久保留'), en: expect.stringContaining('for ever') })
  expect(embedded.note()).toBeUndefined()
})
