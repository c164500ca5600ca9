import { applyMapping } from '../../facilities/mapping/apply-mapping.ts'
import type { Register } from '../../register/register.ts'
import { MappingsInForce } from '../map/mappings-in-force.ts'
import type { Batch, Step } from './batch.ts'

/** Turns what a device says in its vendor's words into the words of its kind, where the register has a mapping for it. */
export function map(register: Register): Step {
  const mappings = new MappingsInForce(register)
  return {
    name: 'map',
    run(batch: Batch): void {
      mappings.refresh()
      for (const item of batch.items) {
        if (!item.goesOn || !item.device?.kind || (item.sort !== 'reading' && item.sort !== 'event')) continue
        const mapping = mappings.of(item.device.id, item.device.kind)
        if (mapping) item.value = applyMapping(mapping, { event: item.event, value: item.value, receivedAt: item.entry.at })
      }
    },
  }
}
