import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, positional } from '../line/command.ts'

export const claimRevoke = defineCommand({
  name: 'claim revoke',
  summary: { zh: '收回认领码', en: 'Revoke a claim code' },
  positionals: { id: positional('ID', '编号，见 claim list', 'its id, from claim list') },
  example: 'claim revoke 3f2a9c0d1e4b',
  async run({ id }, kz) {
    await kz.api.done('DELETE', `/claims/${inPath(id)}`)
    show(kz, { id }, () => kz.out.line(kz.say({ zh: `认领码 ${id} 已收回。`, en: `The claim ${id} is revoked.` })))
  },
})
