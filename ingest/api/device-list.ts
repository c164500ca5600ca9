// Devices with their states: one list out of the register and what the pipeline knows.
import { z } from 'zod'
import type { Device, Facility, Register } from '../../register/register.ts'
import { stateCauses } from '../state/causes.ts'
import { iso, time, words } from './answers.ts'
import { cursorOf, placeOf } from './cursor.ts'
import { defined } from './defined.ts'
import type { DeviceStates, StateOfDevice } from './device-states.ts'
import { cursor, limitUpTo, searched, yesOrNo } from './query-values.ts'
import { coldLimits } from './register-terms.ts'

export const stateName = z
  .enum(['online', 'sleeping', 'offline', 'lost', 'silent', 'unknown'])
  .describe(
    'online: it speaks; sleeping: it said so; offline: it took leave; lost: its connection broke; silent: connected, but no reading for three intervals; unknown: nothing has been heard of it yet',
  )

export const deviceItem = z
  .object({
    id: z.string(),
    kind: z.string(),
    facility: z.string(),
    town: z.string(),
    circles: z.array(z.string()),
    model: z.string().optional(),
    vendor: z.string().optional(),
    adapter: z.string().optional().describe('The adapter that may speak for it: GET /adapters'),
    commissioned: time.optional().describe('When it went into service'),
    every: z.int().optional().describe('Its interval in seconds, where it is not that of its kind'),
    limits: coldLimits.optional(),
    channels: z.array(z.string()).optional().describe('Fields of which each is expected at every interval'),
    demo: z.boolean(),
    state: stateName,
    since: time.describe('Since when it is in this state; unknown: since it was registered'),
    cause: z.string().describe(`Why: ${Object.keys(stateCauses).join(', ')}`),
    causeText: words,
    lastSeen: time.optional().describe('Latest receipt of anything'),
    retired: time.optional(),
  })
  .meta({ id: 'Device' })

/** The filters /devices and /live share. */
export const deviceFilters = {
  kind: z.string().max(48).optional(),
  town: z.string().max(48).optional(),
  circle: z.string().max(48).optional(),
  facility: z.string().max(48).optional(),
  adapter: z.string().max(48).optional().describe('Only devices bound to this adapter'),
  state: stateName.optional(),
  q: searched.optional().describe("Part of the device's id or of the name of its facility"),
}

export const deviceQuery = z.strictObject({
  ...deviceFilters,
  retired: yesOrNo.optional().describe('true: only retired devices; otherwise only those in service'),
  cursor,
  limit: limitUpTo(1_000, 100),
})

type DeviceQuery = z.output<typeof deviceQuery>
export type DeviceItem = z.output<typeof deviceItem>

/** How many devices are looked at in one go for those in the state asked for. */
const pageOfSearch = 1_000
const place = z.tuple([z.string().nullable(), z.string()])

interface Known {
  readonly register: Register
  readonly states: DeviceStates
}

export function listDevices(known: Known, { state, ...query }: DeviceQuery): { items: DeviceItem[]; next?: string } {
  if (state !== undefined) return listInState(known, state, query)
  const { items, next } = known.register.devices(defined(query))
  return { items: withStates(known, items), ...(next !== undefined && { next }) }
}

/** Which state a device is in is not in the register, so its pages are gone through for those that match. */
function listInState(known: Known, state: DeviceItem['state'], { cursor: given, limit, ...filter }: Omit<DeviceQuery, 'state'>) {
  let [page, after] = placeOf(given, place) ?? [null, '']
  const found: Device[] = []
  for (;;) {
    const { items, next } = known.register.devices({ ...defined(filter), ...(page !== null && { cursor: page }), limit: pageOfSearch })
    const rest = items.filter(({ id }) => id > after)
    const inState = known.states.those(
      rest.map(({ id }) => id),
      state,
    )
    for (const device of rest.filter(({ id }) => inState.has(id))) {
      // Only said when there is one more, so that no page is empty.
      if (found.length === limit) return { items: withStates(known, found), next: cursorOf([page, found.at(-1)?.id]) }
      found.push(device)
    }
    if (next === undefined) return { items: withStates(known, found) }
    page = next
    after = ''
  }
}

function withStates({ register, states }: Known, devices: readonly Device[]): DeviceItem[] {
  const known = states.of(devices.map(({ id }) => id))
  const facilities = new Map<string, Facility | undefined>()
  return devices.map((device) => {
    if (!facilities.has(device.facility)) facilities.set(device.facility, register.facility(device.facility))
    return itemOf(device, facilities.get(device.facility), known.get(device.id))
  })
}

export function itemOf(device: Device, facility: Facility | undefined, known: StateOfDevice | undefined): DeviceItem {
  const { id, kind, model, vendor, adapter, every, limits, channels, demo, createdAt, commissionedAt, retiredAt } = device
  const cause = known?.cause ?? 'never-heard'
  return {
    id,
    kind,
    facility: device.facility,
    town: facility?.town ?? '',
    circles: [...(facility?.circles ?? [])],
    ...(model !== undefined && { model }),
    ...(vendor !== undefined && { vendor }),
    ...(adapter !== undefined && { adapter }),
    ...(commissionedAt !== undefined && { commissioned: iso(commissionedAt) }),
    ...(every !== undefined && { every }),
    ...(limits !== undefined && { limits }),
    ...(channels && { channels: [...channels] }),
    demo,
    state: known?.state ?? 'unknown',
    since: iso(known?.since || createdAt),
    cause,
    causeText: causeText(cause),
    ...(known?.lastReceived && { lastSeen: iso(known.lastReceived) }),
    ...(retiredAt !== undefined && { retired: iso(retiredAt) }),
  }
}

const causeText = (cause: string) =>
  Object.hasOwn(stateCauses, cause) ? stateCauses[cause as keyof typeof stateCauses] : { zh: cause, en: cause }
