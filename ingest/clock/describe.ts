// What was seen of a clock, in sentences; what to do about it stands in causes.ts.
import type { Words } from '../../facilities/define.ts'
import { timeUnits } from '../quarantine/explain-time.ts'
import type { ClockCause } from './causes.ts'
import { type ClockRecord, setAfterMs, type TimeSort } from './clock-record.ts'
import { rateWords, spanWords } from './durations.ts'
import { faultAt } from './fault-at.ts'
import { causeOfRun } from './name-cause.ts'
import { offsetAt } from './run.ts'
import { type ZoneFault, zoneFault, zoneName } from './zones.ts'

/** `设备时间比收到时间快 8 小时 0 分 3 秒` */
function offsetWords(offsetMs: number): Words {
  const span = spanWords(offsetMs)
  return {
    zh: `设备时间比收到时间${offsetMs < 0 ? '慢' : '快'} ${span.zh}`,
    en: `The time of the device is ${span.en} ${offsetMs < 0 ? 'behind' : 'ahead of'} receipt`,
  }
}

/** All that is known of a clock. `local`: minutes our own zone is ahead of UTC. */
export function clockWords({ cause = 'unknown', learned }: Pick<ClockRecord, 'cause' | 'learned'>, local: (at: number) => number): Words {
  const { run, at = 0, sort } = learned ?? {}
  if (cause === 'unknown' || !learned) return unknown
  if (cause === 'never-set') return neverSetWords(learned.ts)
  const offset = run ? offsetAt(run, at) : 0
  const known = { local: local(at), rate: run?.rate }
  if (cause === 'unit') {
    const rest = run && causeOfRun(run, at, local)
    return together(unitWords(sort), rest && rest !== 'right' ? afterwards(faultWords({ cause: rest, offset }, known)) : undefined)
  }
  if (cause === 'jumps') return jumpWords(offset)
  if (cause === 'right') return rightWords(offset)
  return faultWords({ cause, offset }, known)
}

/** Of one time that is refused for the clock: why, as far as it is known. */
export function wrongTimeWords(
  { cause, learned }: ClockRecord,
  { ts, sort }: { readonly ts: number; readonly sort: TimeSort | undefined },
  at: number,
  local: (at: number) => number,
): Words {
  if (sort === 'never-set') return neverSetWords(ts)
  const fault = faultAt(learned, at, local)
  const off = cause === 'jumps' ? jumpWords(ts - at) : fault ? faultWords(fault, { local: local(at), rate: learned?.run?.rate }) : undefined
  if (sort !== 'ms') return together(unitWords(sort), fault && off && afterwards(off))
  return off ?? singleWords(ts - at, local(at))
}

function singleWords(offset: number, local: number): Words {
  const zone = zoneFault(offset, local)
  return zone ? explained(offsetWords(offset), zoneWords(zone)) : ended(offsetWords(offset))
}

function faultWords(
  { cause, offset }: { readonly cause: ClockCause; readonly offset: number },
  known: { local: number; rate: number | undefined },
): Words {
  const zone = zoneFault(offset, known.local)
  const seen = offsetWords(offset)
  if (zone) return explained(seen, zoneWords(zone))
  if (cause === 'drift' && known.rate !== undefined) return explained(driftWords(known.rate), lowerCase(seen))
  return explained(seen, { zh: '而且一直如此', en: 'and steadily so' })
}

const driftWords = (rate: number): Words => {
  const { zh, en } = rateWords(rate)
  return { zh: `设备时钟${zh.replace(' ', rate < 0 ? '慢 ' : '快 ')}`, en: `The clock ${rate < 0 ? 'loses' : 'gains'} ${en}` }
}

function zoneWords({ how, zoneMinutes, offsetMs }: ZoneFault): Words {
  const zone = zoneName(zoneMinutes)
  switch (how) {
    case 'local-as-utc':
      return { zh: `把当地时间（${zone}）当作 UTC 发送`, en: `local time (${zone}) is sent as UTC` }
    case 'utc-as-local':
      return { zh: `把 UTC 当作当地时间（${zone}）发送`, en: `UTC is sent as local time (${zone})` }
    case 'other-as-utc':
      return { zh: `像是把 ${zone} 的当地时间当作 UTC 发送`, en: `as if local time of ${zone} was sent as UTC` }
    case 'other-zone':
      return { zh: `像是设备的时区设成了 ${zone}`, en: `as if the device was set to the zone ${zone}` }
    case 'summer-time':
      return offsetMs > 0
        ? { zh: '像是设备在用夏令时', en: 'as if it observed summer time' }
        : { zh: '像是设备多减了一小时夏令时', en: 'as if an hour of summer time was taken off' }
  }
}

const neverSetWords = (ts: number): Words => {
  const year = new Date(Math.min(ts, setAfterMs)).getUTCFullYear()
  return {
    zh: `设备时间从 ${year} 年开始计：时钟启动后从未对时。`,
    en: `The time of the device counts from ${year} on: its clock has not been set since it started.`,
  }
}

function unitWords(sort: TimeSort | undefined): Words {
  const unit = sort === 's' || sort === 'us' || sort === 'ns' ? timeUnits[sort].name : timeUnits.s.name
  return { zh: `设备发送的 ts 以${unit.zh}为单位，不是毫秒。`, en: `The device sends ts in ${unit.en}, not in milliseconds.` }
}

const afterwards = (words: Words): Words => ({ zh: `换算之后，${words.zh}`, en: `Converted: ${lowerCase(words).en}` })

const jumpWords = (offset: number): Words => {
  const { zh, en } = offsetWords(offset)
  return { zh: `设备时间在一天内多次跳变；现在${zh}。`, en: `The time of the device has jumped several times within a day. ${en} now.` }
}

const rightWords = (offset: number): Words => {
  const { zh, en } = spanWords(offset)
  return {
    zh: `设备时间与收到时间相差 ${zh}，在允许的 5 分钟之内。`,
    en: `The time of the device and receipt differ by ${en}, within the 5 minutes allowed.`,
  }
}

const unknown: Words = {
  zh: '带时间的报文还太少，或者都是补发的，看不出时钟是否准确。',
  en: 'Too few messages carried a time, or all of them came late: whether the clock is right cannot be told.',
}

const explained = (seen: Words, why: Words): Words => ({ zh: `${seen.zh}，${why.zh}。`, en: `${seen.en}, ${why.en}.` })
const ended = ({ zh, en }: Words): Words => ({ zh: `${zh}。`, en: `${en}.` })
const together = (first: Words, second: Words | undefined): Words =>
  second ? { zh: `${first.zh}${second.zh}`, en: `${first.en} ${second.en}` } : first
const lowerCase = ({ zh, en }: Words): Words => ({ zh, en: `${en.charAt(0).toLowerCase()}${en.slice(1)}` })
