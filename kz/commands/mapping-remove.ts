import { show } from '../kz.ts'
import { KzError } from '../kz-error.ts'
import { defineCommand } from '../line/command.ts'
import type { Page } from '../pages.ts'
import { checkedScope, isInForce, type SavedMapping, scopeOptions, scopeText } from '../saved-mapping.ts'

export const mappingRemove = defineCommand({
  name: 'mapping remove',
  summary: {
    zh: '撤销映射；旧版本仍保留，可用 mapping show --version 找回',
    en: 'Take a mapping out of force; its versions stay (mapping show --version)',
  },
  options: scopeOptions,
  example: 'mapping remove --device my-freezer',
  async run(asked, kz) {
    const scope = checkedScope(asked)
    const { items } = await kz.api.get<Page<SavedMapping>>('/mappings', { ...scope, limit: 1 })
    const [latest] = items
    if (!latest || !isInForce(latest)) {
      throw new KzError({ zh: `${scopeText(scope)} 没有生效的映射。`, en: `No mapping is in force for ${scopeText(scope)}.` })
    }
    const saved = await kz.api.put<SavedMapping>('/mappings', { ...scope, fields: {} })
    show(kz, saved, () =>
      kz.out.line(kz.say({ zh: `已撤销 ${scopeText(scope)} 的映射。`, en: `The mapping for ${scopeText(scope)} is out of force.` })),
    )
  },
})
