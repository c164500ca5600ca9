// Which field is the device's own time, and how it is written.
import type { Words } from '../../facilities/define.ts'
import { timeReader } from '../../facilities/written-time.ts'
import { nameOf } from './naming.ts'
import type { Sample } from './samples.ts'

export interface TimeStamp {
  readonly path: string
  readonly format: string
  readonly zone?: string
  readonly read: (value: unknown) => number | undefined
  readonly questions: readonly Words[]
}

const patterns = [
  'yyyy-MM-dd HH:mm:ss',
  'yyyy-MM-dd HH:mm:ss.SSS',
  'yyyy-MM-ddTHH:mm:ss',
  'yyyy-MM-ddTHH:mm:ss.SSS',
  'yyyy/MM/dd HH:mm:ss',
  'yyyy/M/d H:mm:ss',
  'yyyy-MM-dd HH:mm',
  'yyyy年MM月dd日 HH:mm:ss',
  'yyyyMMddHHmmss',
  'dd/MM/yyyy HH:mm:ss',
  'dd.MM.yyyy HH:mm:ss',
]
const zones = ['Asia/Shanghai', 'UTC']
const formats = [
  ...['s', 'ms', 'us', 'ns', 'iso', 'rfc1123'].map((format) => ({ format, zone: undefined })),
  ...patterns.flatMap((format) => zones.map((zone) => ({ format, zone }))),
]

/** Before, nobody had one of our devices; after, the number is something else. */
const earliest = Date.UTC(2015, 0, 1)
const latest = Date.UTC(2100, 0, 1)
const wrongMs = 5 * 60_000
const lookedAt = 500

/** Undefined when no field of nearly every sample reads as a time. */
export function timeStampOf(samples: readonly Sample[]): TimeStamp | undefined {
  const some = samples.slice(0, lookedAt)
  const paths = new Set(some.flatMap(({ fields }) => [...fields.keys()]))
  const readers = formats.map(({ format, zone }) => ({ format, zone, read: readerOf(format, zone) }))
  const candidates = [...paths].flatMap((path) => candidate(path, some, readers) ?? [])
  const [best] = candidates.toSorted((one, other) => other.rank - one.rank || one.away - other.away)
  return best
}

interface Candidate extends TimeStamp {
  readonly rank: number
  /** From receipt, in ms. */
  readonly away: number
}

interface Reader {
  readonly format: string
  readonly zone: string | undefined
  readonly read: TimeStamp['read']
}

function candidate(path: string, samples: readonly Sample[], readers: readonly Reader[]): Candidate | undefined {
  const given = samples.flatMap(({ fields, received }) => (fields.get(path) == null ? [] : [{ value: fields.get(path), received }]))
  if (given.length === 0 || given.length < samples.length * 0.8) return undefined
  const named = nameOf(path).meaning?.sense === 'time'
  const found = readers.flatMap(({ format, zone, read }) => {
    if (read(given[0]?.value) === undefined) return []
    const times = given.map(({ value }) => read(value))
    if (times.some((time) => time === undefined)) return []
    const offsets = given.flatMap(({ received }, index) => (received === undefined ? [] : [(times[index] as number) - received]))
    return [{ format, zone, read, distinct: new Set(times).size, offset: median(offsets) }]
  })
  // Without times of receipt the first that reads it is as good as any: Shanghai before UTC.
  const [best] = found.toSorted((one, other) => Math.abs(one.offset ?? 0) - Math.abs(other.offset ?? 0))
  // A time that stands still is when it was made or started.
  if (!best || (!named && best.distinct < Math.max(2, given.length * 0.5))) return undefined
  const { format, zone, read, offset } = best
  const rank = (named ? 2 : 0) + (path.includes('.') ? 0 : 1) + (best.distinct > given.length / 2 ? 2 : 0)
  return {
    path,
    format,
    ...(zone !== undefined && { zone }),
    read,
    questions: questionsOf(path, zone, offset),
    rank,
    away: Math.abs(offset ?? 0),
  }
}

function readerOf(format: string, zone: string | undefined): TimeStamp['read'] {
  const read = timeReader(format, zone)
  return (value) => {
    if (typeof value !== 'string' && typeof value !== 'number') return undefined
    const [time = Number.NaN] = read?.(value) ?? []
    return time >= earliest && time < latest ? time : undefined
  }
}

function questionsOf(path: string, zone: string | undefined, offset: number | undefined): Words[] {
  const questions: Words[] = []
  if (zone !== undefined)
    questions.push({
      zh: `${path} 不带时区，按 ${zone} 读取：对吗？`,
      en: `${path} says no time zone and is read as ${zone}: is that right?`,
    })
  if (offset !== undefined && Math.abs(offset) > wrongMs) {
    const hours = Number((offset / 3_600_000).toFixed(1))
    questions.push({
      zh: `${path} 与收到时间相差约 ${hours} 小时：设备的时钟或时区是否正确？`,
      en: `${path} is about ${hours} h away from receipt: are the clock and the time zone of the device right?`,
    })
  }
  return questions
}

export function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)]
}
