import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

interface SystemPackage {
  package: string
  commands: string[]
  /** What it brings where that is no command. */
  files?: string[]
  /** What the package starts when it is installed. */
  service?: string
}

const needed: SystemPackage[] = [
  { package: 'influxdb', commands: ['influxd'], service: 'influxdb' },
  { package: 'victoria-metrics', commands: ['victoria-metrics'], service: 'victoria-metrics' },
  { package: 'prometheus', commands: ['prometheus', 'promtool'], service: 'prometheus' },
  { package: 'mosquitto-clients', commands: ['mosquitto_pub', 'mosquitto_sub'] },
  { package: 'openssl', commands: ['openssl'] },
  { package: 'python3', commands: ['python3'] },
  { package: 'chromium', commands: ['chromium'] },
  { package: 'fontconfig', commands: ['fc-list'] },
  { package: 'poppler-utils', commands: ['pdftotext', 'pdffonts'] },
  { package: 'fonts-noto-cjk', commands: [], files: ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'] },
]

/** Installs what is missing where that is allowed (root, apt), else throws one error that names all of it. */
export async function ensureSystemPackages(): Promise<void> {
  const missing = await missingPackages()
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !(await isCommand('apt-get'))) throw new Error(instruction(missing))

  console.log(`Installing what the tests need: ${names(missing)} …`)
  await install(missing)
  const stillMissing = await missingPackages()
  if (stillMissing.length > 0) throw new Error(instruction(stillMissing))
}

export async function missingPackages(searchPath = process.env.PATH): Promise<SystemPackage[]> {
  const found = await Promise.all(
    needed.map(async ({ commands, files = [] }) => {
      const here = await Promise.all([...commands.map((name) => isCommand(name, searchPath)), ...files.map((file) => exists(file))])
      return here.every(Boolean)
    }),
  )
  return needed.filter((_, index) => !found[index])
}

export function instruction(missing: SystemPackage[]): string {
  const commands = missing.flatMap(({ commands, files = [] }) => [...commands, ...files]).join(', ')
  return [
    `The tests need ${commands}, which ${missing.length === 1 ? 'is' : 'are'} not on this machine.`,
    `On Debian or Ubuntu type: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names(missing)}`,
  ].join('\n')
}

/** Debian starts a service it installs. RUNLEVEL=1 asks it not to; where systemd does so all the same, the new service is stopped. */
async function install(missing: SystemPackage[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const patience = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3']
  try {
    await run('apt-get', [...patience, '-qq', 'update'], { env, timeout: 300_000 })
    const packages = missing.map((each) => each.package)
    await run('apt-get', [...patience, '-qq', 'install', '-y', '--no-install-recommends', ...packages], {
      env,
      timeout: 600_000,
      maxBuffer: 2 ** 26,
    })
  } catch (error) {
    throw new Error(`apt-get could not install ${names(missing)}.\n${instruction(missing)}`, { cause: error })
  }
  for (const { service } of missing) if (service) await stopService(service)
}

/** Only ever called for a package that was not there before: what runs under its name was started by the installation. */
async function stopService(service: string): Promise<void> {
  const hasSystemd = await exists('/run/systemd/system')
  const [command, ...options] = hasSystemd ? ['systemctl', 'disable', '--now', service] : [join('/etc/init.d', service), 'stop']
  // A service that never started cannot be stopped; that is what is wanted.
  await run(command as string, options, { timeout: 60_000 }).catch(() => undefined)
}

async function isCommand(name: string, searchPath = process.env.PATH): Promise<boolean> {
  const folders = (searchPath ?? '').split(delimiter)
  return (await Promise.all(folders.map((folder) => exists(join(folder, name), constants.X_OK)))).some(Boolean)
}

async function exists(path: string, mode = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}

function names(packages: SystemPackage[]): string {
  return packages.map((each) => each.package).join(' ')
}
