import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pretty from 'pino-pretty'
import { type Address, readAddress } from './settings/address-file.ts'

/** One of the processes. */
export interface Part {
  readonly name: string
  readonly entry: string
  /** Others use it: it says where it listens (settings/address-file.ts) once it does. */
  readonly serves?: boolean
  /** Options of Node itself. */
  readonly execArgv?: readonly string[]
  /** It says `alive` over the channel once a second; one that falls silent hangs, and is killed. */
  readonly heartbeat?: boolean
}

interface Running extends Part {
  process?: ChildProcess
  startedAt: number
  /** Of performance.now(). */
  heardAt: number
  failures: number
  /** It has served at least once; from then on it is started again whatever happens. */
  served: boolean
  gaveUp: boolean
}

const firstPauseMs = 250
const longestPauseMs = 10_000
/** A process that has run this long has recovered: its next failure is a first one. */
const steadyMs = 30_000
const stopMs = 8_000
/** A process with a heartbeat that says nothing for so long hangs; one that starts up may take longer. */
const silentMs = 10_000
const startingMs = 30_000
const watchMs = 1_000
/** How long the addresses are waited for before they are shown without. */
const servingMs = 30_000

/** Starts processes, starts again the one that dies, with growing pauses, and stops them in order. */
export class Supervisor {
  private readonly parts: Running[]
  private readonly folder: string
  /** On a terminal the lines of the log are for people, elsewhere they stay JSON. */
  private readonly readable = process.stdout.isTTY
    ? pretty({ colorize: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' })
    : undefined
  private stopping = false
  private watch: NodeJS.Timeout | undefined

  constructor(parts: readonly Part[], folder: string) {
    this.parts = parts.map((part) => ({ ...part, startedAt: 0, heardAt: 0, failures: 0, served: false, gaveUp: false }))
    this.folder = folder
  }

  /**
   * Those that serve first; whoever uses them is started when they do. Resolves with where they listen. Throws, with everything stopped, when
   * one of them gives up before it ever served: it has said why (a port that is taken, a file that cannot be read), and would say it again.
   */
  async start(): Promise<Address> {
    const serving = this.parts.filter(({ serves }) => serves)
    for (const part of serving) this.run(part)
    const addresses = await Promise.all(serving.map((part) => this.whenServing(part)))
    const failed = serving.find(({ gaveUp }) => gaveUp)
    if (failed) {
      await this.stop()
      throw new Error(`${failed.name} cannot be started, so nothing was started`)
    }
    for (const part of this.parts) if (!part.serves && !this.stopping) this.run(part)
    this.watch = setInterval(() => this.killSilent(), watchMs)
    return Object.assign({}, ...addresses)
  }

  /** Resolves without an address when it takes too long: then only the showing of it is given up. */
  private async whenServing(part: Running): Promise<Address> {
    const someGaveUp = (): boolean => this.parts.some(({ gaveUp }) => gaveUp)
    for (const end = Date.now() + servingMs; Date.now() < end && !this.stopping && !someGaveUp(); await sleep(50)) {
      const address = await readAddress(this.folder, part.name)
      if (!address || address.pid !== part.process?.pid) continue
      part.served = true
      return address
    }
    return {}
  }

  /** The fleet first, ingest last: what the gateway has acknowledged meanwhile waits in the journal anyway. */
  async stop(): Promise<void> {
    if (this.stopping) return
    this.stopping = true
    clearInterval(this.watch)
    for (const part of this.parts.toReversed()) await this.end(part)
  }

  private run(part: Running): void {
    part.startedAt = Date.now()
    part.heardAt = performance.now() + startingMs
    const child = spawn(process.execPath, [...(part.execArgv ?? []), join(import.meta.dirname, part.entry)], {
      // The channel carries heartbeats at most; its end tells a child that we are gone, however we went.
      stdio: ['ignore', this.readable ? 'pipe' : 'inherit', 'inherit', 'ipc'],
    })
    part.process = child
    if (this.readable) child.stdout?.pipe(this.readable, { end: false })
    child.on('message', () => {
      part.heardAt = performance.now()
    })
    child.once('exit', (code, signal) => this.exited(part, code, signal))
  }

  private exited(part: Running, code: number | null, signal: NodeJS.Signals | null): void {
    delete part.process
    if (this.stopping) return
    if (part.serves && !part.served && code !== null && code !== 0) {
      part.gaveUp = true
      return
    }
    part.failures = Date.now() - part.startedAt > steadyMs ? 1 : part.failures + 1
    const pause = Math.min(firstPauseMs * 2 ** (part.failures - 1), longestPauseMs)
    process.stdout.write(`${part.name} ended (${signal ?? `code ${code}`}); it is started again in ${pause / 1_000} s\n`)
    setTimeout(() => {
      if (!this.stopping) this.run(part)
    }, pause)
  }

  private killSilent(): void {
    for (const part of this.parts) {
      if (!part.heartbeat || !part.process || performance.now() - part.heardAt < silentMs) continue
      process.stdout.write(`${part.name} has hung for ${silentMs / 1_000} s and is killed\n`)
      part.heardAt = Number.POSITIVE_INFINITY
      part.process.kill('SIGKILL')
    }
  }

  private async end({ process: child }: Running): Promise<void> {
    if (!child) return
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), stopMs)
    await exited
    clearTimeout(timer)
  }
}
