import { defineCommand, text } from '../line/command.ts'
import { localTime } from '../terminal/times.ts'
import { showList } from '../unpaged.ts'

interface Community {
  readonly id: string
  readonly name: string
  readonly town: string
  readonly since?: string
  readonly until?: string
}

export const communityList = defineCommand({
  name: 'community list',
  summary: { zh: '列出社区与村', en: 'Communities and villages' },
  options: { town: text('TOWN', '只列此镇（街道）', 'only in this town') },
  example: 'community list --town shaxi',
  async run({ town }, kz) {
    const answer = await kz.api.get<{ items: Community[] }>('/communities', { town })
    const at = (time: string | undefined) => (time === undefined ? '' : localTime(time, kz.zone))
    showList(
      kz,
      answer,
      [
        { head: { zh: '编号', en: 'ID' }, cell: ({ id }) => id },
        { head: { zh: '名称', en: 'NAME' }, cell: ({ name }) => name },
        { head: { zh: '镇', en: 'TOWN' }, cell: (each) => each.town },
        { head: { zh: '设立', en: 'SINCE' }, cell: ({ since }) => at(since) },
        { head: { zh: '撤销', en: 'UNTIL' }, cell: ({ until }) => at(until) },
      ],
      { zh: '还没有录入社区；用 community set 录入名单。', en: 'No community is entered yet: community set takes a list.' },
    )
  },
})
