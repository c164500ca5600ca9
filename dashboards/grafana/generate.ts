// Writes the dashboards as JSON; with --check it only compares, and runs our linter over them.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { kinds } from '../../facilities/kinds.ts'
import { generatedFiles } from './generated-files.ts'
import { lint } from './lint.ts'
import { provisioningFaults } from './provisioning/provisioning-faults.ts'
import { provisioningFiles } from './provisioning/provisioning-files.ts'

const root = join(import.meta.dirname, 'generated')
const files = generatedFiles(kinds)
const unknown = process.argv.slice(2).filter((argument) => argument !== '--check')

if (unknown.length > 0) {
  console.error(`dashboards/grafana/generate.ts does not know ${unknown.join(' ')}; it takes --check or nothing.`)
  process.exitCode = 2
} else if (process.argv.includes('--check')) {
  await check()
} else {
  await write()
}

async function check(): Promise<void> {
  const stale: string[] = []
  for (const [path, content] of files) if ((await current(path)) !== content) stale.push(path)
  stale.push(...(await superfluous()))
  const faults = [...lint(kinds), ...provisioningFaults(provisioningFiles(kinds))]
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
  if (stale.length === 0) return
  console.error(`Not current: ${stale.join(', ')}. Type "npm run dashboards" and commit the result.`)
  process.exitCode = 1
}

async function write(): Promise<void> {
  for (const path of await superfluous()) await rm(join(root, path))
  for (const [path, content] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  console.log(`${files.size} files in dashboards/grafana/generated/`)
}

/** What an earlier generation left behind. */
async function superfluous(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !files.has(path))
}

async function current(path: string): Promise<string | undefined> {
  return readFile(join(root, path), 'utf8').catch(() => undefined)
}
