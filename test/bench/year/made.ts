import { setTimeout as pause } from 'node:timers/promises'
import type { Get } from './ask.ts'

interface Part {
  readonly until?: string
  readonly backlog?: number
  /** Of rollups: hours not made yet, of so many devices. */
  readonly hours?: number
  readonly devices?: number
}

interface Progress {
  readonly name: string
  readonly seconds: number
}

/** Parts of ingest that make something of the readings say until when they are through and what is left. */
async function makers(get: Get): Promise<{ all: [string, Part][]; pending: number }> {
  const { parts } = JSON.parse(await get('/health')) as { parts: Record<string, Part> }
  const { pending } = JSON.parse(await get('/ledger?limit=1')) as { pending: number }
  const isMaker = ([name, part]: [string, Part]) => name === 'facts' || name === 'rollups' || 'backlog' in part
  return { all: Object.entries(parts).filter(isMaker), pending }
}

/** Just started, a part has not looked yet at what there is to do: it must be through for a while. */
const settledMs = 2_000
const currentMs = 600_000

function isThrough({ until, backlog, hours, devices }: Part): boolean {
  if (hours !== undefined) return hours === 0 && devices === 0
  return backlog === 0 && until !== undefined && Date.now() - Date.parse(until) < currentMs
}

/** Those that are not through. */
export async function unmade(get: Get): Promise<string[]> {
  const { all, pending } = await makers(get)
  return [...(pending > 0 ? ['pipeline'] : []), ...all.filter(([, part]) => !isThrough(part)).map(([name]) => name)]
}

/** Waits until the pipeline has nothing left and every maker is through; when each was, in seconds. */
export async function untilMade(get: Get, say: (line: string) => void): Promise<Progress[]> {
  const began = performance.now()
  const done = new Map<string, number>()
  for (let told = 0; ; await pause(250)) {
    const { all, pending } = await makers(get)
    const seconds = (performance.now() - began) / 1_000
    if (pending === 0 && !done.has('pipeline')) done.set('pipeline', seconds)
    for (const [name, part] of all) {
      if (pending > 0 || !isThrough(part)) done.delete(name)
      else if (!done.has(name)) done.set(name, seconds)
    }
    const isDone = done.size > all.length && [...done.values()].every((at) => seconds - at > settledMs / 1_000)
    if (isDone) return [...done].map(([name, at]) => ({ name, seconds: at }))
    if (seconds - told < 10) continue
    told = seconds
    say(
      `${Math.round(seconds)} s: pending ${pending}, ${all.map(([name, { backlog, hours, until }]) => `${name} ${backlog ?? hours} (${until ?? ''})`).join(', ')}`,
    )
  }
}
