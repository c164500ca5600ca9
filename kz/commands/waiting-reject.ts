import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, positional } from '../line/command.ts'

export const waitingReject = defineCommand({
  name: 'waiting reject',
  summary: { zh: '拒绝等候的设备，其认领码作废', en: 'Turn a waiting device away; its code opens nothing any more' },
  positionals: { id: positional('ID', '编号，见 waiting list', 'its id, from waiting list') },
  example: 'waiting reject my-freezer',
  async run({ id }, kz) {
    await kz.api.done('POST', `/waiting/${inPath(id)}/reject`)
    show(kz, { id }, () => kz.out.line(kz.say({ zh: `已拒绝 ${id}。`, en: `${id} is turned away.` })))
  },
})
