import { deviceOptions } from '../device-options.ts'
import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, list, positional, text } from '../line/command.ts'

export const deviceChange = defineCommand({
  name: 'device change',
  summary: { zh: '更改设备的登记', en: 'Change what is registered of a device' },
  more: {
    zh: '上报间隔、温度限值和通道自 --since 起有效。其他温度限值请用 PATCH /devices/ID。',
    en: 'Interval, limits and channels hold from --since on. PATCH /devices/ID takes limits of other temperatures.',
  },
  positionals: { id: positional('ID', '设备编号', 'id of the device') },
  options: {
    ...deviceOptions,
    channels: list('A,B', '每个间隔都应上报的字段，逗号分隔', 'fields expected at every interval, separated by commas'),
    clear: list('A,B', '清空的字段，逗号分隔，如 limits,model', 'fields to take away, separated by commas, such as limits,model'),
    since: text('TIME', '自何日或何时起，默认现在', 'from which day or time on; now when not given'),
  },
  example: 'device change vending-001 --limits chilled --since 2026-11-01',
  async run({ id, clear = [], ...said }, kz) {
    const cleared = Object.fromEntries(clear.map((name) => [name, null]))
    const device = await kz.api.patch<{ id: string }>(`/devices/${inPath(id)}`, { ...said, ...cleared })
    show(kz, device, () => kz.out.line(kz.say({ zh: `已更改设备 ${id}。`, en: `The device ${id} is changed.` })))
  },
})
