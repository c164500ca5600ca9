import type { MqttClient } from 'mqtt'
import type { ProcessOptions } from '../support/process.ts'
import {
  type Ask,
  connectDevice,
  makeSite,
  type RunningGateway,
  type RunningIngest,
  type Site,
  signIn,
  startGateway,
  startIngest,
} from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'

export interface Ledger {
  received: number
  stored: number
  duplicate: number
  quarantined: number
  pending: number
  balanced: boolean
}

export interface Reading {
  ts: string
  received: string
  quality: string
  reason?: string
  values: Record<string, number | string | boolean>
}

interface Words {
  zh: string
  en: string
}

export interface Quarantined {
  id: string
  device: string
  topic: string
  payload: string
  encoding: 'text' | 'base64'
  code: string
  path?: string
  expected?: string
  found?: string
  message: Words
  suggestion?: Words
}

/** Gateway and ingest as processes over one data folder, and an administrator who is signed in. */
export interface WholeSite {
  readonly site: Site
  readonly gateway: RunningGateway
  readonly ingest: RunningIngest
  readonly ask: Ask
  connect(device: string): Promise<MqttClient>
  ledger(device?: string): Promise<Ledger>
  /** The ledger as soon as this many elements of the device (or of all) are dealt with, one way or another. */
  settled(received: number, device?: string): Promise<Ledger>
  readings(device: string, from?: number): Promise<Reading[]>
  quarantine(device: string): Promise<Quarantined[]>
}

/** `devices`: id → kind. */
export async function startWholeSite(devices: Readonly<Record<string, string>>, env: ProcessOptions['env'] = {}): Promise<WholeSite> {
  const site = await makeSite(devices)
  const gateway = await startGateway(site, env)
  return wholeSite(site, gateway, await startIngest(site, env))
}

/** The same over processes that run already. */
export async function wholeSite(site: Site, gateway: RunningGateway, ingest: RunningIngest): Promise<WholeSite> {
  const ask = await signIn(ingest)
  const ledger = (device?: string) => ask<Ledger>(`/ledger${device === undefined ? '' : `?device=${device}`}`)
  const items = async <Item>(path: string) => (await ask<{ items: Item[] }>(path)).items
  return {
    site,
    gateway,
    ingest,
    ask,
    connect: (device) => connectDevice(site, gateway.mqtt, device),
    ledger,
    async settled(received, device) {
      let last: Ledger | undefined
      return waitFor(
        async () => {
          last = await ledger(device)
          return last.received >= received && last.pending === 0 && last
        },
        { what: () => `${received} elements of ${device ?? 'all'} to be dealt with; ${JSON.stringify(last)}`, timeoutMs: 30_000 },
      )
    },
    readings: (device, from = Date.now() - 2 * 86_400_000) =>
      items(`/devices/${device}/readings?from=${new Date(from).toISOString()}&to=${new Date(Date.now() + 86_400_000).toISOString()}`),
    quarantine: (device) => items(`/quarantine?device=${device}`),
  }
}
