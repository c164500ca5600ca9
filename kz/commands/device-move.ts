import type { DeviceItem } from '../device-states.ts'
import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, needed, positional, text } from '../line/command.ts'

export const deviceMove = defineCommand({
  name: 'device move',
  summary: {
    zh: '把设备移到另一设施；此前的读数仍归原设施',
    en: 'Move a device to another facility; what it reported before stays with the old one',
  },
  positionals: { id: positional('ID', '设备编号', 'id of the device') },
  options: {
    to: needed(text('FACILITY', '新设施', 'the facility it stands in now')),
    at: text('TIME', '移动时间（带时区），默认现在', 'when it moved (with a zone); now when not given'),
  },
  example: 'device move my-freezer --to huiyang-estate-02 --at 2026-11-23T08:00:00+08:00',
  async run({ id, to, at }, kz) {
    const device = await kz.api.post<DeviceItem>(`/devices/${inPath(id)}/move`, { facility: to, at })
    show(kz, device, ({ facility, town }) =>
      kz.out.line(kz.say({ zh: `${id} 现在属于 ${facility}（${town}）。`, en: `${id} now belongs to ${facility} (${town}).` })),
    )
  },
})
