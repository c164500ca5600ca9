import { z } from 'zod'
import { hostInUrl, readAddress } from '../../settings/address-file.ts'
import type { NodeRedStatus } from '../api/parts.ts'
import { askHealth } from './ask-health.ts'

const pollMs = 2_000

const healthSchema = z.object({
  since: z.string().transform((text) => Date.parse(text)),
  safeMode: z.boolean(),
  failures: z.number(),
  connected: z.boolean(),
})
const addressSchema = z.object({ host: z.string(), http: z.number() })
/** What it leaves instead of an address when it cannot listen. */
const problemSchema = z.object({ problem: z.string(), zh: z.string().optional(), en: z.string().optional() })

/** Asks Node-RED how it is, every other second. Nothing depends on the answer but what /health shows. */
export class NodeRedWatch {
  private readonly folder: string
  private readonly isOff: boolean
  private timer: NodeJS.Timeout | undefined
  private last: NodeRedStatus = { silent: true }

  constructor(folder: string, { isOff }: { readonly isOff: boolean }) {
    this.folder = folder
    this.isOff = isOff
  }

  start(): void {
    if (this.isOff) return
    this.timer = setInterval(() => void this.ask(), pollMs)
    void this.ask()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  status(): NodeRedStatus {
    return this.isOff ? 'off' : this.last
  }

  private async ask(): Promise<void> {
    const left = await readAddress(this.folder, 'node-red')
    try {
      const { host, http } = addressSchema.parse(left)
      this.last = await askHealth(`http://${hostInUrl(host)}:${http}`, healthSchema)
    } catch {
      const { data } = problemSchema.safeParse(left)
      const { problem, zh, en } = data ?? {}
      this.last = {
        silent: true,
        ...(problem !== undefined && { problem }),
        ...(zh !== undefined && en !== undefined && { hint: { zh, en } }),
      }
    }
  }
}
