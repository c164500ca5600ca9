/** From messages as they came to what of them was accepted, device by device. */

import { dayMs, minuteMs } from './local-time.ts'
import type { DeviceStatements, Message, Statements } from './statements.ts'
import { type Kind, kinds } from './vocabulary.ts'

export interface Reading {
  /** The time it counts under. */
  readonly ts: number
  readonly received: number
  readonly quality: string
  /** Its own time was ahead by more than five minutes, so the time of receipt was taken. */
  readonly isOfReceipt: boolean
  readonly values: Readonly<Record<string, number | string>>
  readonly place: number
}

export interface Event {
  readonly event: string
  readonly ts: number
  readonly received: number
  // biome-ignore lint/suspicious/noExplicitAny: as the device sent it
  readonly fields: Readonly<Record<string, any>>
  readonly place: number
}

export interface HeardDevice {
  readonly statements: DeviceStatements
  readonly kind: Kind
  readonly readings: Reading[]
  readonly events: Event[]
  /** Of accepted messages, in the order of receipt; `isGone`: it says that the device is off. */
  readonly messages: { readonly at: number; readonly isGone: boolean }[]
  readonly births: { readonly at: number; readonly everyMs: number }[]
  /** As they were told one after the other; what an earlier one leaves behind says nothing of the last. */
  readonly boots: string[]
  /** Receipts of messages under the topic of another kind. */
  readonly mistaken: number[]
}

export interface Heard {
  readonly devices: readonly HeardDevice[]
  /** Receipts of what came from nobody the register knows, with the kind it says it is. */
  readonly strangers: readonly { readonly device: string; readonly kind: string; readonly at: number }[]
}

export function heard(messages: readonly Message[], { devices }: Statements): Heard {
  const all = new Map(devices.map((statements) => [statements.id, newDevice(statements)]))
  const strangers: { device: string; kind: string; at: number }[] = []
  const seen = new Set<string>()
  let place = 0
  for (const message of messages) {
    const device = all.get(message.device)
    if (!device || message.at < device.statements.registered) {
      strangers.push({ device: message.device, kind: message.topic.split('/')[2] ?? '', at: message.at })
    } else take(device, message, seen, place++)
  }
  for (const { readings, events } of all.values()) {
    readings.sort((one, other) => one.ts - other.ts || one.place - other.place)
    events.sort((one, other) => one.ts - other.ts || one.place - other.place)
  }
  return { devices: [...all.values()], strangers }
}

function newDevice(statements: DeviceStatements): HeardDevice {
  const kind = kinds[statements.kind]
  if (!kind) throw new Error(`no kind ${statements.kind}`)
  return { statements, kind, readings: [], events: [], messages: [], births: [], boots: [], mistaken: [] }
}

function take(device: HeardDevice, { at, topic, payload }: Message, seen: Set<string>, place: number): void {
  const { kind, retired } = device.statements
  const [, , topicKind, , ...rest] = topic.split('/')
  if (retired !== undefined && at > retired) return
  if (topicKind !== kind) return void device.mistaken.push(at)
  const said = jsonIn(payload)
  if (said === undefined) return
  const what = rest.join('/')
  if (what === 'state') return takeState(device, said, at)
  if (what === 'birth') {
    const { model, vendor, firmware, every } = said as { model?: string; vendor?: string; firmware?: string; every?: number }
    if (model === undefined || vendor === undefined || firmware === undefined) return
    if (every !== undefined) device.births.push({ at, everyMs: every * 1_000 })
    return void device.messages.push({ at, isGone: false })
  }
  const elements = what === 'telemetry' && Array.isArray(said) ? said : [said]
  const accepted = elements.filter((element, index) => takeElement(device, what, element as Sent, at, seen, place + index / 1_000))
  if (accepted.length > 0) device.messages.push({ at, isGone: false })
}

function takeState(device: HeardDevice, said: unknown, at: number): void {
  const isGone = ['offline', 'lost'].includes(stateIn(said))
  const { boot } = said as { boot?: string }
  if (isGone && boot !== undefined && device.boots.slice(0, -1).includes(boot)) return
  noteBoot(device, boot)
  device.messages.push({ at, isGone })
}

function noteBoot({ boots }: HeardDevice, boot: string | undefined): void {
  if (boot !== undefined && !boots.includes(boot)) boots.push(boot)
}

interface Sent extends Record<string, unknown> {
  readonly ts?: number | string
  readonly seq?: number
  readonly boot?: string
  readonly id?: string
  readonly quality?: string
  readonly values?: Record<string, number | string>
}

/** True: it was not refused. A repeat is not refused, but kept once. */
function takeElement(device: HeardDevice, what: string, sent: Sent, at: number, seen: Set<string>, place: number): boolean {
  const { ts: given, seq, boot, quality = 'good', values, ...bare } = sent
  const own = given === undefined ? at : new Date(given).getTime()
  if (own > at + dayMs) return false
  const ts = own > at + 5 * minuteMs ? at : own
  const isOfReceipt = ts !== own
  const isReading = what === 'telemetry'
  const fields = knownFields(device.kind, isReading, values ?? bare)
  if (fields === undefined || (!isReading && !device.kind.events.includes(what.slice('event/'.length)))) return false
  noteBoot(device, boot)
  const key = [device.statements.id, isReading, ...identity(sent, what, own, fields)].join(' ')
  if ((given !== undefined || seq !== undefined || sent.id !== undefined) && seen.has(key)) return true
  seen.add(key)
  if (isReading) device.readings.push({ ts, received: at, quality, isOfReceipt, values: fields as Reading['values'], place })
  else device.events.push({ event: what.slice('event/'.length), ts, received: at, fields, place })
  return true
}

const identity = ({ seq, boot, id }: Sent, what: string, own: number, fields: object): readonly unknown[] =>
  seq !== undefined && boot !== undefined ? [boot, seq] : [what, id ?? own, seq, JSON.stringify(fields)]

/** Undefined: nothing that is known, or something impossible. */
function knownFields(kind: Kind, isReading: boolean, values: Record<string, unknown>): Record<string, unknown> | undefined {
  if (!isReading) return values
  const known = Object.entries(values).filter(([name]) => kind.fields[name])
  const isPossible = known.every(([name, value]) => {
    const allowed = kind.fields[name] as readonly unknown[]
    if (typeof value === 'string') return allowed.includes(value)
    return typeof value === 'number' && value >= (allowed[0] as number) && value <= (allowed[1] as number)
  })
  return known.length > 0 && isPossible ? Object.fromEntries(known) : undefined
}

const stateIn = (said: unknown): string => (typeof said === 'string' ? said : String((said as { state?: string }).state))

function jsonIn(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return ['online', 'offline', 'sleeping', 'lost'].includes(payload) ? payload : undefined
  }
}
