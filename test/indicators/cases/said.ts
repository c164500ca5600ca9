/** How a case folder writes times, durations and what devices send; README.md has the words. */
import { parse } from 'yaml'
import type { Message } from './message.ts'

const dateTime = String.raw`\d\d-\d\d \d\d:\d\d(?::\d\d)?`
const unitMs = { s: 1_000, min: 60_000, h: 3_600_000 } as const
const zoneMs = 8 * unitMs.h

/** `10-30 14:20` or `10-30 14:20:30`, local time of Taicang in 2026. */
export function timeOf(text: string): number {
  const [, month, day, hour, minute, second = '0'] = /^(\d\d)-(\d\d) (\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? []
  if (minute === undefined) throw new Error(`no time: ${text}`)
  return Date.UTC(2026, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) - zoneMs
}

/** `5 min 1 s` */
const spanOf = (text: string): number =>
  [...text.matchAll(/(\d+) (s|min|h)/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * unitMs[unit as keyof typeof unitMs], 0)

/** What one sentence of `sends` sends, in the order in which it is sent. */
export function messagesOf(device: string, kind: string | undefined, sentence: string): Message[] {
  const when = new RegExp(`^(?:every (\\d+ (?:s|min|h)) from (${dateTime}) to (${dateTime})|at (${dateTime})) (.+)$`).exec(sentence)
  if (!when) throw new Error(`${device}: ${sentence}`)
  const [, every, from, to, at, rest = ''] = when
  const times = at === undefined ? timesOf(timeOf(from as string), timeOf(to as string), spanOf(every as string)) : [timeOf(at)]
  const { body, options } = takeApart(device, rest)
  const messages = times.map((time, index): Message => {
    const { rest: topic, payload } = payloadOf(body, options, time, index)
    return {
      device,
      at: receiptOf(options, time),
      topic: `kz/v1/${options.as ?? kind ?? ''}/${device}/${topic}`,
      payload,
    }
  })
  if (options.newestFirst) messages.reverse()
  return options.twice ? messages.flatMap((message) => [message, message]) : messages
}

function timesOf(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step)
}

interface Body {
  readonly sort: 'reading' | 'event' | 'state' | 'birth'
  readonly name: string
  readonly fields: Readonly<Record<string, unknown>>
}

interface Options {
  readonly as?: string
  readonly clock?: number
  readonly receivedAt?: number
  readonly receivedLater?: number
  readonly measured?: number
  readonly withoutTs?: boolean
  readonly with?: Readonly<Record<string, unknown>>
  readonly twice?: boolean
  readonly newestFirst?: boolean
}

const optionForms: readonly (readonly [RegExp, (said: string) => Options])[] = [
  [new RegExp(`^received (${dateTime})`), (said) => ({ receivedAt: timeOf(said) })],
  [/^received ((?:\d+ (?:s|min|h) )+)later/, (said) => ({ receivedLater: spanOf(said) })],
  [/^clock \+(\d+ (?:s|min|h))/, (said) => ({ clock: spanOf(said) })],
  [new RegExp(`^measured (${dateTime})`), (said) => ({ measured: timeOf(said) })],
  [/^without (ts)/, () => ({ withoutTs: true })],
  [/^with (\{.*?\})/, (said) => ({ with: parse(said) as Options['with'] & object })],
  [/^(twice)/, () => ({ twice: true })],
  [/^(newest first)/, () => ({ newestFirst: true })],
  [/^as ([a-z]+)/, (said) => ({ as: said })],
]

function takeApart(device: string, text: string): { readonly body: Body; readonly options: Options } {
  const head = /^(?:event (\w+) |(birth) |state (\w+) ?)?/.exec(text) ?? ['']
  const [, event, birth, state] = head
  const braces = state === undefined ? balanced(text.slice(head[0].length)) : ''
  const body: Body = {
    sort: event !== undefined ? 'event' : birth !== undefined ? 'birth' : state !== undefined ? 'state' : 'reading',
    name: event ?? state ?? '',
    fields: braces === '' ? {} : (parse(braces) as Body['fields']),
  }
  return { body, options: optionsIn(device, text.slice(head[0].length + braces.length).trim()) }
}

function optionsIn(device: string, text: string): Options {
  let options: Options = {}
  for (let left = text; left !== ''; ) {
    const form = optionForms.find(([pattern]) => pattern.test(left))
    const match = form?.[0].exec(left)
    if (!form || !match) throw new Error(`${device}: ${left}`)
    options = { ...options, ...form[1](match[1] as string) }
    left = left.slice(match[0].length).trim()
  }
  return options
}

/** From the first brace to the one that closes it. */
function balanced(text: string): string {
  let depth = 0
  for (const [index, letter] of [...text].entries()) {
    if (letter === '{') depth++
    if (letter === '}' && --depth === 0) return text.slice(0, index + 1)
  }
  throw new Error(`no fields: ${text}`)
}

const receiptOf = ({ receivedAt, receivedLater = 0 }: Options, time: number): number => receivedAt ?? time + receivedLater

function payloadOf({ sort, name, fields }: Body, options: Options, time: number, index: number) {
  if (sort === 'state') return { rest: 'state', payload: name }
  if (sort === 'birth') return { rest: 'birth', payload: JSON.stringify(fields) }
  const ts = options.withoutTs ? {} : { ts: (options.measured ?? time) + (options.clock ?? 0) }
  const values = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, valueAt(value, index)]))
  if (sort === 'event') return { rest: `event/${name}`, payload: JSON.stringify({ ...ts, ...options.with, ...values }) }
  return { rest: 'telemetry', payload: JSON.stringify({ ...ts, ...options.with, values }) }
}

/** `100 step 0.5`: 100, 100.5, 101 … */
function valueAt(value: unknown, index: number): unknown {
  const [, first, step] = /^(-?[\d.]+) step (-?[\d.]+)$/.exec(typeof value === 'string' ? value : '') ?? []
  return first === undefined ? value : Number((Number(first) + index * Number(step)).toFixed(6))
}
