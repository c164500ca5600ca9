import { languages } from '../../dashboards/grafana/language.ts'
import { howToMakeSources, missingSources } from '../grafana/data-sources.ts'
import { Grafana } from '../grafana/grafana.ts'
import { push } from '../grafana/push.ts'
import type { Pushed } from '../grafana/pushed.ts'
import type { Kz } from '../kz.ts'
import { choice, defineCommand, flag, text } from '../line/command.ts'
import { kindsOfSite, siteOf } from '../site-dashboards.ts'
import { printable } from '../terminal/printable.ts'

export const dashboardsPush = defineCommand({
  name: 'dashboards push',
  summary: { zh: '把看板写入已有的 Grafana', en: 'Write the dashboards into an existing Grafana' },
  more: {
    zh: '已相同的不写；别人的看板不动，什么也不删除。本站点自己的类型（KZ_KINDS）也有看板。',
    en: "What is the same already is not written; what is not ours stays as it is, and nothing is deleted. A site's own kinds (KZ_KINDS) get boards too.",
  },
  options: {
    grafana: text('URL', 'Grafana 的地址，等同 KZ_GRAFANA_URL', 'where Grafana is, as KZ_GRAFANA_URL'),
    token: text(
      'TOKEN',
      '服务账户的令牌；宜放入 KZ_GRAFANA_TOKEN，命令行会被他人看到',
      'token of a service account; better in KZ_GRAFANA_TOKEN, others can see command lines',
    ),
    language: choice(['zh', 'en', 'both'], '看板的语言，默认 both', 'language of the dashboards; both when not given'),
    withAlerts: flag('同时写入告警规则', 'write the alert rules as well'),
    folder: text('UID', '放入此文件夹，而非自建的 刻钟、kezhong', 'into this folder of yours, and not into two of its own'),
    console: text('URL', '看板中控制台链接的地址，默认为接口地址', 'where links to the console lead; to the API when not given'),
    dryRun: flag('只显示差异，不写入', 'only show the difference'),
  },
  example: 'dashboards push --grafana https://grafana.example.org --dry-run',
  async run({ grafana: url, token, language = 'both', withAlerts, folder, console, dryRun }, kz) {
    const grafana = new Grafana(url ?? kz.settings.KZ_GRAFANA_URL, token ?? kz.settings.KZ_GRAFANA_TOKEN)
    await grafana.version()
    const missing = await missingSources(grafana)
    const progress = kz.progress({ zh: '写入 Grafana', en: 'Writing to Grafana' })
    try {
      const pushed = await push({
        ...{ grafana, kinds: kindsOfSite(kz), site: siteOf(kz, console), folder, withAlerts, dryRun },
        languages: language === 'both' ? languages : [language],
        progress: (done, total) => progress.now(done, total),
      })
      tell(kz, pushed, dryRun)
      noteLeftOver(kz, pushed)
    } finally {
      progress.stop()
    }
    if (missing.length > 0) noteMissing(kz, missing)
  },
})

const outcomes = {
  new: { zh: '新建', en: 'new' },
  changed: { zh: '更改', en: 'changed' },
  unchanged: { zh: '相同', en: 'unchanged' },
  'left over': { zh: '已不再生成', en: 'made no longer' },
} as const
const signs = { added: '+', changed: '~', removed: '-' } as const

function tell({ out, say, isJson }: Kz, pushed: readonly Pushed[], dryRun: boolean): void {
  if (isJson) return out.json({ dryRun, items: pushed })
  for (const { uid, title, outcome, changes } of pushed.filter(({ outcome }) => outcome !== 'unchanged')) {
    out.line(`${say(outcomes[outcome])}  ${printable(title)}  ${uid}`)
    for (const { how, what } of changes) out.line(`  ${signs[how]} ${printable(what)}`)
  }
  const count = (wanted: Pushed['outcome']) => pushed.filter(({ outcome }) => outcome === wanted).length
  const [added, changed, same] = [count('new'), count('changed'), count('unchanged')]
  out.line(
    say(
      dryRun
        ? {
            zh: `将新建 ${added} 项，更改 ${changed} 项，${same} 项相同；未写入。`,
            en: `Would make ${added} and change ${changed}; ${same} unchanged. Nothing was written.`,
          }
        : { zh: `新建 ${added} 项，更改 ${changed} 项，${same} 项相同。`, en: `${added} made, ${changed} changed, ${same} unchanged.` },
    ),
  )
}

function noteLeftOver({ out, say }: Kz, pushed: readonly Pushed[]): void {
  const count = pushed.filter(({ outcome }) => outcome === 'left over').length
  if (count === 0) return
  out.note(
    say({
      zh: `注意：Grafana 中有 ${count} 项由本工具写入、现已不再生成（如类型已移除）；不再需要时请在 Grafana 中删除。`,
      en: `Note: ${count === 1 ? 'one thing' : `${count} things`} in Grafana that this wrote once ${count === 1 ? 'is' : 'are'} made no longer, as after a kind was taken out. Delete in Grafana what nobody needs.`,
    }),
  )
}

function noteMissing({ out, say }: Kz, missing: readonly string[]): void {
  out.note(
    say({
      zh: `注意：Grafana 中没有数据源 ${missing.join('、')}，“运行”看板和磁盘告警在此之前没有数据。`,
      en: `Note: Grafana lacks the data source ${missing.join(', ')}; the operations board and the disk alert have no data until then.`,
    }),
  )
  out.note(`  → ${say(howToMakeSources)}`)
}
