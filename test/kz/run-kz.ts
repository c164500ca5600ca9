import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { run } from '../../kz/run.ts'
import { repository } from '../support/process.ts'

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export const kzEntry = join(repository, 'kz/main.ts')
const english = { LANG: 'en_US.UTF-8' }

/** Runs a command to its end; in English unless the arguments or the environment say otherwise. Nobody sits at a terminal. */
export async function runKz(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const printed = Promise.all([text(stdout), text(stderr)])
  const streams = { stdin, stdout, stderr } as unknown as {
    stdin: NodeJS.ReadStream
    stdout: NodeJS.WriteStream
    stderr: NodeJS.WriteStream
  }
  const code = await run({ args, environment: { ...english, ...env }, folder: repository, ...streams }).finally(() => {
    stdout.end()
    stderr.end()
  })
  const [out, err] = await printed
  return { code, stdout: out, stderr: err }
}

/** What a command prints that has to succeed. */
export async function printed(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { code, stdout, stderr } = await runKz(args, env)
  if (code !== 0) throw new Error(`kz ${args.join(' ')} ended with ${code}:\n${stderr}${stdout}`)
  return stdout
}

/** The same as a process of its own, as somebody types it. */
export async function runKzProcess(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(process.execPath, [kzEntry, ...args], {
    cwd: repository,
    env: bareEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code: code as number | null, stdout, stderr }
}

/** The environment of a shell in which nobody has set anything of ours. */
export function bareEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const foreign = /^(KZ_|VITEST|NODE_|LANG|LC_|npm_|INIT_CWD|FORCE_COLOR)/
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))), ...english, ...more }
}
