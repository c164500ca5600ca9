import { stringify } from 'yaml'
import { type Kz, show } from '../kz.ts'
import { KzError } from '../kz-error.ts'
import { defineCommand, whole } from '../line/command.ts'
import type { Page } from '../pages.ts'
import { checkedScope, type SavedMapping, scopeOptions, scopeText } from '../saved-mapping.ts'
import { printable } from '../terminal/printable.ts'
import { localTime } from '../terminal/times.ts'

export const mappingShow = defineCommand({
  name: 'mapping show',
  summary: {
    zh: '以 YAML 显示映射；改好后可用 mapping set 存回',
    en: 'A mapping as YAML, which mapping set takes again once it is changed',
  },
  options: { ...scopeOptions, version: whole('N', [1, 1_000_000], '此版本，而非最新版', 'this version and not the latest') },
  example: 'mapping show --kind freezer --model ICE-9',
  async run({ version, ...asked }, kz) {
    const scope = checkedScope(asked)
    const { items } = await kz.api.get<Page<SavedMapping>>('/mappings', { ...scope, versions: 'all', limit: 1_000 })
    const found = version === undefined ? items[0] : items.find((each) => each.version === version)
    if (!found) {
      throw new KzError(
        {
          zh: `没有用于 ${scopeText(scope)} 的${version === undefined ? '' : `第 ${version} 版`}映射。`,
          en: `There is no mapping for ${scopeText(scope)}${version === undefined ? '' : ` with the version ${version}`}.`,
        },
        { hint: { zh: '已有的映射见 mapping list', en: 'mapping list shows those there are' } },
      )
    }
    show(kz, found, () => tell(kz, found, items))
  },
})

function tell({ out, say, zone }: Kz, { version, created, author, ...mapping }: SavedMapping, all: readonly SavedMapping[]): void {
  const by = author === undefined ? '' : `, ${printable(author)}`
  out.line(
    say({ zh: `# 第 ${version} 版，${localTime(created, zone)}${by}`, en: `# version ${version}, ${localTime(created, zone)}${by}` }),
  )
  const others = all.map((each) => each.version).filter((each) => each !== version)
  if (others.length > 0) out.line(say({ zh: `# 其他版本：${others.join('、')}`, en: `# other versions: ${others.join(', ')}` }))
  out.raw(stringify(mapping))
}
