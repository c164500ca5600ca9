import type { Exemption } from '../exemption-sorts.ts'
import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, needed, positional, text } from '../line/command.ts'

export const exemptionWithdraw = defineCommand({
  name: 'exemption withdraw',
  summary: { zh: '撤回一条停用或免计记录；记录保留', en: 'Withdraw a suspension or excluded outage; it stays readable' },
  positionals: { id: positional('ID', '编号，见 exemption list', 'its id, from exemption list') },
  options: { reason: needed(text('TEXT', '原因', 'why')) },
  example: 'exemption withdraw 7 --reason mistaken',
  async run({ id, reason }, kz) {
    const withdrawn = await kz.api.post<Exemption>(`/exemptions/${inPath(id)}/withdraw`, { reason })
    show(kz, withdrawn, () => kz.out.line(kz.say({ zh: `${id} 已撤回。`, en: `${id} is withdrawn.` })))
  },
})
