import { parseEnv } from 'node:util'
import { expect, it } from 'vitest'
import { environmentExample } from '../../docs/environment-example.ts'
import { composeSettings } from '../../settings/compose-settings.ts'
import { supervisorSettings } from '../../settings/processes.ts'
import { readSettings } from '../../settings/read-settings.ts'
import { settings } from '../../settings/settings.ts'
import { startProcess } from '../support/process.ts'

it('every generated document is current', async () => {
  const check = startProcess('docs/generate.ts', { args: ['--check'] })

  expect({ exit: await check.exited, printed: check.lines }).toEqual({ exit: { code: 0, signal: null }, printed: [] })
})

it('a word the generator does not know ends it with one sentence', async () => {
  const mistyped = startProcess('docs/generate.ts', { args: ['--chek'] })

  expect(await mistyped.exited).toEqual({ code: 2, signal: null })
  expect(mistyped.lines).toEqual(['docs/generate.ts does not know --chek; it takes --check or nothing.'])
})

it('.env.example copied as it is, or with every # taken away, changes nothing', () => {
  const example = environmentExample()
  const uncommented = parseEnv(example.replaceAll('#KZ_', 'KZ_'))

  expect(parseEnv(example)).toEqual({})
  expect(Object.keys(uncommented).toSorted()).toEqual([...Object.keys(settings), ...Object.keys(composeSettings)].toSorted())
  expect(readSettings(supervisorSettings, uncommented as Record<string, string>)).toEqual(readSettings(supervisorSettings, {}))
})
