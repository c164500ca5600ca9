import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { dashboardsOf } from '../../dashboards/grafana/dashboards.ts'
import { generatedFiles } from '../../dashboards/grafana/generated-files.ts'
import { languages } from '../../dashboards/grafana/language.ts'
import { kinds } from '../../facilities/kinds.ts'
import { repository } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'

const run = promisify(execFile)

it.each([...generatedFiles(kinds)])('%s is what the code makes of it', async (path, content) => {
  expect(await readFile(join(repository, 'dashboards/grafana/generated', path), 'utf8')).toBe(content)
})

it('are the same after they were read and written again', () => {
  for (const dashboard of languages.flatMap((language) => dashboardsOf(kinds, language))) {
    const text = JSON.stringify(dashboard)
    expect(JSON.stringify(JSON.parse(text))).toBe(text)
  }
})

/** What JSON keeps of a type: the values of enums, and no methods. What a query or an option is, only its plugin knows. */
const asJson = `
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
export type Json<T> = T extends string ? \`\${T}\` : T extends number ? (number extends T ? number : \`\${T}\` extends \`\${infer N extends number}\` ? N : never)
  : T extends boolean | null | undefined ? T
  : T extends { _implementsDataqueryVariant(): void } ? Record<string, unknown>
  : T extends (infer Item)[] ? Json<Item>[]
  : T extends object ? { [Name in keyof T]: unknown extends T[Name] ? unknown : Json<T[Name]> } : T
export type Written = Json<Dashboard>
`

it("satisfy the types of Grafana's own kit, without a property it does not know", async () => {
  const folder = await tempFolder()
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'))
  await mkdir(join(folder, 'boards'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(join(folder, 'json.ts'), asJson)
  const all = languages.flatMap((language) => dashboardsOf(kinds, language))
  for (const { uid, ...board } of all) await writeFile(join(folder, 'boards', `${uid}.ts`), typed({ uid, ...board }))
  const wrong = { ...all[0], panels: [{ ...all[0]?.panels?.[0], type: 'row', widht: 12 }] }
  await writeFile(join(folder, 'boards', 'wrong.ts'), typed(wrong))

  const said = await compile(folder)

  expect(said.filter((line) => !line.startsWith('boards/wrong.ts'))).toEqual([])
  expect(said.join('\n')).toContain('widht')
})

const typed = (board: unknown): string =>
  `import type { Written } from '../json.ts'\nexport const board: Written = ${JSON.stringify(board)}\n`

/** A line for each fault. */
async function compile(folder: string): Promise<string[]> {
  const settings = {
    include: ['**/*.ts'],
    exclude: ['node_modules'],
    compilerOptions: {
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      module: 'nodenext',
      target: 'esnext',
      allowImportingTsExtensions: true,
      types: [],
    },
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  const output = await run(join(repository, 'node_modules/.bin/tsc'), ['--pretty', 'false'], { cwd: folder, maxBuffer: 2 ** 26 }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  )
  return output
    .split('\n')
    .filter((line) => /^\S+\(\d+,\d+\): error/.test(line))
    .map((line) => line.slice(0, 400))
}
