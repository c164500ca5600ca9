/**
 * What one message after the other tells of a device's clock. Pure over the record it is given, and each message costs a few comparisons.
 *
 * Messages come late and never early: own time less receipt is at most how far the clock is ahead, and close to it for what was sent at
 * once. So an offset higher than known is a clock set forward, at once; a lower one is a message that waited, unless own time itself goes
 * back, or such offsets stay the same for a long time.
 */
import {
  bootsKept,
  type ClockRecord,
  enoughMessages,
  hourMs,
  type Learned,
  type Low,
  minuteMs,
  type Run,
  stepMs,
  stepsKept,
  type TimeSort,
  toleranceMs,
} from './clock-record.ts'
import { causeOfRun, nameCause } from './name-cause.ts'
import { learnBoot } from './never-set.ts'
import { remember } from './past.ts'
import { extend, newRun, offsetAt } from './run.ts'

/** How long a lower offset has to stay the same before the clock is believed to be set back. */
const rightAgainMs = 2 * minuteMs
const setBackMs = 10 * minuteMs
const stillAheadMs = 6 * hourMs
const stillAheadMessages = 10

/** What a message says of the time, in whole ms. */
export interface Heard {
  readonly at: number
  readonly ts: number
  readonly sort: TimeSort
  readonly boot?: string | undefined
  /** It was heard before, so even what came at the same moment teaches nothing any more. */
  readonly again?: boolean
}

/** `local`: minutes our own zone is ahead of UTC. Returns whether anything was learned: what came before the last message is passed over. */
export function learn(clock: ClockRecord, heard: Heard, local: (at: number) => number): boolean {
  const { at, ts, sort } = heard
  if (clock.learned && (heard.again ? at <= clock.learned.at : at < clock.learned.at)) return false
  clock.learned ??= { at, ts, sort, count: 0 }
  const { learned } = clock
  clock.offsetMs = ts - at
  clock.at = at
  const isNews = count(learned, sort)
  const isMore = sort === 'never-set' ? learnBoot(learned, heard, bootsKept) : follow(learned, ts, at, local)
  learned.at = at
  learned.ts = ts
  if (isNews || isMore) nameCause(clock, local)
  return true
}

function count(learned: Learned, sort: TimeSort): boolean {
  if (learned.sort !== sort) {
    learned.sort = sort
    learned.count = 1
    return true
  }
  if (learned.count >= enoughMessages) return false
  learned.count++
  return true
}

function follow(learned: Learned, ts: number, at: number, local: (at: number) => number): boolean {
  const offset = ts - at
  const { run } = learned
  if (!run) {
    learned.run = newRun(at, offset)
    return true
  }
  const above = offset - offsetAt(run, at)
  if (above > stepMs) return setForward(learned, run, at, offset)
  if (above < -stepMs) return fallBelow(learned, run, ts, at, local)
  if (learned.low) delete learned.low
  const isMore = extend(run, at, offset)
  if (learned.former && run.count >= enoughMessages) confirm(learned, run, learned.former, at, local)
  return isMore
}

/** Ahead of all that was known: not by any delay. What was known is kept until more messages agree, for one may be a slip. */
function setForward(learned: Learned, run: Run, at: number, offset: number): true {
  if (run.count >= enoughMessages && !learned.former) learned.former = run
  learned.run = newRun(at, offset)
  if (learned.low) delete learned.low
  return true
}

function confirm(learned: Learned, run: Run, former: Run, at: number, local: (at: number) => number): void {
  delete learned.former
  // A backlog that was worked off in the end looks like a clock that was behind: that was no step.
  if (offsetAt(former, at) > -toleranceMs || causeOfRun(former, run.from, local) !== undefined) noteStep(learned, former, run, local)
}

function noteStep(learned: Learned, former: Run, run: Run, local: (at: number) => number): void {
  if (Math.abs(offsetAt(former, run.from) - offsetAt(run, run.from)) <= toleranceMs) return
  learned.steps = [...(learned.steps ?? []), run.from].slice(-stepsKept)
  remember(learned, former, run.from, local)
}

function fallBelow(learned: Learned, run: Run, ts: number, at: number, local: (at: number) => number): boolean {
  const offset = ts - at
  const { former } = learned
  if (former && run.count < enoughMessages && Math.abs(offset - offsetAt(former, at)) <= stepMs) {
    learned.run = former
    delete learned.former
    return extend(former, at, offset)
  }
  const low = lowWith(learned, ts, at)
  learned.low = low
  if (!isSetBack(low, at, offset)) return low.backs > 0
  learned.run = { ...newRun(low.from, low.top), topAt: low.topAt, count: low.count, ...(low.isBack && { isBack: true }) }
  delete learned.low
  delete learned.former
  if (run.count >= enoughMessages) noteStep(learned, run, learned.run, local)
  return true
}

function lowWith({ low, ts: before }: Learned, ts: number, at: number): Low {
  const offset = ts - at
  if (low && Math.abs(offset - low.first) <= stepMs) {
    low.count++
    if (offset > low.top) {
      low.top = offset
      low.topAt = at
    }
    return low
  }
  // Late messages come in their order: own time that goes back and back, and is ahead, is a clock that is set to and fro.
  const isBack = ts < before
  const backs = (low?.backs ?? 0) + (low && ts < before - toleranceMs && offset > toleranceMs ? 1 : 0)
  return { from: at, first: offset, top: offset, topAt: at, count: 1, isBack: isBack || low?.isBack === true, backs }
}

function isSetBack({ from, count: messages, isBack }: Low, at: number, offset: number): boolean {
  const lasted = at - from
  if (messages < enoughMessages) return false
  if (Math.abs(offset) <= toleranceMs) return isBack || lasted >= rightAgainMs
  if (isBack) return lasted >= setBackMs
  // Behind without ever having gone back: that is a backlog, however long it lasts.
  return offset > toleranceMs && lasted >= stillAheadMs && messages >= stillAheadMessages
}
