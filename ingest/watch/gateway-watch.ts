import { z } from 'zod'
import { hostInUrl, readAddress } from '../../settings/address-file.ts'
import { askHealth } from './ask-health.ts'

const pollMs = 1_000

const sentence = z.object({ zh: z.string(), en: z.string() })
const time = z.string().transform((text) => Date.parse(text))
const portsSchema = z.object({ mqtt: z.number(), mqtts: z.number().optional() })
const healthSchema = z.object({
  ok: z.boolean(),
  ports: portsSchema.optional(),
  since: time,
  journal: z.object({ ok: z.boolean(), since: time, problem: z.string().optional(), hint: sentence.optional(), waiting: z.number() }),
  connections: z.number(),
  adapters: z.array(z.string()),
  counters: z.record(z.string(), z.number()),
  process: z.object({ residentBytes: z.number(), loopLagMs: z.number() }).optional(),
})
const addressSchema = z.object({ host: z.string(), ws: z.number() })

export type GatewayHealth = z.infer<typeof healthSchema>
export type MqttPorts = z.infer<typeof portsSchema>

/** It calls itself unwell while its journal is; that is told of the journal, with what to do. */
export const isServing = ({ ok: isWell, journal }: { readonly ok: boolean; readonly journal: { readonly ok: boolean } }): boolean =>
  isWell || !journal.ok

/** Asks the gateway how it is, once a second. The journal is the only seam for data; health is asked over HTTP. */
export class GatewayWatch {
  private readonly folder: string
  private readonly url: string | undefined
  private readonly onChange: (heardSince: number) => void
  private timer: NodeJS.Timeout | undefined
  private last: GatewayHealth | undefined
  private lastPorts: MqttPorts | undefined
  private heardSince = Number.POSITIVE_INFINITY

  /** `onChange` hears since when the gateway has answered (ms), or Infinity when it stops answering. */
  constructor(folder: string, url: string | undefined, onChange: (heardSince: number) => void) {
    this.folder = folder
    this.url = url
    this.onChange = onChange
  }

  start(): void {
    this.timer = setInterval(() => void this.ask(), pollMs)
    void this.ask()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  /** Undefined while it does not answer. */
  health(): GatewayHealth | undefined {
    return this.last
  }

  /** Where it listened when it last answered. */
  ports(): MqttPorts | undefined {
    return this.lastPorts
  }

  private async ask(): Promise<void> {
    try {
      const health = await askHealth(await this.address(), healthSchema)
      const restarted = this.last !== undefined && this.last.since !== health.since
      this.last = health
      this.lastPorts = health.ports ?? this.lastPorts
      if (restarted || this.heardSince === Number.POSITIVE_INFINITY) this.change(Date.now())
    } catch {
      this.last = undefined
      if (this.heardSince !== Number.POSITIVE_INFINITY) this.change(Number.POSITIVE_INFINITY)
    }
  }

  private change(heardSince: number): void {
    this.heardSince = heardSince
    this.onChange(heardSince)
  }

  private async address(): Promise<string> {
    if (this.url) return this.url.replace(/\/$/, '')
    const { host, ws } = addressSchema.parse(await readAddress(this.folder, 'gateway'))
    return `http://${hostInUrl(host)}:${ws}`
  }
}
