import { type Learned, type Past, pastKept, type Run } from './clock-record.ts'
import { causeOfRun } from './name-cause.ts'
import { offsetAt } from './run.ts'
import { zoneFault } from './zones.ts'

/** Keeps how a clock was wrong until it was set to another time, so that messages of then can still be put right (a replay). */
export function remember(learned: Learned, run: Run, until: number, local: (at: number) => number): void {
  const cause = causeOfRun(run, until, local)
  if (cause === undefined || cause === 'right') return
  const offset = offsetAt(run, until)
  const past: Past = { from: run.from, until, cause, offset: Math.round(zoneFault(offset, local(until))?.offsetMs ?? offset) }
  if (run.rate !== undefined) past.rate = run.rate
  learned.past = [...(learned.past ?? []), past].slice(-pastKept)
}
