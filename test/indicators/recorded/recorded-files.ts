/** Recorded measurements that lie beside the repository; no part of it, as their licences say nothing of copies. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readMapping } from '../../../device-sim/replay/mapping-file.ts'
import { planReplay } from '../../../device-sim/replay/plan.ts'
import { builtIn } from '../../../facilities/catalogue.ts'
import type { Message } from '../reference/statements.ts'

const root = join(import.meta.dirname, '../../..')

/** Undefined: it is not on this machine. */
export function recordedFile(name: string): string | undefined {
  const path = join(root, '../shared/data', name)
  return existsSync(path) ? path : undefined
}

interface Replayed {
  readonly path: string
  readonly kind: string
  /** Of device-sim/replay/mappings. */
  readonly map: string
  readonly device?: string
  /** From the time of a row to its receipt. */
  readonly delayMs: number
}

/** What `npm run replay` would send, received soon after it was measured. */
export async function replayedMessages({ path, kind: name, map, device, delayMs }: Replayed): Promise<Message[]> {
  const kind = builtIn.get(name)
  if (!kind) throw new Error(`no kind ${name}`)
  const mapping = readMapping(join(root, 'device-sim/replay/mappings', map), kind)
  const plan = await planReplay({ path, kind, mapping, device, until: undefined })
  const messages: Message[] = []
  for await (const { device: id, topic, payload, ts } of plan.messages()) messages.push({ device: id, at: ts + delayMs, topic, payload })
  return messages.sort((one, other) => one.at - other.at)
}
