import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, positional } from '../line/command.ts'

export const tokenRevoke = defineCommand({
  name: 'token revoke',
  summary: { zh: '吊销接口令牌', en: 'Revoke an API token' },
  positionals: { id: positional('ID', '令牌编号，见 token list', 'its id, from token list') },
  example: 'token revoke 3f2a9c0d1e4b',
  async run({ id }, kz) {
    await kz.api.done('DELETE', `/tokens/${inPath(id)}`)
    show(kz, { id }, () => kz.out.line(kz.say({ zh: `令牌 ${id} 已吊销。`, en: `The token ${id} is revoked.` })))
  },
})
