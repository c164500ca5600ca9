import type { Status } from '../../indicators/indicators.ts'
import { countCell } from '../cells.ts'
import type { Gathered } from '../gathered.ts'
import { taskName, unitsText } from '../naming.ts'
import type { Table } from '../report-data.ts'
import { signAndWord } from '../status-signs.ts'
import { column, tableOf } from './table.ts'

const counted: readonly Status[] = ['met', 'close', 'missed', 'no-target', 'no-data', 'not-applicable']

/** Who answers for which task, and how its indicators stand. */
export function tasksTable({ indicators, city, names }: Gathered): Table {
  const tasks = [...new Set(indicators.map(({ task }) => task))]
  const count = (task: number, status: Status) =>
    indicators.filter((each) => each.task === task && city.some((value) => value.indicator === each.id && value.status === status)).length
  return tableOf<number>(
    {
      id: 'tasks',
      title: { zh: '各任务责任单位及指标状态', en: 'Tasks, who answers for them, and how their indicators stand' },
      sheet: { zh: '任务', en: 'Tasks' },
      columns: [
        column('task', { zh: '任务', en: 'Task' }, 6, 'center', (task) => ({ text: String(task), value: task, format: '0' })),
        column('name', { zh: '名称', en: 'Name' }, 20, 'left', (task) => taskName(names, task)),
        ...counted.map((status) => column<number>(status, signAndWord({ status }), 8, 'center', (task) => countCell(count(task, status)))),
        column('units', { zh: '责任单位', en: 'Responsible' }, 42, 'left', (task) => unitsText(names, task)),
      ],
    },
    tasks,
  )
}
