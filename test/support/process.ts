import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { whenDone } from './clean-up.ts'
import { waitFor } from './wait-for.ts'

export const repository = join(import.meta.dirname, '../..')

export interface ProcessOptions {
  args?: string[]
  /** KZ_… settings; those of the developer's own shell are not passed on. */
  env?: Record<string, string>
  cwd?: string
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface RunningProcess {
  pid: number
  /** What it printed so far, both on stdout and on stderr. */
  lines: readonly string[]
  /** Of both together, in the order of arrival. */
  waitForLine(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray>
  exited: Promise<Exit>
  isRunning(): boolean
  /** Asks it to end (SIGTERM) and waits; throws when it has not ended in time. */
  stop(timeoutMs?: number): Promise<Exit>
  /** Ends it without asking (SIGKILL) and waits. */
  kill(): Promise<Exit>
}

/** Starts one of our entry points, such as `gateway/main.ts`, with the Node the tests run on. */
export function startProcess(entryPoint: string, { args = [], ...options }: ProcessOptions = {}): RunningProcess {
  return startCommand(process.execPath, { args: [join(repository, entryPoint), ...args], ...options })
}

/** Starts any command; it and the processes it started are gone after the test. */
export function startCommand(command: string, { args = [], env = {}, cwd = repository }: ProcessOptions = {}): RunningProcess {
  // In a process group of its own, so that a supervisor's children can be ended with it.
  const child = spawn(command, args, { cwd, env: { ...ownEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const running = runningProcess(command, child)
  running.exited.catch(() => undefined) // whoever waits for it hears that the command could not be started
  const endGroup = () => killGroup(child)
  process.once('exit', endGroup)
  whenDone(async () => {
    endGroup()
    process.off('exit', endGroup)
    await running.exited.catch(() => undefined)
  })
  return running
}

function runningProcess(command: string, child: ChildProcess): RunningProcess {
  const lines = collectLines(child)
  const exited = exitOf(child)
  const isRunning = () => child.exitCode === null && child.signalCode === null && child.pid !== undefined
  const name = () => [command, ...child.spawnargs.slice(1)].join(' ')

  const printed = () => `it printed:\n${lines.slice(-30).join('\n')}`

  async function waitForLine(pattern: RegExp, timeoutMs = 30_000): Promise<RegExpMatchArray> {
    const found = () => lines.map((line) => line.match(pattern)).find((match) => match !== null)
    const what = () => `${pattern} from ${name()}; ${printed()}`
    await waitFor(() => found() || !isRunning(), { what, timeoutMs })
    if (!isRunning()) await exited // its last lines may still be on the way
    const match = found()
    if (match) return match
    throw new Error(`${name()} ended before it printed ${pattern}; ${printed()}`)
  }

  async function stop(timeoutMs = 20_000): Promise<Exit> {
    child.kill('SIGTERM')
    await waitFor(() => !isRunning(), { what: `the end of ${name()} after SIGTERM`, timeoutMs })
    return exited
  }

  async function kill(): Promise<Exit> {
    child.kill('SIGKILL')
    return exited
  }

  return { pid: child.pid ?? 0, lines, waitForLine, exited, isRunning, stop, kill }
}

function collectLines(child: ChildProcess): string[] {
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => lines.push(line))
  }
  return lines
}

/** Rejects when the command could not be started at all. */
async function exitOf(child: ChildProcess): Promise<Exit> {
  const outputComplete = once(child, 'close').catch(() => undefined)
  const [code, signal] = (await once(child, 'exit')) as [Exit['code'], Exit['signal']]
  // Children of its own may keep the output open after a kill: its last lines need not wait for theirs.
  await Promise.race([outputComplete, pause(500)])
  return { code, signal }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The whole group has ended already.
  }
}

/** The tests' environment without what would change how our processes behave. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(KZ_|VITEST|NODE_OPTIONS$|NODE_ENV$|INFLUXDB_)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}
