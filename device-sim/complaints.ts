import { SimError } from './sim-error.ts'

interface Complaint {
  readonly sentence: string
  readonly devices: Set<string>
  saidAt: number
}

const pauseMs = 30_000

/** Gathers the same fault of many devices, so that three hundred refused passwords are one sentence and not three hundred. */
export class Complaints {
  readonly #say: (sentence: string) => void
  readonly #explain: (fault: Error) => string
  readonly #open = new Map<string, Complaint>()
  #timer: NodeJS.Timeout | undefined

  constructor(explain: (fault: Error) => string, say: (sentence: string) => void) {
    this.#explain = explain
    this.#say = say
  }

  add(device: string, fault: Error): void {
    const sentence = this.#explain(fault)
    const complaint = this.#open.get(sentence) ?? { sentence, devices: new Set(), saidAt: Number.NEGATIVE_INFINITY }
    this.#open.set(sentence, complaint)
    complaint.devices.add(device)
    this.#timer ??= setTimeout(() => this.#sayAll(), 1_000)
  }

  stop(): void {
    this.#sayAll()
    clearTimeout(this.#timer)
  }

  #sayAll(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const complaint of this.#open.values()) {
      const { devices, saidAt, sentence } = complaint
      if (devices.size === 0 || performance.now() - saidAt < pauseMs) continue
      const [first] = devices
      this.#say(`${devices.size === 1 ? `Device ${first}` : `${devices.size} devices (${first} …)`}: ${sentence}`)
      devices.clear()
      complaint.saidAt = performance.now()
    }
  }
}

const refusals: Readonly<Record<number, string>> = {
  1: 'the broker does not speak MQTT 3.1.1.',
  2: 'the broker does not accept the client id.',
  3: 'the broker is not available at the moment.',
  4: 'the broker refused user name or password.',
  5: 'the broker refused user name or password.',
}

/** What a failed connection means, and what to look at. `passwords` says where the passwords came from. */
export function explainConnection(url: string, passwords: string): (fault: Error) => string {
  return (fault) => {
    if (fault instanceof SimError) return fault.message
    const { code } = fault as { code?: string | number }
    if (code === 4 || code === 5) return `${refusals[code]} Check ${passwords}.`
    if (typeof code === 'number') return refusals[code] ?? `the broker refused the connection (${fault.message}).`
    if (code === 'ECONNREFUSED') return `nobody listens at ${url}. Is the gateway running? Check --url or KZ_MQTT_PORT.`
    if (code === 'ENOTFOUND') return `the host of ${url} is not known. Check --url.`
    return `the connection to ${url} failed (${code ?? fault.message}).`
  }
}
