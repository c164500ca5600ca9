/** Whom quarantine knows: devices heard without being registered, and registered ones that say they are of another kind. */
import type { DatabaseSync } from 'node:sqlite'
import { listClaims } from '../../register/claims.ts'
import type { Register } from '../../register/register.ts'
import type { RejectionCode } from '../quarantine/codes.ts'
import type { World } from './world.ts'

type Stranger = World['strangers'][number]

const unregistered: readonly RejectionCode[] = ['device-unregistered', 'device-waiting']
const mistaken: readonly RejectionCode[] = ['wrong-kind']

/** Not those that were registered since. Of the claim under which one waits its facility's town is known. */
export function strangersIn(quarantine: DatabaseSync, register: Register, from: number, to: number): readonly Stranger[] {
  const found = new Map<string, Stranger>()
  for (const { device, topic } of firstRefusals(quarantine, unregistered, from, to)) {
    found.set(device, { device, kind: topic.split('/')[2] ?? '', town: '' })
  }
  for (const { knockedBy, knockedAt = 0, messages, kind, facility } of waitingClaims(register)) {
    if (knockedBy === undefined || messages === 0 || knockedAt >= to) continue
    const known = found.get(knockedBy)
    if (!known && knockedAt < from) continue
    const town = facility === undefined ? '' : (register.facility(facility)?.town ?? '')
    found.set(knockedBy, { device: knockedBy, kind: known?.kind || (kind ?? ''), town })
  }
  return [...found.values()].filter(({ device }) => register.device(device) === undefined)
}

export const mistakenIn = (quarantine: DatabaseSync, from: number, to: number): ReadonlySet<string> =>
  new Set(firstRefusals(quarantine, mistaken, from, to).map(({ device }) => device))

/** Of each device; with min() SQLite gives the other columns of that row. */
function firstRefusals(database: DatabaseSync, codes: readonly RejectionCode[], from: number, to: number) {
  const sql = `SELECT device, topic, min(seq) FROM quarantine
    WHERE code IN (SELECT value FROM json_each(?)) AND received >= ? AND received < ? GROUP BY device ORDER BY device`
  return database.prepare(sql).all(JSON.stringify(codes), from, to) as { device: string; topic: string }[]
}

/** As many as there may be at once. */
const waitingClaims = (register: Register) => listClaims(register, { states: ['knocked'], limit: 1_000 })
