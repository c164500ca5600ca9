import { chmodSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readSecretFile, writeSecretFile } from '../../../../register/secret-file.ts'
import type { Access, Keys } from './plan.ts'

export const files = { ingest: 'ingest/influx-token', grafana: 'grafana/grafana-influx-token' } as const satisfies Record<Access, string>

/** Readable by the group: Grafana runs as a user of its own, and shares only the group with us. */
const groupMode = 0o640

/** A folder for each who gets one, so that each can be given its own alone. */
export function keysIn(folder: string): Keys {
  return {
    known: (access) => readSecretFile(join(folder, files[access])),
    keep(access, token) {
      const path = join(folder, files[access])
      mkdirSync(dirname(path), { recursive: true, mode: 0o750 })
      writeSecretFile(path, token)
      chmodSync(path, groupMode)
    },
  }
}
