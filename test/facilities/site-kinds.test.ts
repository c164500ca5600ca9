import { chmod, cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { catalogueOf, sourceOf } from '../../facilities/catalogue.ts'
import { loadSiteKinds, type SiteKinds } from '../../facilities/site-kinds.ts'
import { repository } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { testEveryRuleOf } from './every-kind.ts'
import { bikeshedSource, lampSource } from './site-kind-files.ts'

/** A folder with these files, by name. */
async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(await tempFolder(), 'kinds')
  await mkdir(folder, { mode: 0o700 })
  for (const [name, source] of Object.entries(files)) await writeFile(join(folder, name), source, { mode: 0o600 })
  return folder
}

const load = async (files: Readonly<Record<string, string>>): Promise<SiteKinds> => loadSiteKinds(await folderOf(files))
const namesOf = ({ loaded }: SiteKinds) => loaded.map(({ file, kind }) => `${file}: ${kind.kind}`)
const faultsOf = ({ leftOut }: SiteKinds) => Object.fromEntries(leftOut.map(({ file, faults }) => [file, faults.map(({ en }) => en)]))

test('no folder, and an empty one, hold no kinds and no faults', async () => {
  for (const site of [loadSiteKinds('/nowhere/at/all'), await load({})]) {
    expect([site.loaded, site.leftOut, site.warnings]).toEqual([[], [], []])
    expect(site.catalogue.all).toHaveLength(6)
  }
})

describe('the kinds of a site', () => {
  let site: SiteKinds

  beforeAll(async () => {
    site = await load({ 'bikeshed.ts': bikeshedSource(), 'lamp.js': lampSource('lamp') })
  })

  test('stand in the catalogue behind those built in, and are told apart from them', () => {
    expect(namesOf(site)).toEqual(['bikeshed.ts: bikeshed', 'lamp.js: lamp'])
    expect(site.leftOut).toEqual([])
    expect(site.catalogue.all.slice(6).map(({ kind }) => kind)).toEqual(['bikeshed', 'lamp'])
    expect(site.catalogue.all.map(sourceOf)).toEqual([...Array(6).fill('built-in'), 'site', 'site'])
    expect(site.catalogue.schemas('bikeshed')?.events.get('charge')?.safeParse({ socket: '1', energyKwh: 1 }).success).toBe(true)
  })

  describe.each(['bikeshed', 'lamp'])('%s', (name) => {
    test('is a kind like any other', () => {
      expect(() => catalogueOf(site.loaded.map(({ kind }) => kind))).not.toThrow()
      expect(site.catalogue.get(name)?.kind).toBe(name)
    })
  })
})

// The rules are tests of their own, made before any hook has run: the folder is read while the tests are collected.
describe.each(loadSiteKinds(await folderOf({ 'bikeshed.ts': bikeshedSource(), 'lamp.mjs': lampSource('lamp') })).loaded)(
  'the walk over all kinds: $file',
  ({ kind }) => testEveryRuleOf(kind),
)

test('a file may share code with others of its folder, and take from the platform by its whole name', async () => {
  const site = await load({
    'words.ts': `export const label: { zh: string; en: string } = { zh: '灯', en: 'Lamp' }\nexport { round } from 'kezhong/facilities/rhythm.ts'`,
    'lamp.ts': lampSource('lamp').replace(/^/, `import { label as shared, round as rounded } from './words.ts'\nvoid [shared, rounded]\n`),
  })

  expect([namesOf(site), faultsOf(site)]).toEqual([['lamp.ts: lamp'], {}])
})

test("a file of the folder comes before the platform's of the same name", async () => {
  const site = await load({
    'trade.ts': `export const word = 'of the folder'`,
    'lamp.ts': `import { word } from './trade.ts'\nif (word !== 'of the folder') throw new Error('the other one')\n${lampSource('lamp')}`,
  })

  expect([namesOf(site), faultsOf(site)]).toEqual([['lamp.ts: lamp'], {}])
})

test('a folder of links, as containers mount it, is read like any other', async () => {
  const folder = await folderOf({})
  await cp(await folderOf({ 'lamp.ts': lampSource('lamp') }), join(folder, '..version'), { recursive: true })
  await symlink('..version', join(folder, '..data'))
  await symlink('..data/lamp.ts', join(folder, 'lamp.ts'))

  expect(namesOf(loadSiteKinds(folder))).toEqual(['lamp.ts: lamp'])
})

