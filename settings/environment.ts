import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Environment } from './read-settings.ts'

/** The variables of the process, and those of a file `.env` in the folder it was started in; a variable that is set wins over the file. */
export function environmentWithFile(variables: Environment, path = '.env'): Environment {
  return { ...readEnvironmentFile(path), ...variables }
}

function readEnvironmentFile(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}
