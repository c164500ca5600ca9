import { type Enrolled, forOption, tellCredentials } from '../connect.ts'
import { deviceOptions } from '../device-options.ts'
import type { DeviceItem } from '../device-states.ts'
import { show } from '../kz.ts'
import { defineCommand, needed, positional, text } from '../line/command.ts'

export const deviceAdd = defineCommand({
  name: 'device add',
  summary: {
    zh: '登记一台设备，得到凭证和可直接粘贴的测试命令',
    en: 'Register a device: its credential, and commands to paste that try it',
  },
  positionals: { id: positional('ID', '设备编号', 'the id the device shall have') },
  options: {
    kind: needed(text('KIND', '设施类型', 'facility kind')),
    facility: needed(text('FACILITY', '所在设施', 'the facility it stands in')),
    ...deviceOptions,
    adapter: text('NAME', '代它发送的适配器，如 node-red', 'the adapter that sends for it, such as node-red'),
    for: forOption,
  },
  example: 'device add my-freezer --kind freezer --facility chengxiang-estate-01',
  async run({ for: only, ...said }, kz) {
    const { id, kind, facility } = said
    const answer = await kz.api.post<{ device: DeviceItem } & Enrolled>('/devices', said)
    show(kz, answer, () => {
      if (only === undefined)
        kz.out.line(kz.say({ zh: `已登记 ${id}（${kind}，${facility}）。`, en: `${id} is registered (${kind} in ${facility}).` }))
      tellCredentials(kz, answer, only)
    })
  },
})
