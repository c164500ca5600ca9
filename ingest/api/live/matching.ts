import type { DeviceFilter, Register } from '../../../register/register.ts'

/** The register is looked at anew at most this often. */
const lookMs = 2_000

/** Which devices a filter means, shared by all streams that ask for the same and kept up with the register. */
export class Matching {
  private readonly register: Register
  private readonly filters = new Map<string, { devices: ReadonlySet<string>; streams: number; version: number; lookedAt: number }>()

  constructor(register: Register) {
    this.register = register
  }

  /** A stream that no longer asks calls `release` with the same filter. */
  take(filter: DeviceFilter): (device: string) => boolean {
    const key = JSON.stringify(filter)
    const known = this.filters.get(key) ?? {
      devices: this.devicesOf(filter),
      streams: 0,
      version: this.register.version(),
      lookedAt: performance.now(),
    }
    known.streams++
    this.filters.set(key, known)
    return (device) => {
      this.refresh(filter, known)
      return known.devices.has(device)
    }
  }

  release(filter: DeviceFilter): void {
    const key = JSON.stringify(filter)
    const known = this.filters.get(key)
    if (known && --known.streams === 0) this.filters.delete(key)
  }

  private refresh(filter: DeviceFilter, known: { devices: ReadonlySet<string>; version: number; lookedAt: number }): void {
    const now = performance.now()
    if (now - known.lookedAt < lookMs) return
    known.lookedAt = now
    const version = this.register.version()
    if (version === known.version) return
    known.version = version
    known.devices = this.devicesOf(filter)
  }

  private devicesOf(filter: DeviceFilter): ReadonlySet<string> {
    const devices = new Set<string>()
    let cursor: string | undefined
    do {
      const page = this.register.devices({ ...filter, limit: 1_000, ...(cursor !== undefined && { cursor }) })
      for (const { id } of page.items) devices.add(id)
      cursor = page.next
    } while (cursor !== undefined)
    return devices
  }
}
