import type { Catalogue } from '../../facilities/catalogue.ts'
import type { FacilityKind, Words } from '../../facilities/define.ts'
import type { KindSchemas } from '../../facilities/schema.ts'
import type { AdapterName } from '../../register/adapters.ts'
import { mappingFor } from '../../register/mappings.ts'
import type { Register } from '../../register/register.ts'
import { fault, type NodeFault } from './node-fault.ts'

export interface BoundDevice {
  readonly id: string
  readonly facility: string
  readonly kind: FacilityKind
  readonly schemas: KindSchemas
  /** A mapping is in force: what it sends is renamed and converted before it is held against the kind. */
  readonly isMapped: boolean
}

/** The devices Node-RED may speak for, read from the register whenever that has changed. */
export class BoundDevices {
  private readonly register: Register
  private readonly catalogue: Catalogue
  private readonly adapter: AdapterName
  private readonly known = new Map<string, BoundDevice | NodeFault>()
  private version = -1

  constructor(register: Register, catalogue: Catalogue, adapter: AdapterName) {
    this.register = register
    this.catalogue = catalogue
    this.adapter = adapter
  }

  /** The device, or why it cannot be spoken for. */
  get(id: string): BoundDevice | NodeFault {
    const version = this.register.version()
    if (version !== this.version) this.known.clear()
    this.version = version
    const known = this.known.get(id) ?? this.look(id)
    if ('id' in known) this.known.set(id, known)
    return known
  }

  /** In the order of ids. */
  all(): BoundDevice[] {
    const ids = [...this.register.bindings()].filter(([, adapter]) => adapter === this.adapter).map(([id]) => id)
    return ids.sort().flatMap((id) => {
      const device = this.get(id)
      return 'id' in device ? device : []
    })
  }

  private look(id: string): BoundDevice | NodeFault {
    const device = this.register.device(id)
    if (!device) return fault('unknown-device', sentences.unknown(id))
    if (device.retiredAt !== undefined) return fault('retired', sentences.retired(id))
    if (device.adapter !== this.adapter) return fault('not-bound', sentences.unbound(id, this.adapter))
    const kind = this.catalogue.get(device.kind)
    const schemas = this.catalogue.schemas(device.kind)
    if (!kind || !schemas) return fault('unknown-kind', sentences.unknownKind(id, device.kind))
    return { id, facility: device.facility, kind, schemas, isMapped: mappingFor(this.register, id) !== undefined }
  }
}

const sentences = {
  unknown: (id: string): Words => ({
    zh: `没有登记设备 ${id}。请先登记，或在 kezhong device 节点里选择已有设备。`,
    en: `There is no device ${id}. Register it first, or choose another one in the kezhong device node.`,
  }),
  retired: (id: string): Words => ({
    zh: `设备 ${id} 已停用。请选择在用的设备。`,
    en: `The device ${id} is retired. Choose one that is in service.`,
  }),
  unbound: (id: string, adapter: string): Words => ({
    zh: `设备 ${id} 没有绑定到 ${adapter}。请先绑定：PATCH /api/v1/devices/${id}，内容 {"adapter":"${adapter}"}。`,
    en: `The device ${id} is not bound to ${adapter}. Bind it first: PATCH /api/v1/devices/${id} with {"adapter":"${adapter}"}.`,
  }),
  unknownKind: (id: string, kind: string): Words => ({
    zh: `设备 ${id} 的类型 ${kind} 未加载。请检查 KZ_KINDS 目录里的类型文件。`,
    en: `The kind ${kind} of the device ${id} is not loaded. Check the kind files in the folder KZ_KINDS.`,
  }),
}
