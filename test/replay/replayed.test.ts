import { expect, it } from 'vitest'
import type { JournalEntry } from '../../journal/journal.ts'
import { saveMapping } from '../../register/mappings.ts'
import { device, type PipelineSite, pipelineSite } from '../clock/pipeline-site.ts'

const hour = 3_600_000
const at = Date.UTC(2026, 2, 1)

const mend = ({ register }: PipelineSite): void =>
  void saveMapping(register, { device, fields: { wd: { to: 'temperature' } } }, { author: 'test' })
const values = async (site: PipelineSite) => (await site.readings()).map((reading) => reading.values.temperature)

it('an element that is an array itself stays one element, however often it is replayed', async () => {
  const site = await pipelineSite()
  await site.send({ at, body: [[{ temperature: 1 }, { temperature: 2 }], [3], { temperature: 4 }] })

  await site.replay()
  await site.replay()

  expect(site.ledger()).toEqual({ stored: 1, duplicate: 0, quarantined: 2 })
  const open = site.database.prepare('SELECT code, attempts FROM quarantine WHERE replayed IS NULL').all()
  expect(open).toMatchObject([
    { code: 'not-an-object', attempts: 2 },
    { code: 'not-an-object', attempts: 2 },
  ])
})

it('what came more than 48 hours before its number came again is no repeat of it, and the later number stays known', async () => {
  const site = await pipelineSite()
  const late = { at: at + 100 * hour, body: { boot: 'a', seq: 5, values: { temperature: -20 } } }
  await site.send({ at, body: { boot: 'a', seq: 5, values: { wd: -10 } } })
  await site.send(late)
  mend(site)

  await site.replay()
  await site.send({ ...late, at: late.at + hour })

  expect(await values(site)).toEqual([-10, -20])
  expect(site.ledger()).toEqual({ stored: 2, duplicate: 1, quarantined: 0 })
})

it('repeats in quarantine are told as such, though what is old is forgotten between two slices', async () => {
  const site = await pipelineSite()
  const body = Array.from({ length: 1_000 }, (_, seq) => ({ boot: 'a', seq, values: { wd: -10 } }))
  await site.send({ at, body }, { at: at + 1, body })
  mend(site)

  await site.replay(() => site.forgetOld(at + 200 * hour))

  expect(site.ledger()).toEqual({ stored: 1_000, duplicate: 1_000, quarantined: 0 })
})

it('a replay opens no gap and leaves the number the device counts from as it is; it closes the gap of what was refused', async () => {
  const site = await pipelineSite()
  await site.send({ at, body: { seq: 10, values: { temperature: 1 } } })
  await site.send({ at: at + 1, body: { seq: 11, values: { wd: 2 } } })
  await site.send({ at: at + 2, body: { seq: 12, values: { temperature: 3 } } })
  expect(site.record().seqGaps).toBe(1)
  mend(site)

  await site.replay()
  await site.send({ at: at + 3, body: { seq: 13, values: { temperature: 4 } } })

  expect(site.record()).toMatchObject({ seqGaps: 0, lastSeq: 13 })
})

it('a single wrong time that is replayed again and again tells no more of the clock than it did at first', async () => {
  const site = await pipelineSite()
  site.policy('quarantine')
  await site.send({
    at,
    body: [
      { ts: at + 7 * hour, values: { temperature: 1 } },
      { ts: at + 8 * hour, values: { temperature: 2 } },
    ],
  })
  const before = structuredClone(site.record().clock)

  for (let time = 0; time < 4; time++) await site.replay()

  expect(site.ledger()).toEqual({ stored: 0, duplicate: 0, quarantined: 2 })
  expect(site.record().clock).toEqual(before)
})

it('hours of a device that was registered after it was heard go over to its kind', async () => {
  const site = await pipelineSite()
  const [entry] = site.entries([{ at, body: { temperature: -18 } }])
  await site.process([{ ...(entry as JournalEntry), key: 'new-1', topic: 'kz/v1/freezer/new-1/telemetry' }])
  site.register.addDevice({ id: 'new-1', kind: 'freezer', facility: 'east' })

  await site.replay()

  const counts = { hour: at, received: 1, stored: 1, duplicate: 0, quarantined: 0 }
  expect(site.database.prepare('SELECT * FROM ledger').all()).toMatchObject([{ device: 'new-1', kind: 'freezer', ...counts }])
  expect(site.database.prepare('SELECT * FROM ledger_total WHERE received <> 0').all()).toMatchObject([{ kind: 'freezer', ...counts }])
})
