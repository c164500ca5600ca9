import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gatewaySettings, ingestSettings, kzSettings } from '../../settings/processes.ts'
import { readSettings, unknownSettings } from '../../settings/read-settings.ts'
import { tempFolder } from '../support/temp-folder.ts'

async function secretFile(text: string): Promise<string> {
  const path = join(await tempFolder(), 'secret')
  await writeFile(path, text)
  return path
}

describe('a secret in a file', () => {
  it('counts as if it were given, without the end of its line', async () => {
    expect(readSettings(kzSettings, { KZ_TOKEN_FILE: await secretFile('kz_abc\n') })).toMatchObject({ KZ_TOKEN: 'kz_abc' })
    expect(readSettings(ingestSettings, { KZ_INFLUX_TOKEN_FILE: await secretFile('t') })).toMatchObject({ KZ_INFLUX_TOKEN: 't' })
  })

  it('must hold what the setting itself must, and is not shown', async () => {
    const environment = { KZ_WEBHOOK_SECRET_FILE: await secretFile('whsec_short') }

    expect(() => readSettings(ingestSettings, environment)).toThrow(/KZ_WEBHOOK_SECRET is .*but must be whsec_ and at least/)
    expect(() => readSettings(ingestSettings, environment)).not.toThrow(/short/)
  })

  it('is a fault beside the secret itself, when it is empty, and when it cannot be read', async () => {
    const path = await secretFile(' \n')

    expect(() => readSettings(kzSettings, { KZ_TOKEN: 'kz_a', KZ_TOKEN_FILE: path })).toThrow(
      `KZ_TOKEN_FILE is "${path}", but must be taken away, or KZ_TOKEN must: both are set`,
    )
    expect(() => readSettings(kzSettings, { KZ_TOKEN_FILE: path })).toThrow('this one is empty')
    expect(() => readSettings(kzSettings, { KZ_TOKEN_FILE: '/nowhere' })).toThrow('can be read (ENOENT)')
  })

  it('is not opened for a process that does not ask for it, and its name is known', () => {
    expect(() => readSettings(gatewaySettings, { KZ_INFLUX_TOKEN_FILE: '/nowhere' })).not.toThrow()
    expect(unknownSettings({ KZ_INFLUX_TOKEN_FILE: '/nowhere', KZ_PUBLISH: '0.0.0.0' })).toEqual([])
  })
})
