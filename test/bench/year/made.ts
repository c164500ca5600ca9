import { setTimeout as pause } from 'node:timers/promises'
import type { Get } from './ask.ts'

interface Part {
  readonly until?: string
  readonly backlog?: number
}

interface Progress {
  readonly name: string
  readonly seconds: number
}

/** Waits until the pipeline has nothing left and every part that makes something of the readings is through; when each was, in seconds. */
export async function untilMade(get: Get, say: (line: string) => void): Promise<Progress[]> {
  const began = performance.now()
  const done = new Map<string, number>()
  for (let told = 0; ; await pause(250)) {
    const { parts } = JSON.parse(await get('/health')) as { parts: Record<string, Part> }
    const { pending } = JSON.parse(await get('/ledger?limit=1')) as { pending: number }
    const seconds = (performance.now() - began) / 1_000
    const makers = Object.entries(parts).filter(([, part]) => 'backlog' in part || part.until !== undefined)
    const isThrough = (part: Part) => part.until !== undefined && (part.backlog ?? 0) === 0 && pending === 0
    if (pending === 0 && !done.has('pipeline')) done.set('pipeline', seconds)
    for (const [name, part] of makers) {
      if (!isThrough(part)) done.delete(name)
      else if (!done.has(name)) done.set(name, seconds)
    }
    if (makers.length > 0 && parts.facts && done.has('facts') && makers.every(([name]) => done.has(name)))
      return [...done].map(([name, at]) => ({ name, seconds: at }))
    if (seconds - told < 10) continue
    told = seconds
    say(
      `${Math.round(seconds)} s: pending ${pending}, ${makers.map(([name, { backlog, until }]) => `${name} ${backlog} (${until})`).join(', ')}`,
    )
  }
}
