import type { DeviceItem } from '../device-states.ts'
import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, needed, positional, text } from '../line/command.ts'

export const deviceBind = defineCommand({
  name: 'device bind',
  summary: { zh: '允许适配器（如 Node-RED）代设备发送', en: 'Let an adapter, such as Node-RED, send for a device' },
  positionals: { id: positional('ID', '设备编号', 'id of the device') },
  options: { adapter: needed(text('NAME', '适配器名，如 node-red', 'name of the adapter, such as node-red')) },
  example: 'device bind my-freezer --adapter node-red',
  async run({ id, adapter }, kz) {
    const device = await kz.api.patch<DeviceItem>(`/devices/${inPath(id)}`, { adapter })
    show(kz, device, () => kz.out.line(kz.say({ zh: `${adapter} 现在可以代 ${id} 发送。`, en: `${adapter} may send for ${id} now.` })))
  },
})
