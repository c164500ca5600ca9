// Run once by the supervisor before the other processes start: makes what they all need under KZ_DATA, and ends.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { environmentWithFile } from '../settings/environment.ts'
import { registerSettings } from '../settings/processes.ts'
import { readSettings, SettingsError } from '../settings/read-settings.ts'
import { Accounts } from './accounts.ts'
import { RegisterUnavailable } from './database.ts'
import { seedDemo } from './demo.ts'
import { ensureFirstAdmin } from './first-admin.ts'
import { Register } from './register.ts'
import { readSecretFile, writeSecretFile } from './secret-file.ts'

const help = `usage: node register/main.ts [--demo] [--metrics-token FILE]

Makes the register of KZ_DATA: towns and circles, and the user admin with a password of its own (kept in KZ_DATA/admin-password) or that
of KZ_ADMIN_PASSWORD. Prints one line of JSON: {"admin": the password when it was made just now, "facilities", "devices"}.

  --demo                 with the demo register; the secret its passwords follow from is kept in KZ_DATA/demo-secret
  --metrics-token FILE   an API token for Prometheus, which may look and change nothing; one that still holds is kept. Its group may read it
  --help                 this text`

async function main(): Promise<void> {
  const {
    demo,
    help: isHelpAsked,
    'metrics-token': tokenFile,
  } = parseArgs({
    options: { demo: { type: 'boolean' }, help: { type: 'boolean' }, 'metrics-token': { type: 'string' } },
  }).values
  if (isHelpAsked) return console.log(help)
  const { KZ_DATA: folder, KZ_ADMIN_PASSWORD: password } = readSettings(registerSettings, environmentWithFile(process.env))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (existsSync(join(folder, '.restored')))
    throw new RegisterUnavailable(`a restore of ${folder} was not finished`, { hint: restoreAgain })
  const admin = await ensureAdmin(folder, password, tokenFile)
  const register = new Register(join(folder, 'register.sqlite'))
  register.start()
  if (demo) await seedDemo(register, demoSecret(folder))
  console.log(JSON.stringify({ admin, ...register.count() }))
  register.stop()
}

/** As at journal/folder-lock.ts: what would be made now would lie among files of two states. */
const restoreAgain = {
  zh: '恢复备份时中断，数据新旧混杂：请重新运行 kz restore DIR --replace，再启动。',
  en: 'What is in it is half old and half new: run kz restore DIR --replace again, then start.',
}

async function ensureAdmin(folder: string, given: string | undefined, tokenFile: string | undefined): Promise<string | null> {
  const accounts = new Accounts(join(folder, 'register.sqlite'))
  accounts.start()
  const password = await ensureFirstAdmin(accounts, folder, given)
  if (tokenFile !== undefined) ensureMetricsToken(accounts, tokenFile)
  accounts.stop()
  return password ?? null
}

/** Prometheus runs as a user of its own and shares only the group with us. */
function ensureMetricsToken(accounts: Accounts, file: string): void {
  const known = readSecretFile(file)
  if (known !== undefined && accounts.token(known)) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o750 })
  writeSecretFile(file, accounts.createToken({ name: 'prometheus', role: 'reviewer' }).token)
  chmodSync(file, 0o640)
}

function demoSecret(folder: string): string {
  const file = join(folder, 'demo-secret')
  const known = readSecretFile(file)
  if (known) return known
  const secret = randomBytes(32).toString('base64url')
  writeSecretFile(file, secret)
  return secret
}

function explain(error: unknown): string {
  if (error instanceof SettingsError) return error.message
  if (error instanceof RegisterUnavailable) return `${error.message}.\n${error.hint.zh}\n${error.hint.en}`
  const { code = '', message = String(error), stack = message } = error as NodeJS.ErrnoException
  if (code.startsWith('ERR_PARSE_ARGS')) return `${message}. See node register/main.ts --help.`
  return code === '' ? stack : `${message}. Check KZ_DATA: its folder must be one that may be written, on a disk with room.`
}

// What we write is nobody else's business.
process.umask(0o077)

await main().catch((error: unknown) => {
  console.error(explain(error))
  process.exitCode = 1
})
