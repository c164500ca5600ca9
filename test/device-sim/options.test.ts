import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { simOptions } from '../../device-sim/options.ts'
import { replayOptions } from '../../device-sim/replay/options.ts'
import { roster } from '../../device-sim/roster.ts'
import { builtIn } from '../../facilities/catalogue.ts'
import { demoPassword } from '../../seeds/demo-password.ts'
import { tempFolder } from '../support/temp-folder.ts'

test('without options the whole demo register is simulated as time goes by', () => {
  expect(simOptions([])).toMatchObject({ devices: undefined, speed: 1, forMs: undefined, seed: 1, qos: 1, faults: {} })
})

test('shares of faults are numbers or percentages', () => {
  expect(simOptions(['--faults', 'offline=0.05,duplicate=10%'])?.faults).toEqual({ offline: 0.05, duplicate: 0.1 })
})

test.each([
  [['--devices', 'many'], /--devices is "many"/],
  [['--devices', '1.5'], /whole number/],
  [['--speed', '0.5'], /from 1 to/],
  [['--for', '10'], /duration such as/],
  [['--kinds', 'charger,zoo'], /"zoo", which is no kind/],
  [['--faults', 'fire=1'], /none of offline/],
  [['--faults', 'offline=2'], /share is a number from 0 to 1/],
  [['--faults', 'offline'], /share/],
  [['--url', 'http://localhost'], /mqtt:/],
  [['--url', 'mqtt://me:secret@localhost'], /without user and password/],
  [['--sped', '2'], /--sped/],
])('%j is refused with a sentence', (args, sentence) => {
  expect(() => simOptions(args)).toThrow(sentence)
})

test.each([
  [[], /one file/],
  [['a.csv', 'b.csv', '--as', 'meter', '--map', 'm.yaml'], /one file/],
  [['a.csv', '--as', 'meter'], /--map/],
  [['a.csv', '--map', 'm.yaml'], /--as KIND is missing/],
  [['a.csv', '--map', 'm.yaml', '--as', 'zoo'], /"zoo", which is no kind/],
  [['a.csv', '--map', 'm.yaml', '--as', 'meter', '--inflight', '0'], /--inflight/],
])('replay %j is refused with a sentence', (args, sentence) => {
  expect(() => replayOptions(args)).toThrow(sentence)
})

test('help needs nothing else', () => {
  expect(simOptions(['--help'])).toBeUndefined()
  expect(replayOptions(['-h'])).toBeUndefined()
})

const wishes = { devices: undefined, kinds: undefined, credentials: undefined, catalogue: builtIn }

test('fewer devices than there are are spread over the kinds, and sign in with their demo passwords', async () => {
  const dataFolder = await tempFolder()
  await writeFile(join(dataFolder, 'demo-secret'), 'a secret\n')

  const chosen = roster({ ...wishes, devices: 60, dataFolder })

  expect(chosen).toHaveLength(60)
  expect(new Set(chosen.map(({ kind }) => kind.kind)).size).toBe(6)
  expect(chosen[0]).toMatchObject({ username: chosen[0]?.id, password: demoPassword('a secret', chosen[0]?.id ?? '') })
})

test('without the secret of the demo register one is told where passwords come from', async () => {
  const dataFolder = await tempFolder()

  expect(() => roster({ ...wishes, dataFolder })).toThrow(/demo-secret cannot be read/)
})

test('a credentials file names the devices, their kinds in a column or at the beginning of the id', async () => {
  const folder = await tempFolder()
  const credentials = join(folder, 'credentials.csv')
  await writeFile(credentials, '\uFEFFusername,password,kind\nkitchen,one,meter\ncharger-9,two,\n')

  const chosen = roster({ ...wishes, credentials, dataFolder: folder })

  expect(chosen.map(({ id, kind, password }) => [id, kind.kind, password])).toEqual([
    ['kitchen', 'meter', 'one'],
    ['charger-9', 'charger', 'two'],
  ])
  expect(() => roster({ ...wishes, devices: 3, credentials, dataFolder: folder })).toThrow(/There are 2 devices with a credential/)
  await writeFile(credentials, 'username,password\nkitchen,one\n')
  expect(() => roster({ ...wishes, credentials, dataFolder: folder })).toThrow(/kind of the device kitchen/)
  await writeFile(credentials, 'user,password\nkitchen,one\n')
  expect(() => roster({ ...wishes, credentials, dataFolder: folder })).toThrow(/no column "username"/)
})
