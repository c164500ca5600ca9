// A secret may be given as a file, as Docker, Kubernetes and systemd hand them out: KZ_TOKEN_FILE=/run/secrets/token.
import { readFileSync } from 'node:fs'
import type { Environment } from './read-settings.ts'
import { type SettingName, secretSettings } from './settings.ts'

export const fileSuffix = '_FILE'

interface FromFiles {
  readonly secrets: Readonly<Record<string, string>>
  readonly faults: readonly string[]
}

/** Only the files of settings that are asked for are opened: those of other processes may be closed to this one. */
export function secretsFromFiles(given: Environment, isAskedFor: (name: SettingName) => boolean): FromFiles {
  const secrets: Record<string, string> = {}
  const faults: string[] = []
  for (const name of secretSettings) {
    const path = given[`${name}${fileSuffix}`]
    if (path === undefined || !isAskedFor(name)) continue
    const read = given[name] === undefined ? secretIn(path) : { fault: `must be taken away, or ${name} must: both are set` }
    if ('secret' in read) secrets[name] = read.secret
    else faults.push(`${name}${fileSuffix} is ${JSON.stringify(path)}, but ${read.fault}`)
  }
  return { secrets, faults }
}

function secretIn(path: string): { secret: string } | { fault: string } {
  try {
    const secret = readFileSync(path, 'utf8').trim()
    return secret === '' ? { fault: 'must name a file with the secret in it: this one is empty' } : { secret }
  } catch (error) {
    return { fault: `must name a file that can be read (${(error as NodeJS.ErrnoException).code})` }
  }
}
