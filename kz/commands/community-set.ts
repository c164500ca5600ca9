import { readCommunities } from '../community-file.ts'
import { show } from '../kz.ts'
import { defineCommand, positional, text } from '../line/command.ts'

export const communitySet = defineCommand({
  name: 'community set',
  summary: { zh: '录入一个镇的社区与村的完整名单（CSV）', en: 'Set the whole list of communities and villages of a town (CSV)' },
  more: {
    zh: '列：id、name，可选 town、since、until。名单中没有的记为已撤销，名称不同的改名；历史都保留。',
    en: 'Columns: id, name, and where wanted town, since, until. Those not in the list have ended, other names are renamings; the history stays.',
  },
  positionals: { file: positional('FILE', 'UTF-8 的 CSV 文件', 'the CSV file, UTF-8') },
  options: {
    town: text('TOWN', '名单所属的镇（街道）；不填则每行须有 town', 'the town of the list; without it each row has its town'),
    at: text('TIME', '名单中没有的自何日起撤销，默认现在', 'when those ended that are not in the list; now when not given'),
  },
  example: 'community set shaxi.csv --town shaxi',
  async run({ file, town, at }, kz) {
    const body = { town, at, communities: readCommunities(kz.file(file)) }
    const done = await kz.api.put<{ added: number; changed: number; ended: number }>('/communities', body)
    show(kz, done, ({ added, changed, ended }) =>
      kz.out.line(
        kz.say({ zh: `新增 ${added}，更改 ${changed}，撤销 ${ended}。`, en: `${added} added, ${changed} changed, ${ended} ended.` }),
      ),
    )
  },
})
