import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startProcess } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'

const make = (...args: string[]) => startProcess('register/stack-secrets.ts', { args })

it('are made once, closed to all but those who need them', async () => {
  const folder = await tempFolder()
  expect(await make(folder).exited).toMatchObject({ code: 0 })
  const files = ['setup/influx-admin-token', 'grafana/grafana-admin-password'].map((path) => join(folder, path))
  const made = files.map((path) => readFileSync(path, 'utf8'))
  expect(await make(folder).exited).toMatchObject({ code: 0 })

  expect(files.map((path) => readFileSync(path, 'utf8'))).toEqual(made)
  expect(new Set(made.map((secret) => secret.trim().length))).toEqual(new Set([43]))
  expect(files.map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual(['600', '640'])
})

it('are explained, and what cannot be made is said in a sentence', async () => {
  const file = join(await tempFolder(), 'file')
  writeFileSync(file, '')
  const [helped, empty, blocked] = [make('--help'), make(), make(file)]

  expect([await helped.exited, await empty.exited, await blocked.exited].map(({ code }) => code)).toEqual([0, 1, 1])
  expect(helped.lines).toEqual(empty.lines)
  expect(blocked.lines).toEqual([expect.stringContaining('must be one that may be written')])
})
