import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { repository, startCommand } from '../support/process.ts'

interface LockFile {
  packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>
}

async function lockFile(): Promise<LockFile> {
  return JSON.parse(await readFile(join(repository, 'package-lock.json'), 'utf8'))
}

// Where the registry lacks the builds for other platforms, `npm install` leaves them out and `npm ci` then refuses the lock file.
it('the lock file has the optional packages of every platform, so that npm ci takes it', async () => {
  const { packages } = await lockFile()
  const locked = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))

  const wanted = Object.values(packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))

  expect(wanted.filter((name) => !locked.has(name))).toEqual([])
})

it('the lock file names no registry, so that each machine uses its own', async () => {
  const { packages } = await lockFile()

  expect(Object.values(packages).filter(({ resolved }) => resolved)).toEqual([])
})

// A package that brings others with it, or asks for a compiler older than ours, can leave a lock file that `npm install` takes and `npm ci` does not.
it('npm ci takes the lock file', async () => {
  const npm = startCommand('npm', { args: ['ci', '--dry-run', '--offline', '--ignore-scripts', '--no-audit'] })

  expect((await npm.exited).code, npm.lines.join('\n')).toBe(0)
})
