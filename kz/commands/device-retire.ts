import { agreed } from '../agreed.ts'
import type { DeviceItem } from '../device-states.ts'
import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, flag, positional, text } from '../line/command.ts'
import { localTime } from '../terminal/times.ts'

export const deviceRetire = defineCommand({
  name: 'device retire',
  summary: { zh: '停用设备，不可恢复；历史读数保留', en: 'Take a device out of service, for good; its readings stay' },
  positionals: { id: positional('ID', '设备编号', 'id of the device') },
  options: {
    at: text('TIME', '停用时间（带时区），默认现在', 'when it went out of service (with a zone); now when not given'),
    yes: flag('不再询问', 'without asking'),
  },
  example: 'device retire my-freezer --yes',
  async run({ id, at, yes }, kz) {
    const question = { zh: `停用 ${id}？停用后不能恢复。`, en: `Retire ${id}? It cannot be undone.` }
    if (!(await agreed(kz, yes, question))) return 1
    const device = await kz.api.post<DeviceItem>(`/devices/${inPath(id)}/retire`, { at })
    show(kz, device, ({ retired }) => {
      const when = retired === undefined ? '' : localTime(retired, kz.zone)
      kz.out.line(kz.say({ zh: `${id} 已停用（${when}）。`, en: `${id} is retired (${when}).` }))
    })
    return 0
  },
})
