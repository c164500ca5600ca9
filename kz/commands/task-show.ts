import type { Words } from '../../facilities/define.ts'
import { inPath } from '../http/api.ts'
import { statusStyle, targetText, type ValueAnswer } from '../indicator-answer.ts'
import { show } from '../kz.ts'
import { defineCommand, positional } from '../line/command.ts'
import { pairs, Table } from '../terminal/table.ts'

interface Task {
  readonly no: number
  readonly section: { readonly name: Words }
  readonly heading: Words
  readonly text: Words
  readonly units: readonly { readonly name: Words }[]
  readonly rhythm: readonly Words[]
  readonly indicators: readonly TaskIndicator[]
  readonly indicatorsText: Words | null
}

interface TaskIndicator {
  readonly id: string
  readonly name: Words
  readonly shown: string
  readonly status: string
  readonly statusText: Words
  readonly target: ValueAnswer['target']
  readonly targetText: Words | null
}

export const taskShow = defineCommand({
  name: 'task show',
  summary: { zh: '一项任务：内容、责任单位、节奏与指标', en: 'One task: its text, units, rhythm and indicators' },
  positionals: { no: positional('NO', '任务序号', 'number of the task') },
  example: 'task show 16',
  async run({ no }, kz) {
    const task = await kz.api.get<Task>(`/tasks/${inPath(no)}`)
    const { out, say } = kz
    const between = kz.language === 'zh' ? '、' : ', '
    show(kz, task, ({ section, heading, text, units, rhythm, indicators, indicatorsText }) => {
      out.line(out.paint('bold', `${task.no} ${say(heading)}`))
      pairs(out, [
        [say({ zh: '章节', en: 'section' }), say(section.name)],
        [say({ zh: '内容', en: 'text' }), say(text)],
        [say({ zh: '责任单位', en: 'units' }), units.map(({ name }) => say(name)).join(between)],
        [say({ zh: '节奏', en: 'rhythm' }), rhythm.map(say).join(between)],
      ])
      out.line()
      if (indicatorsText) return out.line(`${say(indicatorsText)}${kz.language === 'zh' ? '。' : '.'}`)
      new Table<TaskIndicator>(
        out,
        [
          { head: { zh: '编号', en: 'ID' }, cell: ({ id }) => id },
          { head: { zh: '指标', en: 'INDICATOR' }, cell: ({ name }) => say(name) },
          { head: { zh: '数值', en: 'VALUE' }, cell: ({ shown }) => shown, align: 'right' },
          { head: { zh: '状态', en: 'STATUS' }, cell: ({ statusText }) => say(statusText), style: statusStyle },
          { head: { zh: '目标', en: 'TARGET' }, cell: (each) => targetText(kz, each) },
        ],
        say,
      ).rows(indicators)
    })
  },
})
