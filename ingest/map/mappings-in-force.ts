import type { FacilityKind } from '../../facilities/define.ts'
import { type PreparedMapping, prepareMapping } from '../../facilities/mapping/prepare-mapping.ts'
import { mappingFor } from '../../register/mappings.ts'
import type { Register } from '../../register/register.ts'

/** The mapping of each device that sends, looked up once after each change of the register; devices of one model share theirs. */
export class MappingsInForce {
  private readonly register: Register
  private readonly byDevice = new Map<string, PreparedMapping | undefined>()
  private readonly prepared = new Map<string, PreparedMapping>()
  private version = -1

  constructor(register: Register) {
    this.register = register
  }

  /** Follows the register; called once a batch. */
  refresh(): void {
    const version = this.register.version()
    if (version === this.version) return
    this.version = version
    this.byDevice.clear()
    this.prepared.clear()
  }

  of(device: string, kind: FacilityKind): PreparedMapping | undefined {
    if (this.byDevice.has(device)) return this.byDevice.get(device)
    const mapping = this.find(device, kind)
    this.byDevice.set(device, mapping)
    return mapping
  }

  private find(device: string, kind: FacilityKind): PreparedMapping | undefined {
    const saved = mappingFor(this.register, device)
    if (!saved) return undefined
    const known = this.prepared.get(saved.id)
    if (known) return known
    const prepared = prepareMapping(saved, kind)
    this.prepared.set(saved.id, prepared)
    return prepared
  }
}
