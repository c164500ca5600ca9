import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isKept, type Kept, kept, leftOut, whatBecomesOf } from '../../backup/contents.ts'
import { filesUnder } from '../../backup/data-files.ts'
import { startProcess } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'

const hasFile = (files: readonly string[], pattern: RegExp): boolean => files.some((file) => pattern.test(file))

test('every file of a system at work is in a backup, or left out for a reason', { timeout: 90_000 }, async () => {
  const folder = await tempFolder()
  mkdirSync(join(folder, 'kinds'))
  writeFileSync(join(folder, 'kinds/broken.ts'), 'no kind yet')
  // Without Node-RED, which takes longest to start: test/gateway/node-red/examples.test.ts looks at its files.
  const ports = { KZ_MQTT_PORT: '0', KZ_MQTT_WS_PORT: '0', KZ_HTTP_PORT: '0', KZ_NODERED_PORT: '0' }
  startProcess('main.ts', { args: ['--demo'], env: { KZ_DATA: folder, ...ports } })
  const awaited = [/^readings\/.*\.sqlite$/, /^facts\.sqlite$/, /^indicators\.sqlite$/, /^retained\.sqlite$/, /^rollups\/.+\.sqlite$/]
  await waitFor(() => awaited.every((pattern) => hasFile(filesUnder(folder), pattern)), {
    what: 'files of every process',
    timeoutMs: 60_000,
  })

  const files = filesUnder(folder)

  expect(files.filter((file) => whatBecomesOf(file) === undefined)).toEqual([])
  for (const { how } of files.map(whatBecomesOf).filter(isKept)) expect(['sqlite', 'plain']).toContain(how)
  expect(files.filter((file) => file.endsWith('.sqlite') && !isKept(whatBecomesOf(file)))).toEqual([])
})

describe('the order', () => {
  const placeOf = (path: string): number => kept.indexOf(whatBecomesOf(path) as Kept)

  test.each([
    ['indicators.sqlite', 'facts.sqlite'],
    ['reports/2026-10/r1/kept.json', 'facts.sqlite'],
    ['facts.sqlite', 'ingest.sqlite'],
    ['rollups/rollups.sqlite', 'rollups/hour-2026-11.sqlite'],
    ['rollups/rollups.sqlite', 'ingest.sqlite'],
    ['rollups/day-2026.sqlite', 'ingest.sqlite'],
    ['ingest.sqlite', 'readings/2026-11-24.sqlite'],
    ['ingest.sqlite', 'journal/uplink.consumers.sqlite'],
    ['journal/uplink.consumers.sqlite', 'journal/uplink.sqlite'],
    ['journal/downlink.consumers.sqlite', 'retained.sqlite'],
    ['retained.sqlite', 'journal/downlink.sqlite'],
    ['facts.sqlite', 'register.sqlite'],
    ['ingest.sqlite', 'register.sqlite'],
  ])('has %s before %s', (downstream, upstream) => {
    expect(placeOf(downstream)).toBeGreaterThanOrEqual(0)
    expect(placeOf(downstream)).toBeLessThan(placeOf(upstream))
  })
})

test('what influx-setup makes is kept', () => {
  for (const path of ['influx/ingest/influx-token', 'influx/grafana/grafana-influx-token'])
    expect(isKept(whatBecomesOf(path)), path).toBe(true)
})

test('what is left out says why', () => {
  for (const { why } of leftOut) expect(why.length).toBeGreaterThan(10)
})
