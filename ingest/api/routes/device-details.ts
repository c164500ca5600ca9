// What /devices/{id} and /devices/{id}/latest say of one device.
import { z } from 'zod'
import { offsetOf, startOfDay } from '../../../facilities/zone.ts'
import { clockPolicyOf } from '../../../register/clock-policies.ts'
import type { DeviceRecord } from '../../state/device-record.ts'
import { iso, quality, time, words } from '../answers.ts'
import { clockInShort, clockInShortOf, localOf } from '../clocks.ts'
import { type DeviceItem, deviceItem, stateName } from '../device-list.ts'
import { ledgerCounts, ledgerOfDevice } from '../ledger.ts'
import type { ApiParts } from '../parts.ts'
import { termHistory, termHistoryOf } from '../register-terms.ts'

const birth = z.record(z.string(), z.unknown()).nullable().describe('What it said of itself: model, vendor, firmware …')

export const deviceDetails = deviceItem.extend({
  assignments: z
    .array(z.object({ facility: z.string(), from: time, to: time.optional() }))
    .describe('Where it was when; the first one also holds for the time before it'),
  terms: termHistory,
  connected: z.boolean().nullable().describe('null: not known since the gateway restarted'),
  refusal: z
    .object({ at: time, code: z.string(), message: words })
    .optional()
    .describe('Why the gateway last closed its connection, or did not let in who came under its name'),
  birth,
  clock: clockInShort,
  seqGaps: z.int().describe('Sequence numbers that have not come'),
  unknownFields: z
    .array(z.object({ name: z.string(), count: z.int(), first: time, last: time, suggestion: z.string().optional() }))
    .describe('Fields its kind does not know; they are not stored. suggestion: the field that was probably meant'),
  today: ledgerCounts.describe('Its ledger since local midnight'),
})

export const latestAnswer = z.object({
  values: z.record(z.string(), z.object({ value: z.union([z.number(), z.string(), z.boolean()]), ts: time, quality })),
  state: stateName,
  since: time,
  clock: clockInShort,
})

export async function detailsOf(
  item: DeviceItem,
  parts: ApiParts,
  record: DeviceRecord | undefined,
): Promise<z.output<typeof deviceDetails>> {
  const now = (parts.now ?? Date.now)()
  const { register, settings } = parts
  return {
    ...item,
    assignments: register.assignments(item.id).map(({ facility, from, to }) => ({
      facility,
      from: iso(from),
      ...(to !== undefined && { to: iso(to) }),
    })),
    terms: termHistoryOf(register, 'device', item.id),
    connected: record?.connected ?? null,
    ...(record?.refusal && { refusal: refusalOf(record.refusal) }),
    birth: record?.birth ? { ...record.birth } : null,
    clock: clockOf(parts, item.id, record),
    seqGaps: record?.seqGaps ?? 0,
    unknownFields: unknownFieldsOf(record),
    today: await ledgerOfDevice(parts, item.id, startOfDay(now, offsetOf(settings.timezone))),
  }
}

export function latestOf(item: DeviceItem, parts: ApiParts, record: DeviceRecord | undefined): z.output<typeof latestAnswer> {
  const values = Object.entries(record?.latest ?? {}).map(([name, latest]) => [name, { ...latest, ts: iso(latest.ts) }] as const)
  return { values: Object.fromEntries(values), state: item.state, since: item.since, clock: clockOf(parts, item.id, record) }
}

const clockOf = ({ register, settings }: ApiParts, id: string, record: DeviceRecord | undefined) =>
  clockInShortOf(record?.clock, localOf(settings.timezone), clockPolicyOf(register, id).policy)

const unknownFieldsOf = (record: DeviceRecord | undefined) =>
  Object.entries(record?.unknown ?? {}).map(([name, { count, first, last, suggestion }]) => ({
    name,
    count,
    first: iso(first),
    last: iso(last),
    ...(suggestion !== undefined && { suggestion }),
  }))

const refusalOf = ({ at, code, message }: NonNullable<DeviceRecord['refusal']>) => ({
  at: iso(at),
  code,
  message: { zh: message.zh, en: message.en },
})
