import type { RunningIngest } from '../../support/site.ts'
import { sessionOf } from '../../support/site.ts'
import type { YearDevice } from './fleet.ts'
import type { Question } from './questions.ts'

export type Get = (path: string) => Promise<string>

/** Asks as the administrator does. */
export async function getter(ingest: RunningIngest): Promise<Get> {
  const cookie = await sessionOf(ingest)
  return async (path) => {
    const base = path === '/metrics' ? new URL(ingest.url).origin : ingest.url
    const response = await fetch(`${base}${path}`, { headers: { cookie } })
    const text = await response.text()
    if (!response.ok && response.status !== 503) throw new Error(`${path}: ${response.status} ${text}`)
    return text
  }
}

export interface Timing {
  readonly question: Question
  /** Each call for another device; without a device only the first one. */
  readonly cold: readonly number[]
  /** The same call again and again. */
  readonly warm: readonly number[]
  readonly bytes: number
}

export async function timed(get: Get, question: Question, devices: readonly YearDevice[], end: number, calls: number): Promise<Timing> {
  const cold: number[] = []
  const isOfDevice = question.page === 'device'
  const asked = isOfDevice
    ? Array.from({ length: calls }, (_, index) => devices[Math.floor((index * devices.length) / calls)])
    : devices.slice(0, 1)
  let bytes = 0
  for (const device of asked) {
    const path = question.path(device as YearDevice, end)
    const ask = async () => {
      bytes = (await get(path)).length
    }
    cold.push(await duration(ask))
  }
  const path = question.path(asked.at(-1) as YearDevice, end)
  const warm: number[] = []
  for (let call = 0; call < calls; call++) warm.push(await duration(() => get(path)))
  return { question, cold, warm, bytes }
}

async function duration(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
