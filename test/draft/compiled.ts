import { execFile } from 'node:child_process'
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Draft } from '../../ingest/draft/draft.ts'
import { repository } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** What the compiler and the linter say of drafts that lie beside our own kinds; nothing when they are content. */
export async function complaintsAbout(drafts: readonly Draft[]): Promise<{ compiler: string; linter: string }> {
  const root = await tempFolder()
  await mkdir(join(root, 'facilities'))
  for (const path of ['biome.json', 'tsconfig.json', 'package.json', 'facilities', 'test/house/import-types.grit'])
    await cp(join(repository, path), join(root, path), { recursive: true })
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'))
  for (const { file, source } of drafts) await writeFile(join(root, 'facilities', file), source)
  const run = async (command: string, ...args: string[]) => {
    const options = { cwd: root, maxBuffer: 2 ** 24 }
    return promisify(execFile)(join(repository, 'node_modules/.bin', command), args, options).catch(
      (error: { stdout: string; stderr: string }) => error,
    )
  }
  const compiled = await run('tsc', '--noEmit')
  const files = drafts.map(({ file }) => `facilities/${file}`)
  const checked = await run('biome', 'check', '--vcs-enabled=false', '--error-on-warnings', '--max-diagnostics=20', ...files)
  const said = `${checked.stdout}${checked.stderr}`
  return {
    compiler: `${compiled.stdout}${compiled.stderr}`,
    linter: /^Checked \d+ files? in \S+ No fixes applied\.\s*$/.test(said) ? '' : said,
  }
}
