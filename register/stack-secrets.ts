// Makes what docker-compose.yml needs before anything starts, once: the operator token of InfluxDB and the password of Grafana's administrator.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeSecretFile } from './secret-file.ts'

/** Those of other services are read by their own users, who share only the group with ours. */
const secrets = [
  { path: 'setup/influx-admin-token', mode: 0o600 },
  { path: 'grafana/grafana-admin-password', mode: 0o640 },
]

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: node register/stack-secrets.ts FOLDER')

for (const { path, mode } of secrets) {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true, mode: 0o750 })
  if (existsSync(file)) continue
  writeSecretFile(file, randomBytes(32).toString('base64url'))
  chmodSync(file, mode)
}
