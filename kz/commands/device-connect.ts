import { type Connect, forOption, tellConnect } from '../connect.ts'
import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, positional } from '../line/command.ts'

export const deviceConnect = defineCommand({
  name: 'device connect',
  summary: {
    zh: '设备怎样连接：地址、主题与测试命令（密码处为占位符）',
    en: 'How a device connects: address, topic and test commands, with a placeholder for its password',
  },
  positionals: { id: positional('ID', '设备编号', 'id of the device') },
  options: { for: forOption },
  example: 'device connect my-freezer --for python',
  async run({ id, for: only }, kz) {
    const connect = await kz.api.get<Connect>(`/devices/${inPath(id)}/connect`)
    show(kz, connect, () => tellConnect(kz, connect, only))
  },
})
