import type { Rejection } from '../quarantine/rejection.ts'
import { fieldOf, type QuarantineFilter } from '../quarantine/selection.ts'

/** Refusals of one cause that a replay met (again). */
export interface RefusedAgain {
  readonly code: string
  readonly path?: string
  readonly message: { readonly zh: string; readonly en: string }
  /** Id of one of them. */
  readonly example: string
  count: number
}

/** What became of the messages looked at so far. */
export interface ReplayCounts {
  readonly done: number
  readonly stored: number
  readonly duplicate: number
  readonly refused: number
}

/** A replay: how it was ordered, and how far it is. */
export interface ReplayJob extends ReplayCounts {
  readonly id: string
  /** ms since 1970 UTC, like every time here. */
  readonly created: number
  readonly author?: string
  readonly scope: QuarantineFilter
  readonly state: 'running' | 'done'
  readonly finished?: number
  readonly total: number
  readonly refusals: readonly RefusedAgain[]
}

/** What became of one message of a replay. */
export interface Replayed {
  readonly id: string
  readonly outcome: 'stored' | 'duplicate' | 'refused'
  /** Why it is refused now. */
  readonly rejection?: Rejection
}

/** Causes told apart in a report; further ones are only counted. */
const mostCauses = 50

/** The counts and causes with those of further messages. */
export function withReplayed<Job extends ReplayCounts & Pick<ReplayJob, 'refusals'>>(job: Job, replayed: readonly Replayed[]): Job {
  const count = (outcome: Replayed['outcome']) => replayed.filter((each) => each.outcome === outcome).length
  return {
    ...job,
    done: job.done + replayed.length,
    stored: job.stored + count('stored'),
    duplicate: job.duplicate + count('duplicate'),
    refused: job.refused + count('refused'),
    refusals: withCauses(job.refusals, replayed),
  }
}

/** Causes counted further. Messages without a rejection are passed over. */
export function withCauses(refusals: readonly RefusedAgain[], replayed: readonly Pick<Replayed, 'id' | 'rejection'>[]): RefusedAgain[] {
  const causes = new Map(refusals.map((each) => [`${each.code} ${each.path ?? ''}`, { ...each }]))
  for (const { id, rejection } of replayed) {
    if (!rejection) continue
    const path = fieldOf(rejection)
    const key = `${rejection.code} ${path ?? ''}`
    const known = causes.get(key)
    if (known) known.count++
    else if (causes.size < mostCauses)
      causes.set(key, { code: rejection.code, ...(path !== undefined && { path }), message: rejection.message, example: id, count: 1 })
  }
  return [...causes.values()]
}
