import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const entries = [
  'register/main.ts',
  'gateway/main.ts',
  'gateway/node-red/main.ts',
  'ingest/main.ts',
  'ingest/store/influx/setup/main.ts',
  'device-sim/main.ts',
  'device-sim/replay/main.ts',
  'kz/main.ts',
  'main.ts',
  'healthy.ts',
  'register/stack-secrets.ts',
]
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }

/** Imports that are left when types are stripped, and files a thread is started from. */
const imported =
  /^(?:import|export)\s(?!type\b)[^'"]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'|new URL\(\s*'([^']+\.ts)'/gm

function walk(): { files: Set<string>; packages: Map<string, string> } {
  const files = new Set<string>()
  const packages = new Map<string, string>()
  const waiting = entries.map((entry) => join(root, entry))
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue
    files.add(file)
    for (const [, ...found] of readFileSync(file, 'utf8').matchAll(imported)) {
      const name = found.find((each) => each !== undefined) ?? ''
      if (name.startsWith('.')) waiting.push(join(dirname(file), name))
      else packages.set(packageOf(name), relative(root, file))
    }
  }
  return { files, packages }
}

const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')

it('what production imports is among its dependencies, or comes with Node', () => {
  const { packages } = walk()
  const missing = [...packages].filter(([name]) => !(name in dependencies) && !name.startsWith('node:') && !builtinModules.includes(name))

  expect(packages.size).toBeGreaterThan(20)
  expect(missing).toEqual([])
})

it('every file that production imports is in the image', () => {
  const taken = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'))
  const places = new Set([...walk().files].map((file) => relative(root, file).split('/')[0]))

  expect([...places].filter((place) => !taken.includes(`!${place}`))).toEqual([])
  for (const file of walk().files) expect(existsSync(file), file).toBe(true)
})

it('no entry point was forgotten', () => {
  const mains = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /(^|\/)main\.ts$/.test(path) && !/^(node_modules|test|docs|data)\//.test(path),
  )

  expect(mains.filter((path) => !entries.includes(path))).toEqual([])
})
