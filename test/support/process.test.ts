import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type RunningProcess, startCommand } from './process.ts'
import { tempFolder } from './temp-folder.ts'
import { waitFor } from './wait-for.ts'

/** A stand-in for an entry point: says that it serves, and ends on SIGTERM. */
async function startScript(source: string, env: Record<string, string> = {}): Promise<RunningProcess> {
  const script = join(await tempFolder(), 'script.ts')
  await writeFile(script, source)
  return startCommand(process.execPath, { args: [script], env })
}

const serves = `process.on('SIGTERM', () => { console.log('bye'); process.exit(3) }); setInterval(() => {}, 1000); console.log('port ' + process.env.KZ_MQTT_PORT)`

describe('a started process', () => {
  it('gets the settings, prints lines and ends when it is asked to', async () => {
    const process = await startScript(serves, { KZ_MQTT_PORT: '4711' })

    const [, port] = await process.waitForLine(/^port (\d+)$/)
    const exit = await process.stop()

    expect(port).toBe('4711')
    expect(exit).toEqual({ code: 3, signal: null })
    expect(process.lines).toEqual(['port 4711', 'bye'])
  })

  it('ends without being asked', async () => {
    const process = await startScript(serves)
    await process.waitForLine(/port/)

    expect(await process.kill()).toEqual({ code: null, signal: 'SIGKILL' })
    expect(process.isRunning()).toBe(false)
  })

  it('that ends too early is quoted', async () => {
    const process = await startScript(`console.error('no such folder'); process.exit(1)`)

    await expect(process.waitForLine(/ready/)).rejects.toThrow(/ended before it printed \/ready\/; it printed:\nno such folder/)
  })

  it('that cannot be started says so', async () => {
    await expect(startCommand('no-such-command').waitForLine(/ready/)).rejects.toThrow('ENOENT')
  })
})

describe('after a test', () => {
  let pid = 0
  let childPid = 0

  it('that kills a process but not its child', async () => {
    const parent = await startScript(`
      import { spawn } from 'node:child_process'
      console.log('child ' + spawn('sleep', ['600'], { stdio: 'inherit' }).pid)
      setInterval(() => {}, 1000)`)
    pid = parent.pid
    childPid = Number((await parent.waitForLine(/child (\d+)/))[1])

    await parent.kill()

    expect(isAlive(childPid)).toBe(true)
  })

  it('the child is gone too', async () => {
    for (const gone of [pid, childPid]) await waitFor(() => !isAlive(gone), { what: `the end of process ${gone}` })
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
