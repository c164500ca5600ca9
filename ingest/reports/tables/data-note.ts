import type { ManualValue, Revision } from '../../indicators/indicators.ts'
import { changeCell, countCell, valueCell } from '../cells.ts'
import type { Gathered } from '../gathered.ts'
import type { LocalTime } from '../local-time.ts'
import { indicatorName, scopeName } from '../naming.ts'
import type { Table } from '../report-data.ts'
import { column, tableOf } from './table.ts'

const causes: Readonly<Record<Revision['cause'], { zh: string; en: string }>> = {
  close: { zh: '关账', en: 'close' },
  'late-data': { zh: '迟到数据', en: 'late data' },
  register: { zh: '台账变更', en: 'register' },
  formula: { zh: '口径变更', en: 'formula' },
  asked: { zh: '人工重算', en: 'asked for' },
}

/** What changed of the city since the period was closed. */
export const revisionsTable = (gathered: Gathered, time: LocalTime): Table =>
  revised(gathered, time, ({ scope, revision }) => scope === 'city' && revision.cause !== 'close', {
    id: 'revisions',
    title: { zh: '关账后修订（全市）', en: 'Revisions after the close (city)' },
    sheet: { zh: '修订（全市）', en: 'Revisions (city)' },
  })

/** Each revision of each scope, the close included. */
export const allRevisionsTable = (gathered: Gathered, time: LocalTime): Table =>
  revised(gathered, time, () => true, {
    id: 'all-revisions',
    title: { zh: '修订记录', en: 'Revisions' },
    sheet: { zh: '修订', en: 'Revisions' },
  })

type Revised = Gathered['revisions'][number]

function revised(
  gathered: Gathered,
  time: LocalTime,
  isShown: (revised: Revised) => boolean,
  about: Pick<Table, 'id' | 'title' | 'sheet'>,
): Table {
  const { names, revisions } = gathered
  return tableOf<Revised>(
    {
      ...about,
      columns: [
        column('id', { zh: '编号', en: 'No.' }, 8, 'center', ({ indicator }) => indicator),
        column('name', { zh: '指标', en: 'Indicator' }, 26, 'left', ({ indicator }) => indicatorName(gathered, indicator)),
        column('scope', { zh: '范围', en: 'Scope' }, 11, 'left', ({ scope }) => scopeName(names, scope)),
        column('revision', { zh: '修订次', en: 'Revision' }, 8, 'center', ({ revision }) => countCell(revision.revision)),
        column('value', { zh: '数值', en: 'Value' }, 10, 'right', ({ revision }) => valueCell(revision.value)),
        column('difference', { zh: '变动', en: 'Difference' }, 10, 'right', ({ revision }) => changeCell(revision.difference?.value)),
        column('cause', { zh: '原因', en: 'Cause' }, 12, 'center', ({ revision }) => causes[revision.cause]),
        column('computed', { zh: '计算时间', en: 'Computed' }, 20, 'center', ({ revision }) => time.minute(revision.computed).en),
      ],
    },
    revisions.filter(isShown),
  )
}

/** What people entered because nothing measures it. */
export function manualTable(gathered: Gathered): Table {
  return tableOf<ManualValue>(
    {
      id: 'manual',
      title: { zh: '人工填报数值', en: 'Values entered by hand' },
      sheet: { zh: '人工填报', en: 'Entered by hand' },
      columns: [
        column('id', { zh: '编号', en: 'No.' }, 8, 'center', ({ indicator }) => indicator),
        column('name', { zh: '指标', en: 'Indicator' }, 24, 'left', ({ indicator }) => indicatorName(gathered, indicator)),
        column('period', { zh: '月份', en: 'Month' }, 10, 'center', ({ period }) => period),
        column('scope', { zh: '范围', en: 'Scope' }, 12, 'left', ({ scope }) => scopeName(gathered.names, scope)),
        column('value', { zh: '数值', en: 'Value' }, 10, 'right', ({ value }) => valueCell(value)),
        column('document', { zh: '依据文件', en: 'Document' }, 24, 'left', ({ document, date }) => `${document}，${date}`),
        column('author', { zh: '填报人', en: 'Entered by' }, 12, 'left', ({ author }) => author),
      ],
    },
    gathered.manual,
  )
}
