// From device to device and onward in time: a page of an export, however far apart its rows lie.
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import type { Device } from '../../../register/devices.ts'

/** The last row that was given. */
export interface Row {
  readonly ts: number
  readonly n: number
  readonly event: string
}

/** Where the next page begins: which page of the register, which device of it, and after which row of that. */
export const exportPlace = z.object({
  to: z.number(),
  page: z.string().optional(),
  device: z.string(),
  row: z.object({ ts: z.number(), n: z.number(), event: z.string() }).optional(),
  done: z.number(),
})
export type ExportPlace = z.output<typeof exportPlace>

/** Devices in the order of their ids. */
export type DevicePages = (cursor: string | undefined) => { readonly items: readonly Device[]; readonly next?: string | undefined }

interface Walk<Item> {
  readonly devices: DevicePages
  readonly limit: number
  /** Some rows of a device onward, with where they end; fewer than `limit` when there are no more. */
  take(device: Device, after: Row | undefined, limit: number): Promise<{ readonly items: readonly Item[]; readonly last: Row | undefined }>
  /** Nobody waits for the page any more. */
  isOver(): boolean
}

/** Of one query to the store: it blocks the thread of the API for its time. */
const rowsAtOnce = 2_000
/** Of a page, so that one that finds little is answered too. */
const longestMs = 1_000

/** The rows after a place, and the place after them; undefined at the end. */
export async function walk<Item>(
  asked: Walk<Item>,
  place: ExportPlace,
): Promise<{ items: Item[]; done: number; next: ExportPlace | undefined }> {
  const { limit, take, isOver } = asked
  const items: Item[] = []
  const begun = performance.now()
  let at: ExportPlace = place
  for (;;) {
    const { items: devices, next } = asked.devices(at.page)
    for (const device of devices) {
      if (device.id < at.device || (device.id === at.device && at.row === undefined)) continue
      let row = device.id === at.device ? at.row : undefined
      for (;;) {
        const most = Math.min(rowsAtOnce, limit - items.length)
        const part = await take(device, row, most)
        for (const item of part.items) items.push(item)
        const isDone = part.items.length < most
        row = part.last ?? row
        at = { ...at, device: device.id, row: isDone ? undefined : row, done: isDone ? at.done + 1 : at.done }
        if (items.length >= limit || performance.now() - begun > longestMs || isOver()) return { items, done: at.done, next: at }
        if (isDone) break
        await setImmediate() // others ask too
      }
    }
    if (next === undefined) return { items, done: at.done, next: undefined }
    at = { to: at.to, page: next, device: '', done: at.done }
  }
}

/** How many devices the export goes through. */
export function devicesOf(devices: DevicePages): number {
  let total = 0
  for (let cursor: string | undefined; ; ) {
    const page = devices(cursor)
    total += page.items.length
    cursor = page.next
    if (cursor === undefined) return total
  }
}
