import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { repository } from '../support/process.ts'

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
