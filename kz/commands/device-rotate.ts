import { type Enrolled, forOption, tellCredentials } from '../connect.ts'
import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, positional } from '../line/command.ts'

export const deviceRotate = defineCommand({
  name: 'device rotate',
  summary: { zh: '更换设备凭证，旧密码立即失效', en: "Replace a device's credential; the old password ends at once" },
  positionals: { id: positional('ID', '设备编号', 'id of the device') },
  options: { for: forOption },
  example: 'device rotate my-freezer',
  async run({ id, for: only }, kz) {
    const answer = await kz.api.post<Enrolled>(`/devices/${inPath(id)}/credentials`)
    show(kz, answer, () => tellCredentials(kz, answer, only))
  },
})
