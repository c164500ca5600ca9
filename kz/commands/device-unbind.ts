import type { DeviceItem } from '../device-states.ts'
import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, positional } from '../line/command.ts'

export const deviceUnbind = defineCommand({
  name: 'device unbind',
  summary: { zh: '不再允许适配器代设备发送', en: 'Let no adapter send for a device any more' },
  positionals: { id: positional('ID', '设备编号', 'id of the device') },
  example: 'device unbind my-freezer',
  async run({ id }, kz) {
    const device = await kz.api.patch<DeviceItem>(`/devices/${inPath(id)}`, { adapter: null })
    show(kz, device, () => kz.out.line(kz.say({ zh: `${id} 不再绑定适配器。`, en: `No adapter sends for ${id} any more.` })))
  },
})
