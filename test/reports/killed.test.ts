import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { ReportFolder } from '../../ingest/reports/keep/report-folder.ts'
import { startProcess } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'

it('whenever the process is killed, each report that is there is whole, and what was submitted stays so', async () => {
  const path = join(await tempFolder(), 'reports')
  const submitted: number[] = []

  for (let round = 0; round < 8; round += 1) {
    const keeper = startProcess('test/reports/endless-keeper.ts', { args: [path] })
    await keeper.waitForLine(/^\d+$/)
    // At any moment of its work: this is chance, not something that is waited for.
    await after(Math.random() * 60)
    await keeper.kill()
    submitted.push(...keeper.lines.filter((line) => /^\d+$/.test(line)).map(Number))

    const folder = new ReportFolder(path)
    await folder.start()
    const kept = await folder.of('2026-11')
    for (const each of kept) {
      for (const format of ['json', 'docx', 'xlsx', 'pdf'] as const) await folder.bytes(each, format)
    }
    expect(kept.filter(({ state }) => state === 'submitted').map(({ revision }) => revision)).toEqual(expect.arrayContaining(submitted))
  }
  expect(submitted.length).toBeGreaterThanOrEqual(8)
}, 60_000)
