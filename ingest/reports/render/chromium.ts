/** Prints a page to PDF with the Chromium of the machine: the report as issued looks like the page it is made of. */
import { execFile, spawn } from 'node:child_process'
import { access, constants, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const commands = ['chromium', 'chromium-browser', 'google-chrome']
const timeoutMs = 50_000
/** Chromium gets an environment of its own: ours has secrets in it. */
const usualFolders = '/usr/local/bin:/usr/bin:/bin:/snap/bin'

/** What a PDF needs is not on this machine; the names are Debian's. */
export class CannotPrint extends Error {
  readonly packages: readonly string[]

  constructor(packages: readonly string[]) {
    super(`a PDF needs ${packages.join(' and ')}: apt-get install -y ${packages.join(' ')}`)
    this.name = 'CannotPrint'
    this.packages = packages
  }
}

export async function printPdf(
  html: string,
  { signal, path = usualFolders }: { signal?: AbortSignal; path?: string } = {},
): Promise<Buffer> {
  const chromium = await found(commands, path)
  const missing = [...(chromium ? [] : ['chromium']), ...((await hasChineseFont(path)) ? [] : ['fonts-noto-cjk'])]
  if (!chromium || missing.length > 0) throw new CannotPrint(missing)
  const folder = await mkdtemp(join(tmpdir(), 'kz-report-'))
  try {
    await writeFile(join(folder, 'report.html'), html, { mode: 0o600 })
    await printed(chromium, folder, { signal, isConfined: await isConfined() })
    return await readFile(join(folder, 'report.pdf'))
  } finally {
    // Its helpers may still be writing to the profile when it has ended.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

async function found(names: readonly string[], path: string): Promise<string | undefined> {
  for (const name of names) {
    for (const folder of path.split(delimiter).filter(Boolean)) {
      const file = join(folder, name)
      if (
        await access(file, constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return file
    }
  }
  return undefined
}

/** Where fontconfig cannot be asked, nothing is said against it. */
async function hasChineseFont(path: string): Promise<boolean> {
  const asked = await found(['fc-list'], path)
  if (!asked) return true
  const { stdout } = await promisify(execFile)(asked, [':lang=zh-cn', 'family'], { timeout: 10_000 })
  return stdout.trim() !== ''
}

/** In a container that may gain no rights Chromium cannot build its own sandbox, and would end. */
async function isConfined(): Promise<boolean> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  return /^(NoNewPrivs:\t1|Seccomp:\t2)$/m.test(status)
}

interface Printing {
  readonly signal: AbortSignal | undefined
  readonly isConfined: boolean
}

function printed(chromium: string, folder: string, { signal, isConfined }: Printing): Promise<void> {
  const isRoot = process.getuid?.() === 0
  const options = [
    '--headless',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-extensions',
    '--disable-background-networking',
    '--no-first-run',
    '--no-pdf-header-footer',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    `--user-data-dir=${join(folder, 'profile')}`,
    `--print-to-pdf=${join(folder, 'report.pdf')}`,
    // Nor does it run its sandbox as root. The page is our own and loads nothing.
    ...(isRoot || isConfined ? ['--no-sandbox'] : []),
    pathToFileURL(join(folder, 'report.html')).href,
  ]
  return new Promise((resolve, reject) => {
    // A group of its own, so that its helpers go with it.
    const child = spawn(chromium, options, {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
      env: { PATH: usualFolders, HOME: folder, LANG: 'C.UTF-8' },
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2_000)
    })
    const kill = () => endGroup(child.pid)
    const timer = setTimeout(kill, timeoutMs)
    signal?.addEventListener('abort', kill, { once: true })
    const finish = (fault?: Error) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', kill)
      if (fault) reject(fault)
      else resolve()
    }
    child.once('error', finish)
    child.once('close', (code) => finish(code === 0 ? undefined : new Error(`Chromium ended with ${code ?? 'a signal'}: ${said.trim()}`)))
  })
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
