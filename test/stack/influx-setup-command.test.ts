import { expect, it } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { startInflux } from '../support/influx-server.ts'
import { startProcess } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'

const entry = 'ingest/store/influx/setup/main.ts'

it('explains itself, and says in one sentence what it does not understand', async () => {
  const [helped, mistyped, wordy, bare] = ['--help', '--wiat', '--wait=long', ''].map((word) =>
    startProcess(entry, { args: word === '' ? [] : [word], cwd: import.meta.dirname }),
  )
  expect([await helped?.exited, await mistyped?.exited, await wordy?.exited, await bare?.exited].map((exit) => exit?.code)).toEqual([
    0, 1, 1, 1,
  ])

  expect(helped?.lines.join('\n')).toMatch(/KZ_INFLUX_ADMIN_TOKEN[\s\S]*可反复执行/)
  expect(mistyped?.lines).toEqual([expect.stringMatching(/'--wiat'.*--help/)])
  expect(wordy?.lines).toContain('  --wait is "long", but must be a whole number of seconds, 0 to 9999')
  expect(bare?.lines).toEqual(
    expect.arrayContaining(['  KZ_INFLUX_URL is not set, but must be set', expect.stringContaining('ADMIN_TOKEN')]),
  )
})

it('waits for a database that is being started, and once it was set up goes on without one that is away', async () => {
  const port = await freePort()
  const [folder, place] = [await tempFolder(), await tempFolder()]
  const env = { KZ_DATA: folder, KZ_INFLUX_URL: `http://127.0.0.1:${port}`, KZ_INFLUX_ADMIN_TOKEN: 'root:correct horse' }
  const setUp = (wait: string) => startProcess(entry, { args: ['--wait', wait], env, cwd: folder })

  const tooEarly = setUp('0')
  expect(await tooEarly.exited).toMatchObject({ code: 1 })
  expect(tooEarly.lines.join('\n')).toMatch(/KZ_INFLUX_URL[\s\S]*无法连接|无法连接[\s\S]*KZ_INFLUX_URL/)

  const waits = setUp('60')
  await waits.waitForLine(/waiting for InfluxDB/)
  const server = await startInflux({ port, folder: place, env: { INFLUXDB_HTTP_AUTH_ENABLED: 'true' } })
  expect(await waits.exited).toMatchObject({ code: 0 })
  expect(waits.lines).toEqual(expect.arrayContaining([expect.stringContaining('保留 400 天'), expect.stringContaining('keeps 400 days')]))
  await server.stop()

  const later = setUp('1')
  expect(await later.exited).toMatchObject({ code: 0 })
  expect(later.lines.join('\n')).toMatch(/此前已设置好[\s\S]*It was set up before/)
})
