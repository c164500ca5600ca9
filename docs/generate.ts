// Writes the documents that repeat what the code says; with --check it only compares, so that none goes stale unnoticed.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { environmentExample } from './environment-example.ts'
import { errorsDocument } from './errors.ts'
import { kindsDocument } from './kinds.ts'
import { kzDocument } from './kz.ts'

interface GeneratedDocument {
  path: string
  content(): string | Promise<string>
}

/** A further generated document is one further line. */
const documents: GeneratedDocument[] = [
  { path: '.env.example', content: environmentExample },
  { path: 'docs/generated/kinds.md', content: kindsDocument },
  { path: 'docs/generated/errors.md', content: errorsDocument },
  { path: 'docs/kz.md', content: () => kzDocument('en') },
  { path: 'docs/kz.zh-CN.md', content: () => kzDocument('zh') },
]

const root = join(import.meta.dirname, '..')
const unknown = process.argv.slice(2).filter((argument) => !['--check', '--help'].includes(argument))

if (unknown.length > 0) {
  console.error(`docs/generate.ts does not know ${unknown.join(' ')}; it takes --check or nothing.`)
  process.exitCode = 2
} else if (process.argv.includes('--help')) {
  console.log('node docs/generate.ts          writes the generated documents\nnode docs/generate.ts --check  fails when one is not current')
} else if (process.argv.includes('--check')) {
  await check()
} else {
  await write()
}

async function check(): Promise<void> {
  const stale: string[] = []
  for (const { path, content } of documents) if ((await current(path)) !== (await content())) stale.push(path)
  if (stale.length === 0) return
  console.error(`Not current: ${stale.join(', ')}. Type "npm run docs" and commit the result.`)
  process.exitCode = 1
}

async function write(): Promise<void> {
  for (const { path, content } of documents) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), await content())
    console.log(path)
  }
}

/** What is there now; a file that is not there yet is as stale as one can be. */
async function current(path: string): Promise<string | undefined> {
  return readFile(join(root, path), 'utf8').catch(() => undefined)
}