describe('a file that cannot be used is left out with a sentence, and disturbs nothing', () => {
  test.each([
    ['a slip of the pen', 'export const lamp = {\n  a: 1\n  b: 2\n}', [/^line 3: /]],
    ['a slip of the pen', 'export const lamp = {\n  a: 1\n  b: 2\n}', [/^line 3: /], 'js'],
    ['TypeScript that is no mere type', 'export enum Lamp { on }', [/^line 1: .*enum/]],
    ['an error while it is loaded', '\nconst { zh } = undefined\nexport const lamp = zh', [/^line 2: Cannot destructure/]],
    ['something that throws no error', 'throw null', [/null/]],
    ['an import of what is not there', `import { x } from './nothing.ts'\nexport const lamp = x`, [/nothing\.ts/]],
    ['an import of a name that is not there', `import { nothing } from './define.ts'\nexport const lamp = nothing`, [/nothing/]],
    ['a wait', 'await new Promise(() => {})\nexport const lamp = 1', [/must not use await/]],
    ['no end', 'while (true) {}', [/did not come to an end/]],
    ['no kind', 'export const lamp = 1', [/exports no kind/]],
    ['a kind built in', lampSource('freezer'), [/the kind freezer is built in/]],
    [
      'parts that are missing',
      `export const lamp = { kind: 'lamp', label: '灯' }`,
      [/label must be/, /every is missing/, /telemetry is missing/],
    ],
    ['a simulator that throws', lampSource('lamp', 'return values.nothing.at(1)'), [/simulate throws: TypeError/]],
    ['a simulator without end', lampSource('lamp', 'for (;;) {}'), [/did not come to an end/]],
    ['a simulator beyond the limits', lampSource('lamp', 'return { power: 1e6 }'), [/simulate\.next: power does not fit/]],
    ['a simulator of unknown fields', lampSource('lamp', 'return { light: 1 }'), [/simulate\.next does not fit .*light/]],
    ['a simulator that returns nothing', lampSource('lamp', 'return'), [/must return the values of fields, not undefined/]],
    ['an unknown event', lampSource('lamp', `world.emit('flash', {}); return {}`), [/sends flash, which is no event/]],
    ['a wrong event', lampSource('lamp', `world.emit('switched', { by: 1 }); return {}`), [/simulate\.next · switched: by/]],
  ] as [string, string, RegExp[], string?][])('%s', async (_, source, sentences, extension = 'ts') => {
    const file = `lamp.${extension}`
    const site = await load({ [file]: source, 'bikeshed.ts': bikeshedSource() })

    expect(namesOf(site)).toEqual(['bikeshed.ts: bikeshed'])
    const faults = faultsOf(site)[file] ?? []
    for (const sentence of sentences) expect(faults).toContainEqual(expect.stringMatching(sentence))
    for (const { zh } of site.leftOut.flatMap(({ faults: words }) => words)) expect(zh).not.toBe('')
  })

  test('two files with one kind are both left out: which is meant nobody can say', async () => {
    const site = await load({ 'a.ts': lampSource('lamp'), 'b.ts': lampSource('lamp'), 'c.ts': lampSource('lantern') })

    expect(namesOf(site)).toEqual(['c.ts: lantern'])
    expect(faultsOf(site)).toEqual({
      'a.ts': ['the kind lamp is defined in b.ts as well; keep one of them'],
      'b.ts': ['the kind lamp is defined in a.ts as well; keep one of them'],
    })
  })

  test('what others import has its use without a kind, and a kind exported again is one kind', async () => {
    const site = await load({ 'all.ts': `export * from './lamp.ts'`, 'lamp.ts': lampSource('lamp') })

    expect([namesOf(site), faultsOf(site)]).toEqual([['all.ts: lamp'], {}])
  })

  test('a path that is no folder is a fault, not an end', async () => {
    const folder = await folderOf({ 'lamp.ts': lampSource('lamp') })

    expect(faultsOf(loadSiteKinds(join(folder, 'lamp.ts')))).toEqual({
      [join(folder, 'lamp.ts')]: ['the folder of kinds cannot be read (ENOTDIR); check its permissions'],
    })
  })
})

describe('whoever may change a file may do what the platform may', () => {
  test('what anybody may change is not loaded, and what the group may change is warned of', async () => {
    const folder = await folderOf({ 'a.ts': lampSource('lamp'), 'b.ts': lampSource('lantern'), 'c.ts': lampSource('torch') })
    await chmod(join(folder, 'a.ts'), 0o666)
    await chmod(join(folder, 'b.ts'), 0o660)

    const site = loadSiteKinds(folder)

    expect(namesOf(site)).toEqual(['b.ts: lantern', 'c.ts: torch'])
    expect(faultsOf(site)).toEqual({ 'a.ts': [expect.stringContaining('chmod o-w')] })
    expect(site.warnings.map(({ file }) => file)).toEqual(['a.ts', 'b.ts'])
  })

  test('nothing is loaded out of a folder into which anybody may put files', async () => {
    const folder = await folderOf({ 'a.ts': lampSource('lamp') })
    await chmod(folder, 0o777)

    expect(namesOf(loadSiteKinds(folder))).toEqual([])
    expect(faultsOf(loadSiteKinds(folder))).toEqual({ [folder]: [expect.stringContaining('chmod o-w')] })
  })
})

test('after loading, imports go their own way again', async () => {
  await load({ 'lamp.ts': lampSource('lamp') })

  await expect(import(join(repository, 'no-such-file.ts'))).rejects.toThrow()
})
