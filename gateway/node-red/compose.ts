// From a message of a flow to what is published for its device. What is wrong with it is said here, on the node, before anything is sent.
import { z } from 'zod'
import type { Words } from '../../facilities/define.ts'
import type { BoundDevice } from './bound-devices.ts'
import { explainIssue } from './explain-issue.ts'
import { fault, type NodeFault } from './node-fault.ts'

export type What = 'auto' | 'reading' | 'event' | 'state' | 'reply'

/** How a node is set up. */
export interface OutSetting {
  /** `auto`: an event when the message names one, a reply when it answers a command, else a reading. */
  readonly what: What
  readonly event?: string
  /** Where each field is in the message; without any the payload itself has the fields. */
  readonly fields: readonly { readonly from: string; readonly to: string }[]
}

interface FlowMessage {
  payload?: unknown
  [property: string]: unknown
}

export interface Composed {
  readonly topic: string
  readonly payload: string
}

const mostReadings = 1_000
const states = z.enum(['online', 'sleeping', 'offline', 'lost'])
/** What may stand beside `values` in a reading. */
const envelope = ['ts', 'seq', 'boot', 'quality', 'reason', 'values']

/** `take` finds a property of the message by its path. `now` is the time of what comes without one, so that sending again changes nothing. */
export function compose(
  device: BoundDevice,
  setting: OutSetting,
  message: FlowMessage,
  { now, take }: { readonly now: number; take(path: string): unknown },
): Composed | NodeFault {
  const what: Exclude<What, 'auto'> = setting.what === 'auto' ? guessWhat(message) : setting.what
  const topic = (rest: string): string => `kz/v1/${device.kind.kind}/${device.id}/${rest}`
  const sent = setting.fields.length > 0 ? gather(setting.fields, take) : message.payload
  switch (what) {
    case 'state':
      return states.safeParse(sent).success ? written(topic('state'), { state: sent, ts: now }) : faults.state(sent)
    case 'reply':
      return typeof message.reply === 'string' ? written(topic(`reply/${message.reply}`), sent) : faults.noCommand()
    case 'event': {
      const event = setting.event || message.event
      const wrong = eventFault(device, event, sent)
      return wrong ?? written(topic(`event/${event}`), { ts: now, ...(sent as object) })
    }
    case 'reading':
      return composeReadings(device, topic('telemetry'), sent, now)
  }
}

const guessWhat = ({ event, reply }: FlowMessage): Exclude<What, 'auto'> => (event ? 'event' : reply ? 'reply' : 'reading')

const written = (topic: string, body: unknown): Composed => ({ topic, payload: JSON.stringify(body) })

/** Fields the message does not have are left out: a reading may be partial. */
function gather(fields: OutSetting['fields'], take: (path: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ from, to }) => [to, take(from)]).filter(([, value]) => value !== undefined && value !== null))
}

function composeReadings(device: BoundDevice, topic: string, sent: unknown, now: number): Composed | NodeFault {
  const all = Array.isArray(sent) ? sent : [sent]
  if (all.length > mostReadings || all.length === 0) return faults.howMany(all.length)
  for (const one of all) {
    const wrong = readingFault(device, one)
    if (wrong) return wrong
  }
  const readings = all.map((one) => ('values' in one ? { ts: now, ...one } : { ts: now, values: one }))
  return written(topic, Array.isArray(sent) ? readings : readings[0])
}

function readingFault(device: BoundDevice, sent: unknown): NodeFault | undefined {
  if (!isRecord(sent)) return faults.notFields(sent)
  const values = 'values' in sent && Object.keys(sent).every((name) => envelope.includes(name)) ? sent.values : sent
  if (!isRecord(values)) return faults.notFields(values)
  // What it is called and in which unit is the mapping's business; ingest looks at the result.
  if (device.isMapped) return undefined
  const known = Object.keys(values).filter((name) => Object.hasOwn(device.kind.telemetry, name))
  if (known.length === 0) return faults.noneKnown(Object.keys(values), Object.keys(device.kind.telemetry))
  return issueFault(device.schemas.values.safeParse(values, { reportInput: true }), (name) => device.kind.telemetry[name])
}

function eventFault(device: BoundDevice, event: unknown, sent: unknown): NodeFault | undefined {
  const schema = typeof event === 'string' ? device.schemas.events.get(event) : undefined
  if (!schema) return faults.noEvent(event, device)
  if (!isRecord(sent)) return faults.notFields(sent)
  return device.isMapped ? undefined : issueFault(schema.safeParse(sent, { reportInput: true }), () => undefined)
}

function issueFault({ error }: z.ZodSafeParseResult<unknown>, fieldOf: (name: string) => Parameters<typeof explainIssue>[1]) {
  if (!error) return undefined
  const sentences = error.issues.slice(0, 5).map((issue) => explainIssue(issue, fieldOf(String(issue.path[0]))))
  return fault('invalid', { zh: sentences.map(({ zh }) => zh).join(''), en: sentences.map(({ en }) => en).join(' ') })
}

const isRecord = (sent: unknown): sent is Record<string, unknown> => typeof sent === 'object' && sent !== null && !Array.isArray(sent)

const short = (sent: unknown): string => {
  const text = sent === undefined ? 'undefined' : (JSON.stringify(sent) ?? String(sent))
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

const list = (names: readonly string[]): string => names.slice(0, 20).join(', ')

const faults = {
  notFields: (sent: unknown) =>
    fault('not-fields', {
      zh: `msg.payload 应为对象，例如 {"temperature": 4.2}，实际是 ${short(sent)}。文本请先用 json 节点转换。`,
      en: `msg.payload must be an object, such as {"temperature": 4.2}, but is ${short(sent)}. Text goes through a json node first.`,
    }),
  howMany: (count: number) =>
    fault('how-many', {
      zh: `一条消息可含 1 至 ${mostReadings} 条读数，实际 ${count} 条。请分批。`,
      en: `A message may hold 1 to ${mostReadings} readings, this one holds ${count}. Split it.`,
    }),
  noneKnown: (found: readonly string[], known: readonly string[]) =>
    fault('no-known-field', {
      zh: `没有可识别的字段：收到 ${list(found) || '空对象'}，该类型有 ${list(known)}。请在节点里填写字段对应关系。`,
      en: `No field is known: there is ${list(found) || 'nothing in it'}, and the kind has ${list(known)}. Say in the node which is which.`,
    }),
  noEvent: (event: unknown, { kind }: BoundDevice) =>
    fault('unknown-event', {
      zh: `类型 ${kind.kind} 没有事件 ${short(event)}。可用的有：${list(Object.keys(kind.events))}。`,
      en: `The kind ${kind.kind} has no event ${short(event)}. There is ${list(Object.keys(kind.events))}.`,
    }),
  state: (sent: unknown) =>
    fault('unknown-state', {
      zh: `状态应为 ${list(states.options)} 之一，实际是 ${short(sent)}。`,
      en: `A state is one of ${list(states.options)}, not ${short(sent)}.`,
    }),
  noCommand: () =>
    fault('no-command', {
      zh: '缺少 msg.reply：请填所回复命令的 id（kezhong in 给出的 msg.payload.id）。',
      en: 'msg.reply is missing: it is the id of the command that is answered (msg.payload.id of kezhong in).',
    }),
} satisfies Record<string, (...about: never[]) => { readonly code: string; readonly message: Words }>
