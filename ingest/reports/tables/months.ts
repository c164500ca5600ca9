import { valueCell } from '../cells.ts'
import type { Gathered } from '../gathered.ts'
import type { Table } from '../report-data.ts'
import { monthsOf } from '../report-period.ts'
import { column, tableOf } from './table.ts'

/** The months of a quarter or year, one beside the other. */
export function monthsTable({ indicators, months, period }: Gathered): Table {
  const columns = monthsOf(period).map((month) =>
    column<Gathered['indicators'][number]>(month, { zh: `${Number(month.slice(5))}月`, en: month.slice(5) }, 8, 'right', ({ id }) =>
      valueCell(months.get(id)?.find((value) => value.period === month)?.value),
    ),
  )
  return tableOf<Gathered['indicators'][number]>(
    {
      id: 'months',
      title: { zh: '全市指标逐月数值', en: 'Indicators of the city by month' },
      sheet: { zh: '逐月', en: 'Months' },
      columns: [
        column('id', { zh: '编号', en: 'No.' }, 8, 'center', ({ id }) => id),
        column('name', { zh: '指标', en: 'Indicator' }, 22, 'left', ({ name }) => name),
        ...columns,
      ],
    },
    indicators.filter(({ id }) => months.has(id)),
  )
}
