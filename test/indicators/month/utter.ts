/** All that a planned device sends, with its faults, in the order of receipt. */
import { builtIn } from '../../../facilities/catalogue.ts'
import { simulation } from '../../../facilities/simulation.ts'
import type { Happening } from '../../../facilities/world.ts'
import type { Message } from '../reference/statements.ts'
import { kinds } from '../reference/vocabulary.ts'
import { inventedEvent } from './invented-event.ts'
import type { Fault, Plan } from './plan.ts'

const second = 1_000
const minute = 60 * second

interface Said {
  readonly at: number
  readonly rest: string
  readonly body: unknown
}

export function messagesOf(plan: Plan, random: () => number): Message[] {
  const { device, from, to, everyMs, phaseMs, births } = plan
  const kind = builtIn.get(device.kind)
  if (!kind) throw new Error(`no kind ${device.kind}`)
  const speaker = new Speaker(plan, random)
  for (const { at, every } of births) speaker.say(at, 'birth', { model: 'M1', vendor: 'ACME', firmware: '1.0', every })
  const first = Math.ceil(from / everyMs) * everyMs + phaseMs
  for (const { ts, values, events } of simulation(kind, { random, from: first, everyMs })) {
    if (ts >= to) break
    speaker.read(ts, values, events)
  }
  return speaker.all()
}

class Speaker {
  private readonly said: Said[] = []
  private readonly waiting = new Map<Fault, object[]>()
  private readonly plan: Plan
  private readonly random: () => number
  private readonly left = new Set<Fault>()
  private seq = 0
  private boot = 'b0'
  private resetAt = 0

  constructor(plan: Plan, random: () => number) {
    this.plan = plan
    this.random = random
  }

  say(at: number, rest: string, body: unknown): void {
    this.said.push({ at, rest, body })
  }

  read(ts: number, values: Readonly<Record<string, number | string>>, events: readonly Happening[]): void {
    const silent = this.during('silent', ts)
    if (silent) {
      this.sayWill(silent)
      this.boot = `b${ts}`
      this.seq = 0
      return
    }
    const changed = { ...this.afterReset(ts, values), ...this.during('values', ts)?.values }
    this.send(ts, 'telemetry', this.enveloped(ts, this.part(changed)))
    for (const { event, fields } of events) this.sendEvent(ts, event, fields)
    if (!this.happens('event')) return
    const { event, fields } = inventedEvent(this.plan.device.kind, this.random) ?? {}
    if (event && fields) this.sendEvent(ts, event, fields)
  }

  all(): Message[] {
    for (const [fault, bodies] of this.waiting) {
      for (let first = 0; first < bodies.length; first += 40) this.say(fault.to + 500 + first, 'telemetry', bodies.slice(first, first + 40))
    }
    const { id, kind } = this.plan.device
    return this.said.map(({ at, rest, body }) => ({
      device: id,
      at,
      topic: `kz/v1/${this.during('wrong-kind', at)?.kind ?? kind}/${id}/${rest}`,
      payload: this.happens('broken') ? JSON.stringify(body).slice(1) : JSON.stringify(body),
    }))
  }

  /** Once at the time; and once more, when the device is long back with another boot, which then says nothing. */
  private sayWill(silent: Extract<Fault, { sort: 'silent' }>): void {
    if (!silent.will || this.left.has(silent)) return
    this.left.add(silent)
    const isNumbered = this.plan.style === 'numbered'
    const body = { state: silent.will, ...(isNumbered && { boot: this.boot }) }
    this.say(silent.from + 90 * second, 'state', body)
    if (isNumbered) this.say(silent.to + 20 * minute, 'state', body)
  }

  private sendEvent(ts: number, event: string, fields: object): void {
    const { style } = this.plan
    const numbered = style === 'numbered' ? { boot: this.boot, seq: this.seq++ } : {}
    const id = style === 'timed' ? { id: `${event}-${ts}-${this.said.length}` } : {}
    this.send(ts, `event/${event}`, { ...(style !== 'bare' && { ts: this.clock(ts) }), ...numbered, ...id, ...fields })
  }

  private send(ts: number, rest: string, body: object): void {
    const buffered = this.during('buffered', ts)
    if (buffered?.inArrays && rest === 'telemetry') {
      this.waiting.set(buffered, [...(this.waiting.get(buffered) ?? []), body])
      return
    }
    const delay = this.happens('late') ? this.whole(2 * minute, 20 * minute) : this.random() < 0.05 ? 0 : this.whole(20, 2_500)
    const at = buffered ? buffered.to + this.whole(0, 30 * second) : ts + delay
    this.say(at, rest, body)
    if (this.happens('duplicate')) this.say(at + this.whole(second, 3 * 60 * minute), rest, body)
  }

  private enveloped(ts: number, values: object): object {
    const { style } = this.plan
    const quality = this.happens('bad') ? { quality: 'bad' } : this.happens('uncertain') ? { quality: 'uncertain' } : {}
    if (style === 'bare') return { ...quality, ...values }
    return { ts: this.clock(ts), ...(style === 'numbered' && { boot: this.boot, seq: this.seq++ }), ...quality, values }
  }

  private part(values: Readonly<Record<string, number | string>>): Readonly<Record<string, number | string>> {
    const names = Object.keys(values)
    if (this.happens('impossible')) return { ...values, [names[0] as string]: 'impossible' }
    if (!this.happens('partial')) return values
    const kept = names.filter(() => this.random() < 0.5)
    return Object.fromEntries((kept.length > 0 ? kept : names.slice(0, 1)).map((name) => [name, values[name] as number | string]))
  }

  /** A total that began again from nothing. */
  private afterReset(ts: number, values: Readonly<Record<string, number | string>>): Readonly<Record<string, number | string>> {
    const { total } = kinds[this.plan.device.kind] ?? {}
    if (total === undefined || values[total] === undefined) return values
    if (this.during('reset', ts)) this.resetAt = Number(values[total])
    return { ...values, [total]: Number((Number(values[total]) - this.resetAt).toFixed(4)) }
  }

  private clock = (ts: number): number => ts + (this.during('clock', ts)?.aheadMs ?? 0)

  private during<Sort extends Fault['sort']>(sort: Sort, time: number): Extract<Fault, { sort: Sort }> | undefined {
    const found = this.plan.faults.find((fault) => fault.sort === sort && time >= fault.from && time < fault.to)
    return found as Extract<Fault, { sort: Sort }> | undefined
  }

  private happens(what: keyof Plan['odds']): boolean {
    const chance = this.plan.odds[what] ?? 0
    return chance > 0 && this.random() < chance
  }

  private whole = (low: number, high: number): number => Math.floor(low + this.random() * (high - low))
}
