// What each folder may import, proved on the linter's real configuration: for every forbidden direction deliberately wrong files,
// for every allowed one right files, in a folder laid out like the repository.
import { execFile } from 'node:child_process'
import { copyFile, glob, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'

const mayImport: Record<string, string[]> = {
  facilities: [],
  seeds: ['facilities'],
  register: ['facilities', 'seeds', 'settings'],
  journal: [],
  gateway: ['facilities', 'register', 'journal', 'settings'],
  ingest: ['facilities', 'register', 'journal', 'settings'],
  dashboards: ['facilities', 'seeds'],
  'device-sim': ['facilities', 'seeds', 'settings'],
  backup: ['settings'],
  kz: ['facilities', 'dashboards', 'backup', 'settings'],
  settings: [],
}
const folders = [...Object.keys(mayImport), 'test', 'docs']
const directions = Object.entries(mayImport).flatMap(([from, allowed]) =>
  folders.filter((to) => to !== from).map((to) => ({ from, to, isAllowed: allowed.includes(to), files: importingFiles(from, to) })),
)

/** However an import is written, and from whatever depth. */
function importingFiles(from: string, to: string): Record<string, string> {
  return {
    [`${from}/${to}-static.ts`]: `import { y } from '../${to}/y.ts'`,
    [`${from}/${to}-type.ts`]: `import type { Y } from '../${to}/y.ts'`,
    [`${from}/${to}-export.ts`]: `export { y } from '../${to}/y.ts'`,
    [`${from}/${to}-dynamic.ts`]: `export const y = await import('../${to}/y.ts')`,
    [`${from}/${to}-roundabout.ts`]: `import './../${to}/y.ts'`,
    [`${from}/deep/er/${to}.ts`]: `import '../../../${to}/deep/er/y.ts'`,
  }
}

const refused = '// refused'
const lineByLine: Record<string, string> = {
  'main.ts': `
    import 'node:child_process'
    import 'node:timers/promises'
    import './settings/processes.ts'
    import './gateway/main.ts' ${refused}
    import './journal/journal.ts' ${refused}
    import 'pino' ${refused}`,
  'facilities/words/field.ts': `
    import 'zod'
    import '../define.ts'
    import './unit.ts'
    import 'node:fs' ${refused}
    import 'fastify' ${refused}
    import '@fastify/swagger' ${refused}`,
  'facilities/site-kinds.ts': `
    import 'node:fs'
    import 'zod'
    import './catalogue.ts'
    import '../seeds/demo.ts' ${refused}
    import '../settings/settings.ts' ${refused}
    import './../main.ts' ${refused}
    import 'fastify' ${refused}`,
  'gateway/adapters/modbus.ts': `
    import 'node:net'
    import 'aedes'
    import '../access.ts'
    import './ingest/own-folder.ts'
    import '../../main.ts' ${refused}`,
  'seeds/inline.ts': `
    import type { Field } from '../facilities/define.ts'
    export type Kind = import('../facilities/define.ts').Kind ${refused}`,
  'test/gateway/broker.test.ts': `
    import '../../gateway/broker.ts'
    import '../../ingest/pipeline/step.ts'`,
}

/** By file, the lines the linter refused. */
let found: Map<string, number[]>

beforeAll(async () => {
  const root = await tempFolder()
  const files = Object.assign({}, lineByLine, ...directions.map(({ files }) => files))
  for (const [path, source] of Object.entries<string>(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), source)
  }
  await mkdir(join(root, 'test/house'), { recursive: true })
  for (const path of ['biome.json', 'test/house/import-types.grit']) await copyFile(join(repository, path), join(root, path))
  found = await lint(root)
})

describe.each(Object.keys(mayImport))('%s/', (folder) => {
  it.each(directions.filter(({ from, isAllowed }) => from === folder && !isAllowed))('may not import $to/', ({ files }) => {
    expect(Object.keys(files).filter((path) => !found.has(path))).toEqual([])
  })

  it('may import what the architecture allows', () => {
    const allowed = directions.filter(({ from, isAllowed }) => from === folder && isAllowed)

    expect(allowed.flatMap(({ files }) => Object.keys(files)).filter((path) => found.has(path))).toEqual([])
  })
})

it.each(Object.keys(lineByLine))('%s is refused the lines it should be, and no others', (path) => {
  const lines = (lineByLine[path] ?? '').split('\n')
  const expected = lines.flatMap((line, index) => (line.endsWith(refused) ? [index + 1] : []))

  expect((found.get(path) ?? []).toSorted((a, b) => a - b)).toEqual(expected)
})

it('every folder with code has its directions', async () => {
  const isElsewhere = (name: string) => ['node_modules', 'data', 'coverage'].includes(name)
  const withCode = new Set<string>()
  for await (const path of glob('*/**/*.ts', { cwd: repository, exclude: isElsewhere })) withCode.add(path.split('/')[0] ?? '')

  expect([...withCode].filter((folder) => !folders.includes(folder))).toEqual([])
})

interface Report {
  diagnostics: { category: string; location: { path: string; start: { line: number } } }[]
}

async function lint(root: string): Promise<Map<string, number[]>> {
  const biome = join(repository, 'node_modules/.bin/biome')
  const options = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', '.']
  const output = await new Promise<string>((resolve) => {
    execFile(biome, options, { cwd: root, maxBuffer: 2 ** 26, timeout: 60_000 }, (_, stdout) => resolve(stdout))
  })
  const lines = new Map<string, number[]>()
  for (const { category, location } of (JSON.parse(output) as Report).diagnostics) {
    if (!['lint/style/noRestrictedImports', 'plugin'].includes(category)) continue
    lines.set(location.path, [...(lines.get(location.path) ?? []), location.start.line])
  }
  return lines
}
