// Captured payloads as people keep them: what `mosquitto_sub -v` prints, JSON lines, a JSON array, or what our own API answers.
import { z } from 'zod'

export interface CapturedMessage {
  readonly topic?: string
  /** Text as it was sent, or JSON that was read already. */
  readonly payload: unknown
  /** ms since 1970 UTC. */
  readonly received?: number
}

const mostMessages = 5_000

/** Throws nothing: a line that is none of these is a payload that is no JSON, and counted as such. */
export function parseCapture(file: string): CapturedMessage[] {
  const text = file.replace(/^\uFEFF/, '')
  const whole = json(text)
  if (whole !== undefined) return listOf(whole).slice(0, mostMessages).map(messageOf)
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  return lines.slice(0, mostMessages).map(lineOf)
}

/** A list, the `items` of one of our own answers, or one single message. */
function listOf(whole: unknown): unknown[] {
  if (Array.isArray(whole)) return whole
  const { items } = Object(whole) as { items?: unknown }
  return Array.isArray(items) ? items : [whole]
}

/** `mosquitto_sub -v` prints topic and payload; with -F '%I %t %p' the time before them. */
function lineOf(line: string): CapturedMessage {
  const value = json(line)
  if (value !== undefined) return messageOf(value)
  const [, time, topic, payload] = /^(?:(\d{4}-\d\d-\d\dT\S+)\s+)?([^\s{[]\S*)\s+(.*)$/.exec(line.trim()) ?? []
  if (topic === undefined || payload === undefined) return { payload: line }
  return { topic, payload, ...receivedOf(time) }
}

const envelope = z.object({ payload: z.unknown(), topic: z.string().optional(), received: z.union([z.string(), z.number()]).optional() })

/** An object with a topic or a time beside its payload is a message; everything else is a payload itself. */
export function messageOf(value: unknown): CapturedMessage {
  const read = envelope.safeParse(value)
  if (!read.success || !isMessage(value as object)) return { payload: value }
  const { payload, topic, received } = read.data
  const { encoding } = value as { encoding?: unknown }
  const bytes = encoding === 'base64' && typeof payload === 'string' ? Buffer.from(payload, 'base64').toString('utf8') : payload
  return { payload: bytes, ...(topic !== undefined && { topic }), ...receivedOf(received) }
}

const partsOfMessage = ['topic', 'payload', 'received', 'encoding', 'offset', 'size', 'truncated']

function isMessage(value: object): boolean {
  const names = Object.keys(value)
  return names.includes('payload') && (names.every((name) => partsOfMessage.includes(name)) || names.includes('topic'))
}

function receivedOf(given: string | number | undefined): { received?: number } {
  const ms = typeof given === 'number' ? given : given === undefined ? Number.NaN : Date.parse(given.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isFinite(ms) ? { received: ms } : {}
}

/** Undefined for what is no JSON object or list; a bare number or word says nothing here. */
function json(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
