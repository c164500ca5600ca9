import { HttpError, InfluxDB, type WriteApi } from '@influxdata/influxdb-client'
import { refusalOf } from '../refusal.ts'
import type { Point, RefusedPoint } from '../store.ts'
import { answered, noAnswer, saidBy } from './failure.ts'
import { lines } from './line-protocol.ts'
import { authorization, baseUrl, type InfluxSettings, timeoutOf, type Version } from './server.ts'

/** Sends lines as one request. Resolves with what the database has against them; undefined when all are stored. */
export type Send = (body: string) => Promise<Objection | undefined>

interface Objection {
  readonly status: number
  readonly said: string
}

// 400: a line it cannot parse or a field of another type, 413: too much at once, 422: a value out of bounds. Good lines may be stored nevertheless.
const objections = [400, 413, 422]

export function senderTo(settings: InfluxSettings, { major }: Version): Send {
  const writer = writerTo(settings)
  if (major === 1) writer.path = `/write?${new URLSearchParams({ db: settings.bucket, precision: 'ns' })}`
  return async (body) => {
    writer.writeRecord(body) // the client does not look into it: a batch is one record to it, and one request
    try {
      await writer.flush()
      return undefined
    } catch (error) {
      if (!(error instanceof HttpError)) throw noAnswer('writing', error)
      if (!objections.includes(error.statusCode)) throw answered('writing', error.statusCode, saidBy(error), error)
      return { status: error.statusCode, said: saidBy(error) }
    }
  }
}

/** The journal is the buffer and the pipeline tries again: the client does neither, and does not write to the console. */
function writerTo(settings: InfluxSettings): WriteApi {
  const client = new InfluxDB({ url: baseUrl(settings), timeout: timeoutOf(settings), headers: authorization(settings) })
  return client.getWriteApi(settings.org, settings.bucket, 'ns', {
    batchSize: 2, // a buffer that is full would be sent without anybody waiting for the answer
    maxBatchBytes: Number.MAX_SAFE_INTEGER,
    flushInterval: 0,
    maxRetries: 0,
    maxBufferLines: 1,
    gzipThreshold: Number.MAX_SAFE_INTEGER,
    writeFailed: (error) => Promise.reject(error),
  })
}

/**
 * Stores the points and resolves with those the database will never take. They are found by halving: writing a line again changes nothing,
 * and halves are written in order, so that the later of two points of one identity still wins.
 */
export async function writePoints(send: Send, points: readonly Point[], now: () => number): Promise<RefusedPoint[]> {
  const refused: RefusedPoint[] = []
  const possible = points.filter((point) => {
    const why = refusalOf(point)
    if (why !== undefined) refused.push({ point, why })
    return why === undefined
  })
  const all = lines(possible)
  const waiting: [start: number, end: number][] = all.length > 0 ? [[0, all.length]] : []
  let takesAnything = false
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    const [start, end] = part
    const objection = await send(all.slice(start, end).join('\n'))
    if (!objection) continue
    const middle = (start + end) >> 1
    if (end - start > 1) waiting.push([middle, end], [start, middle])
    else {
      if (!takesAnything) await prove(send, now())
      takesAnything = true
      refused.push({ point: possible[start] as Point, why: objection.said })
    }
  }
  return refused
}

/** Before a point is blamed: a database that refuses even a line that must be right has trouble of its own. */
async function prove(send: Send, now: number): Promise<void> {
  const hour = now - (now % 3_600_000)
  const objection = await send(`kezhong_probe takes=1 ${hour}000000`)
  if (objection) throw answered('writing a line that is certainly right', objection.status, objection.said)
}
