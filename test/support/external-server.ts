import { startCommand } from './process.ts'
import { waitFor } from './wait-for.ts'

export interface ExternalServer {
  url: string
  port: number
  /** Where its data is: with the same folder and port it can be started again where it stopped. */
  folder: string
  pid: number
  stop(): Promise<unknown>
  kill(): Promise<unknown>
}

export interface Placement {
  folder?: string
  port?: number
}

interface Start {
  command: string
  args: string[]
  env?: Record<string, string>
  folder: string
  port: number
  /** Answers 2xx as soon as the server serves. */
  ready: string
}

export async function startServer({ command, args, env = {}, folder, port, ready }: Start): Promise<ExternalServer> {
  const url = `http://127.0.0.1:${port}`
  const { pid, stop, kill, isRunning, exited, lines } = startCommand(command, { args, env, cwd: folder })
  const isReady = async () => (await fetch(url + ready, { signal: AbortSignal.timeout(2000) })).ok
  await waitFor(async () => !isRunning() || (await isReady()), { what: `${command} to answer at ${url}${ready}`, timeoutMs: 30_000 })
  if (!isRunning()) await exited
  if (!isRunning()) throw new Error(`${command} ended at once; it printed:\n${lines.slice(-30).join('\n')}`)
  return { url, port, folder, pid, stop, kill }
}
