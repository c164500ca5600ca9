import { show } from '../kz.ts'
import { defineCommand, flag, needed, positional, text } from '../line/command.ts'

export const circleAdd = defineCommand({
  name: 'circle add',
  summary: { zh: '录入一个生活圈，如后来认定的', en: 'Enter a living circle, such as one that was recognised later' },
  positionals: { id: positional('ID', '生活圈编号', 'the id the circle shall have') },
  options: {
    name: needed(text('NAME', '中文名称', 'its name in Chinese')),
    nameEn: needed(text('NAME', '英文名称', 'its name in English')),
    town: needed(text('TOWN', '所在镇（街道）', 'the town it is in')),
    recognised: flag('已认定', 'it is recognised'),
    since: text('DAY', '自何日起认定；不填则一直', 'from which day on; ever when not given'),
    asOf: text('MONTH', '依据的文件月份，如 2026-01', 'month of the source that says so, such as 2026-01'),
  },
  example: 'circle add xinhua --name Xinhua --name-en Xinhua --town chengxiang --recognised --since 2026-01-01',
  async run({ id, name, nameEn, town, recognised, since, asOf }, kz) {
    const body = { id, name: { zh: name, en: nameEn }, town, recognised, since, recognisedAsOf: asOf }
    const circle = await kz.api.post<{ id: string }>('/circles', body)
    show(kz, circle, () => kz.out.line(kz.say({ zh: `已录入生活圈 ${id}（${name}）。`, en: `The circle ${id} (${nameEn}) is entered.` })))
  },
})
