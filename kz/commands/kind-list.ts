import type { KindAnswer } from '../kind-answer.ts'
import { defineCommand } from '../line/command.ts'
import { span } from '../terminal/times.ts'
import { showList } from '../unpaged.ts'

export const kindList = defineCommand({
  name: 'kind list',
  summary: { zh: '列出设施类型', en: 'Facility kinds' },
  example: 'kind list',
  async run(_, kz) {
    const answer = await kz.api.get<{ items: KindAnswer[] }>('/kinds')
    const source = { site: { zh: '本站', en: 'this site' }, 'built-in': { zh: '内置', en: 'built in' } }
    showList(
      kz,
      answer,
      [
        { head: { zh: '类型', en: 'KIND' }, cell: ({ kind }) => kind },
        { head: { zh: '名称', en: 'NAME' }, cell: ({ label }) => kz.say(label) },
        { head: { zh: '来源', en: 'SOURCE' }, cell: (each) => kz.say(source[each.source ?? 'built-in']) },
        { head: { zh: '周期', en: 'EVERY' }, cell: ({ everyMs }) => span(everyMs, kz.language), align: 'right' },
        { head: { zh: '字段', en: 'FIELDS' }, cell: ({ fields }) => Object.keys(fields).join(', ') },
      ],
      { zh: '没有设施类型。', en: 'There is no kind.' },
    )
  },
})
