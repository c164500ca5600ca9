// What devices send in the chaos test, and what must be there in the end: said here once more, as simply as can be, without the platform's code.

/** Chance that comes again: mulberry32. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Undefined: as of its receipt. */
interface Expected {
  readonly ts: number | undefined
  readonly temperature: number
}

/** Of one device. Readings and events are told apart by a number of their own, which stands in `energy` or `seconds`. */
export interface Model {
  readonly readings: Map<number, Expected>
  readonly events: Map<number, number>
  /** Numbers of elements that are refused whatever is mended. */
  readonly refused: Set<number>
}

export interface Message {
  readonly rest: string
  readonly body: string
}

const minute = 60_000

/** Messages of one device, with repeats among them, and what must become of them. `start`: own times count from here. */
export function messagesOf(random: () => number, count: number, start: number): { messages: Message[]; model: Model } {
  const model: Model = { readings: new Map(), events: new Map(), refused: new Set() }
  const messages: Message[] = []
  let number = 0
  const reading = (): object => {
    const [n, sort] = [number++, random()]
    const seq = { boot: 'a', seq: n }
    const temperature = -1 - Math.floor(random() * 30)
    const ts = start + n * 1_000 - (sort > 0.9 ? 600 * minute : 0)
    if (sort < 0.15) {
      model.refused.add(n)
      return { ts, ...seq, values: { temperature: 'cold', energy: n } }
    }
    // A clock that is eight hours ahead is kept under its receipt, or refused until somebody accepts it.
    const isAhead = sort < 0.25
    const isWithoutTime = sort < 0.35
    model.readings.set(n, { ts: isAhead || isWithoutTime ? undefined : ts, temperature })
    const time = isAhead ? { ts: Date.now() + 480 * minute } : isWithoutTime ? {} : { ts }
    // Some firmware has names of its own and numbers nothing.
    if (sort > 0.55 && sort < 0.75) return { ts, values: { wd: temperature * 10, nr: n } }
    return { ...time, ...seq, values: sort > 0.75 ? { wd: temperature * 10, nr: n } : { temperature, energy: n } }
  }
  while (messages.length < count) {
    const sort = random()
    if (sort < 0.1) {
      const n = number++
      model.events.set(n, start + n * 1_000)
      messages.push({ rest: 'event/doorOpen', body: JSON.stringify({ ts: start + n * 1_000, seconds: n }) })
    } else if (sort < 0.3) {
      const nested = number++
      model.refused.add(nested)
      messages.push({
        rest: 'telemetry',
        body: JSON.stringify([reading(), [{ temperature: 1, energy: nested }, { temperature: 2 }], reading()]),
      })
    } else if (sort < 0.5 && messages.length > 0) messages.push(messages[Math.floor(random() * messages.length)] as Message)
    else messages.push({ rest: 'telemetry', body: JSON.stringify(reading()) })
  }
  return { messages, model }
}
