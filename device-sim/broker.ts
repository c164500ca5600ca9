import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { hostInUrl } from '../settings/address-file.ts'
import { SimError } from './sim-error.ts'

interface Where {
  readonly KZ_DATA: string
  readonly KZ_BIND: string
  readonly KZ_MQTT_PORT: number
}

/** Where to connect to. */
export interface Broker {
  /** For people. */
  readonly shown: string
  /** Asked before each attempt; throws a SimError while it is not known. */
  url(): string
}

/**
 * The one whose address is given, else the gateway of this machine. With port 0 that listens anywhere, after a restart elsewhere, and leaves
 * a note in the data folder.
 */
export function brokerOf(given: string | undefined, { KZ_DATA, KZ_BIND, KZ_MQTT_PORT }: Where): Broker {
  const fixed = given ?? (KZ_MQTT_PORT === 0 ? undefined : address(KZ_BIND, KZ_MQTT_PORT))
  if (fixed !== undefined) return { shown: fixed, url: () => fixed }
  const path = join(KZ_DATA, 'gateway.json')
  return { shown: `the gateway of ${path}`, url: () => address(KZ_BIND, notedPort(path)) }
}

/** Where one listens on every address, one is reached on the loopback one. */
function address(bind: string, port: number): string {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[bind] ?? bind
  return `mqtt://${hostInUrl(host)}:${port}`
}

const note = z.object({ mqtt: z.number() })

function notedPort(path: string): number {
  try {
    return note.parse(JSON.parse(readFileSync(path, 'utf8'))).mqtt
  } catch (cause) {
    throw new SimError(`KZ_MQTT_PORT is 0 and ${path} does not say where the gateway listens. Is it running?`, { cause })
  }
}
