import type { Words } from '../../facilities/define.ts'
import { defineCommand } from '../line/command.ts'
import { showList } from '../unpaged.ts'

interface Task {
  readonly no: number
  readonly heading: Words
  readonly units: readonly { readonly name: Words }[]
}

export const taskList = defineCommand({
  name: 'task list',
  summary: { zh: '列出工作任务及责任单位', en: 'The tasks of the work plan with their responsible units' },
  example: 'task list',
  async run(_, kz) {
    const answer = await kz.api.get<{ items: Task[] }>('/tasks')
    showList(
      kz,
      answer,
      [
        { head: { zh: '序号', en: 'NO' }, cell: ({ no }) => no, align: 'right' },
        { head: { zh: '任务', en: 'TASK' }, cell: ({ heading }) => kz.say(heading) },
        {
          head: { zh: '责任单位', en: 'UNITS' },
          cell: ({ units }) => units.map(({ name }) => kz.say(name)).join(kz.language === 'zh' ? '、' : ', '),
        },
      ],
      { zh: '没有任务。', en: 'There is no task.' },
    )
  },
})
