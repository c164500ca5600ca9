// Makes what docker-compose.yml needs before anything starts, once: the operator token of InfluxDB and the password of Grafana's administrator.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeSecretFile } from './secret-file.ts'

const help = `usage: node register/stack-secrets.ts FOLDER

Makes what docker-compose.yml needs before anything starts, each only where it is missing: FOLDER/setup/influx-admin-token and
FOLDER/grafana/grafana-admin-password.`

/** Those of other services are read by their own users, who share only the group with ours. */
const secrets = [
  { path: 'setup/influx-admin-token', mode: 0o600 },
  { path: 'grafana/grafana-admin-password', mode: 0o640 },
]

function makeIn(folder: string): void {
  for (const { path, mode } of secrets) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true, mode: 0o750 })
    if (existsSync(file)) continue
    writeSecretFile(file, randomBytes(32).toString('base64url'))
    chmodSync(file, mode)
  }
}

const [folder, ...more] = process.argv.slice(2)
if (folder === '--help') process.stdout.write(`${help}\n`)
else if (folder === undefined || folder.startsWith('-') || more.length > 0) fail(help)
else {
  try {
    makeIn(folder)
  } catch (error) {
    fail(
      `${(error as Error).message}. The folder must be one that may be written, on a disk with room; in compose it is a volume of its own.`,
    )
  }
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = 1
}
